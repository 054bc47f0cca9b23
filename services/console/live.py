"""Pages that renew themselves, and the stream that tells them when. Without a script nothing is missed.

The stream says only that something changed, and how far; what is shown is read like any page. It ends before it
tells anything to somebody who is not signed in any more, or to whom its case was closed meanwhile.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from services.console.changes import Changes
from services.console.needed import Needed, NobodyKnows
from services.console.pages import LIVE
from shared.application import Application
from shared.faults import OURS
from shared.web.problems import away, problem

PING_SECONDS = 15
Position = Annotated[int, Query(ge=0, le=2**62)]
Last = Annotated[int, Header(alias="Last-Event-ID", ge=0, le=2**62)]
_SCRIPT: dict[int | str, dict[str, Any]] = {200: {"content": {"text/javascript": {"schema": {"type": "string"}}}}}


def stream_of(position: int, case: str = "") -> str:
    """The address of the stream for a page that is about to be read. Take the position before reading."""
    return "/changes?" + urlencode({"since": position, **({"case": case} if case else {})})


def live_routes(
    application: Application, changes: Changes, signed_in: Callable[[Request], Awaitable[bool]], needed: Needed
) -> APIRouter:
    """`signed_in`: whether whoever asked still is, as they were."""
    router = APIRouter(tags=["pages"])

    @router.get("/live.js", response_class=Response, responses=_SCRIPT)
    async def script() -> Response:
        """What makes the duty board and a case renew themselves; everything works without it."""
        return Response(LIVE, media_type="text/javascript")

    @router.get("/changes", include_in_schema=False)  # it has no end, and nobody but that script asks for it
    async def tell_changes(
        request: Request, since: Position = 0, case: Annotated[str, Query(max_length=100)] = "", last: Last = 0
    ) -> Response:
        if not application.status.accepting:
            return away()
        if case and not await needed.sees(request, case):
            return problem(403, "not-your-case", "This case is closed to you.")

        async def still() -> bool:
            return await signed_in(request) and (not case or await needed.reads(request, case))

        return EventSourceResponse(_told(changes, max(since, last), case, still), ping=PING_SECONDS)

    return router


async def _told(
    changes: Changes, since: int, case: str, still: Callable[[], Awaitable[bool]]
) -> AsyncIterator[ServerSentEvent]:
    try:
        async with aclosing(changes.follow(since, case)) as following:
            async for position in following:
                if not await still():
                    return
                yield ServerSentEvent(str(position), event="changed", id=str(position))
    except (TimeoutError, NobodyKnows, *OURS):
        return  # the browser asks again

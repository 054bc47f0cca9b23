"""The page on which whoever answers for a case sees who looked at it, and the same as a CSV."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from services.console.around import Around, you
from services.console.proving import Proving
from services.console.who_looked import OWN, PER_PAGE, all_seen, as_csv, seen
from shared import looking
from shared.edge import CODE
from shared.event_log import EventLog
from shared.faults import OURS
from shared.need.opened import is_open
from shared.topics import SERVICES_THAT_SAY
from shared.web.problems import away, documented

_NUMBER = re.compile("[1-9][0-9]{0,17}")
_PAGE = {"text/html": {"schema": {"type": "string"}}}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    403: {"description": "Not for whoever asks", "content": _PAGE},
    404: {"description": "That is no case", "content": _PAGE},
    503: {"description": "The database is away", "content": _PAGE},
}
_CSV: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}


class WhoLooked:
    def __init__(self, log: EventLog, addresses: Mapping[str, str], around: Around, proving: Proving) -> None:
        self._log, self._addresses, self._around, self._proving = log, addresses, around, proving

    async def page(self, request: Request, case: str) -> Response:
        if not _is_there(case):
            return self._around.page(request, "no-case", 404)
        before = _before(request.query_params)
        try:
            found = await seen(self._log, self._addresses, case, before, you(request), PER_PAGE)
        except (TimeoutError, *OURS):
            return self._around.page(request, "cannot-read", 503)
        older = urlencode({f"before.{name}": number for name, number in found.older.items()})
        looking.now().rows = len(found.entries)
        return self._around.page(request, "who-looked", case=case, it=found, older=older, first=not before)

    async def csv(self, request: Request, case: str) -> Response:
        """It leaves the console: whoever takes it has shown not long ago that it is they."""
        if not _is_there(case):
            return self._around.page(request, "no-case", 404)
        if (again := self._proving.anew(request, request.url.path)) is not None:
            return again
        try:
            found = await all_seen(self._log, self._addresses, case, you(request))
        except (TimeoutError, *OURS):
            return away()
        if found.away or found.older:
            return away()  # a list from which something is missing says something else
        looking.now().rows = len(found.entries)
        headers = {"Content-Disposition": 'attachment; filename="who-looked.csv"'}
        return PlainTextResponse(as_csv(found.entries), headers=headers, media_type="text/csv; charset=utf-8")


def who_looked_routes(pages: WhoLooked) -> APIRouter:
    router = APIRouter(tags=["pages"], default_response_class=HTMLResponse)

    @router.get("/cases/{case}/who-looked", responses=_ANSWERS)
    async def who_looked(request: Request, case: str) -> Response:
        """Who looked at the case, at the console and at each service, the newest first."""
        return await pages.page(request, case)

    @router.get(
        "/cases/{case}/who-looked.csv",
        responses={**_CSV, **_ANSWERS, **documented(503), 303: {"description": "Prove first who you are"}},
        response_class=Response,
    )
    async def who_looked_csv(request: Request, case: str) -> Response:
        """All of it as a CSV, safe for spreadsheets."""
        return await pages.csv(request, case)

    return router


def _is_there(case: str) -> bool:
    """For whoever asks: no policy of PostgreSQL holds entries back, so undecided there is no such case."""
    return CODE.fullmatch(case) is not None and is_open(case)


def _before(said: Mapping[str, str]) -> dict[str, int]:
    """Where each goes on; whatever is no number of an entry is not looked at."""
    given = {name: said.get(f"before.{name}", "") for name in (OWN, *SERVICES_THAT_SAY)}
    return {name: int(number) for name, number in given.items() if _NUMBER.fullmatch(number)}

"""Where staff see the queue of requests for copies, who asks and why, and answer."""

from fastapi import APIRouter

from services.publisher import copies
from services.publisher.copies import Codes, page_of
from services.publisher.request_commands import STAFF
from services.publisher.views import requests as queue
from services.publisher.views.requests import Counted, RequestRow
from shared.decider import Refused
from shared.edge import Code
from shared.events.requests import Requester
from shared.partnership import Partnership
from shared.service import Service
from shared.web.commands import command_routes
from shared.web.needing import lent_of
from shared.web.problems import documented


class RequestPage(RequestRow):
    """With who asks and why, and what may be given to them: their page's address, and the code it asks for."""

    requester: Requester
    page_link: str
    code: str


def routes(service: Service, partnership: Partnership) -> list[APIRouter]:
    router = APIRouter(tags=["requests"])

    @router.get("/requests")
    async def list_requests() -> list[RequestRow]:
        """The queue: what waits first, by its date; then what was answered."""
        return await queue.queue(service.log.pool)

    @router.get("/requests-counted")
    async def count_requests() -> list[Counted]:
        """How many were answered in which way."""
        return await queue.counted(service.log.pool)

    @router.get("/requests/{case}", responses=documented(404, 422))
    async def read_request(case: Code) -> RequestPage:
        """One request, with who asks and why: it opens the seal."""
        found = await queue.one(lent_of(service), case)
        if found is None:
            raise Refused("no-such-request", "There is no such request.")
        return RequestPage(
            **found.model_dump(),
            requester=await copies.requester(service, case),
            page_link=partnership.site.url + page_of(found.request),
            code=Codes(service.keyring).of(found.request),
        )

    return [router, command_routes(service, *STAFF, under="requests")]

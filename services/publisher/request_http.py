"""Where staff see the queue of requests for copies, who asks and why, and answer."""

from fastapi import APIRouter

from services.publisher import copies
from services.publisher.copies import Addresses
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
    """With who asks and why, and the addresses that may be given to them: `copy_link` once it was supplied so."""

    requester: Requester
    page_link: str
    copy_link: str | None


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
            **_links(service, partnership, found),
        )

    return [router, command_routes(service, *STAFF, under="requests")]


def _links(service: Service, partnership: Partnership, row: RequestRow) -> dict[str, str | None]:
    addresses, id_ = Addresses(service.keyring), row.request
    copy = addresses.copy(id_, row.readable_until) if row.readable_until else None
    url = partnership.site.url
    return {"page_link": url + addresses.page(id_), "copy_link": url + copy if copy else None}

"""The partners' page: how each agency's system is, and what of its records waits for a person."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from services.console.around import Around
from services.console.catalogue import Catalogue
from services.console.mending import Mending
from services.console.partner_facts import partners
from shared.edge import CODE
from shared.topics import SERVICES_THAT_SAY
from shared.web.problems import documented

DISCARD = "/quarantine/{quarantine_id}/discard-record"
_PAGE = {"text/html": {"schema": {"type": "string"}}}
_FORM = {"requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}}}
_NONE: dict[int | str, dict[str, Any]] = {404: {"description": "No such record waits here", "content": _PAGE}}
_AGAIN: dict[int | str, dict[str, Any]] = {
    204: {"description": "Kept as a draft, whose id the header Draft tells"},
    303: {"description": "Taken in, or kept; where to go on"},
    422: {"description": "As it was left, with what is wrong", "content": _PAGE},
    503: {"description": "The database is away", "content": _PAGE},
}


def partner_routes(around: Around, catalogue: Catalogue, mending: Mending) -> APIRouter:
    router = APIRouter(tags=["partners"], default_response_class=HTMLResponse)

    @router.get("/partners")
    async def show_partners(request: Request) -> Response:
        """Each agency: standing, last heard, volumes, versions, refusals by reason; and records set aside."""
        found = await partners(catalogue.addresses)
        doings = {service: await _doings(catalogue, service) for service in SERVICES_THAT_SAY}
        shown: dict[str, Any] = {
            "can": doings["intake"],
            "discard": {service: can.get(DISCARD, "") for service, can in doings.items()},
            "took": took if CODE.fullmatch(took := request.query_params.get("took", "")) else "",
        }
        return around.page(request, "partners", found=found, **shown)

    @router.get("/partners/mend/{service}/{quarantine}", responses=_NONE)
    async def mend_record(request: Request, service: str, quarantine: str) -> Response:
        """What a record says, to be put right. That it was opened is recorded first."""
        return await mending.ask(request, service, quarantine)

    @router.post(
        "/partners/mend/{service}/{quarantine}",
        responses={**_NONE, **_AGAIN, **documented(413, 415)},
        openapi_extra=_FORM,
    )
    async def take_in_record(request: Request, service: str, quarantine: str) -> Response:
        """The record, put right: to be taken in by the agencies' own door."""
        return await mending.answer(request, service, quarantine)

    return router


async def _doings(catalogue: Catalogue, service: str) -> dict[str, str]:
    """What can be done at this service: the id of each action by its path."""
    return {action.path: action.id for action in (await catalogue.of(service)).actions}

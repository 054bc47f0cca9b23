"""Where staff see what the gate found, and the draft as the public would read it. Each look is logged."""

import asyncio
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from services.publisher.gate.finding import Finding
from services.publisher.opening import findings, identifiers_of
from services.publisher.preview import page
from services.publisher.printing import pdf
from services.publisher.suggesting import suggestions
from services.publisher.views import pseudonyms, publications
from services.publisher.worker import PREPARING, opened, scope_of
from shared.decider import Refused
from shared.edge import Code
from shared.events.publisher import PublicText
from shared.partnership import Partnership
from shared.service import Service
from shared.web.commands import Actor
from shared.web.headers import POLICY, its_style, policy
from shared.web.needing import about, lent_of
from shared.web.problems import documented

log = structlog.get_logger()
_INERT = {POLICY: policy(), "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class FindingPage(BaseModel):
    """`start` and `end` are places in that part of the text, in characters. `words` may name somebody."""

    finding: str
    rule: str
    certain: bool
    part: str
    start: int
    end: int
    words: str


def gate_routes(service: Service, partnership: Partnership) -> APIRouter:
    router = APIRouter(tags=["anonymity"], responses=documented(404, 409, 422))

    async def draft(case: Code, actor: Actor) -> tuple[str, PublicText]:
        found = await publications.one(lent_of(service), case)
        if found is None or not found.text_hash:
            raise Refused("no-draft", "No public text has been drafted.")
        log.info("draft.opened", case=case)
        return case, await opened(service, await about(service, case), found.text_hash, PREPARING)

    Draft = Annotated[tuple[str, PublicText], Depends(draft)]

    @router.get("/cases/{case}/findings")
    async def list_findings(it: Draft) -> list[FindingPage]:
        """What in the present draft could tell who the child is, with its words."""
        return [_page(each) for each in (await findings(service, partnership, *it))[0]]

    @router.get("/cases/{case}/preview", response_class=HTMLResponse)
    async def preview(it: Draft) -> Response:
        """The draft with what was found marked in it, and as the public would read it."""
        found, _ = await findings(service, partnership, *it)
        shown = page(it[1], found)
        return HTMLResponse(shown, headers={**_INERT, POLICY: policy(its_style(shown))})

    @router.get("/cases/{case}/preview.pdf", response_class=Response)
    async def preview_pdf(it: Draft) -> Response:
        """The very file that would be published."""
        scope = scope_of(await about(service, it[0]))
        made = await asyncio.to_thread(pdf, it[1], partnership.name, scope)
        return Response(made, media_type="application/pdf", headers=_INERT)

    @router.get("/cases/{case}/pseudonyms")
    async def suggest_pseudonyms(case: Code, actor: Actor) -> list[str]:
        """Neutral names that sound like nobody of this case and were not published before."""
        known, _ = await identifiers_of(service, partnership, case)
        return suggestions(known, await pseudonyms.used_elsewhere(service.log.pool, case))

    return router


def _page(it: Finding) -> FindingPage:
    return FindingPage(
        finding=it.id,
        rule=it.rule,
        certain=it.level == "certain",
        part=it.part,
        start=it.start,
        end=it.end,
        words=it.words,
    )

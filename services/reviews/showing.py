"""Where the texts of what was learned are read on purpose: for a purpose, written down first."""

from datetime import datetime
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from services.reviews.learning_texts import SealedText, Texts
from services.reviews.openings import OpenLearning, subject_of
from shared.decider import Refused
from shared.edge import BadInput, Code
from shared.events.learning import ReadFor
from shared.partnership import Partnership
from shared.service import Service
from shared.web.as_of import AsOf
from shared.web.commands import Actor
from shared.web.needing import about
from shared.web.problems import documented

For = Annotated[ReadFor, Query(description="What they are read for: kept with who read them, and when")]
PRIVATE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class Text(BaseModel):
    """One text in the clear. `kind`: what it is: finding, recommendation, action, evidence and so on."""

    kind: str
    reference: str
    text: str


def showing_routes(service: Service, partnership: Partnership) -> APIRouter:
    router = APIRouter(tags=["learning"])
    names = {agency.id: agency.name for agency in partnership.agencies}

    @router.get("/cases/{case}/learning/texts", response_model=list[Text], responses=documented(404, 422, 503))
    async def read_texts(case: Code, purpose: For, actor: Actor, as_of: AsOf = None) -> Response:
        """What the case's findings, recommendations, actions, evidence, measures and audits say, in the clear; and
        the terms, invitations, delays and comments of its practice review.

        A person reads all of them; an agency what it is asked to do, and what was said of that. That they were
        opened is recorded first, and by whom, and what for.
        """
        found = Texts(await _events(service, case, as_of)).seen_by(_agency(actor, names))
        asked = OpenLearning(case=case, purpose=purpose)
        await service.do(subject_of(case), asked, actor=actor, cause=uuid4())
        return JSONResponse([await _open(service, text, purpose) for text in found], headers=PRIVATE)

    return router


def _agency(actor: str, names: dict[str, str]) -> str | None:
    """The name of the agency that asks; None for a person. Raises BadInput for anybody else."""
    kind, _, who = actor.partition(":")
    if kind == "agency" and who in names:
        return names[who]
    if kind == "person" and who:
        return None
    raise BadInput(("/header/Actor", "must be person:… or the agency:… of this partnership"))


async def _events(service: Service, case: str, as_of: datetime | None) -> list[object]:
    """What we said of it, as it was known at that instant. Raises Refused where nothing is."""
    if as_of and as_of > service.clock.now():
        raise BadInput(("/query/as_of", "must not lie in the future: nobody knows yet what will be known then"))
    known = [r for r in await about(service, case) if r.source == service.name]
    if not known:
        raise Refused("no-such-case", "No review was opened on this case.")
    return [recorded.data for recorded in known if as_of is None or recorded.time <= as_of]


async def _open(service: Service, text: SealedText, purpose: ReadFor) -> dict[str, str]:
    opened = await service.keyring.open(service.log.pool, text.text, str, purpose)
    return Text(kind=text.kind, reference=text.reference, text=opened).model_dump()

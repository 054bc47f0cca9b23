"""Where staff see who is told first, and what the national bodies said of their copies. Each look is logged."""

from datetime import date
from uuid import UUID

import structlog
from fastapi import APIRouter, Response
from pydantic import BaseModel

from services.publisher.views import publications
from shared.decider import Refused
from shared.edge import Code
from shared.events.base import Recorded
from shared.events.beforehand import (
    CopyCommentsReceived,
    CopyRegardHad,
    PersonNotTold,
    PersonTold,
    PersonToTellNamed,
)
from shared.sealed import Sealed
from shared.service import Service
from shared.web.commands import Actor
from shared.web.needing import about, lent_of
from shared.web.problems import documented

log = structlog.get_logger()


class PersonPage(BaseModel):
    """state: not yet, told, or not to be told (for these `reasons`). `teller`: who told them, or is to."""

    person: UUID
    relation: str
    name: str
    teller: str
    state: str
    told_on: date | None = None
    how: str | None = None
    said: str | None = None
    reasons: str | None = None
    decided_by: str | None = None


class CommentPage(BaseModel):
    """`text_hash`: of the copy it is about. `outcome` and `response` are empty until regard was had to it."""

    comment: UUID
    recipient: str
    received_on: date
    text_hash: str
    text: str
    outcome: str | None = None
    response: str | None = None


def beforehand_routes(service: Service) -> APIRouter:
    router = APIRouter(tags=["before publication"], responses=documented(404, 422))

    @router.get("/cases/{case}/people-to-tell")
    async def list_people_to_tell(case: Code, actor: Actor, answer: Response) -> list[PersonPage]:
        """Who is told before publication, by whom, when, and what they said: it opens the seals."""
        return await _people(_Opening(service), await _known(service, case, answer))

    @router.get("/cases/{case}/copy-comments")
    async def list_copy_comments(case: Code, actor: Actor, answer: Response) -> list[CommentPage]:
        """What was said of the advance copies, and what was done with it: it opens the seals."""
        return await _comments(_Opening(service), await _known(service, case, answer))

    return router


async def _known(service: Service, case: str, answer: Response) -> list[Recorded]:
    if await publications.one(lent_of(service), case) is None:
        raise Refused("no-such-case", "No publication is due on this case.")
    log.info("beforehand.opened", case=case)
    answer.headers["Cache-Control"] = "no-store"
    return [each for each in await about(service, case) if each.source == service.name]


class _Opening:
    def __init__(self, service: Service) -> None:
        self._service = service

    async def __call__(self, sealed: Sealed[str]) -> str:
        return await self._service.keyring.open(self._service.log.pool, sealed, str, "telling people beforehand")


async def _people(open_: _Opening, known: list[Recorded]) -> list[PersonPage]:
    found: dict[UUID, PersonPage] = {}
    for recorded in known:
        match recorded.data:
            case PersonToTellNamed() as it:
                name, teller = await open_(it.name), await open_(it.teller)
                found[it.person] = PersonPage(
                    person=it.person, relation=it.relation, name=name, teller=teller, state="not yet"
                )
            case PersonTold() as it:
                told = {"state": "told", "told_on": it.told_on, "how": it.how, "teller": await open_(it.teller)}
                said = await open_(it.said) if it.said else None
                found[it.person] = found[it.person].model_copy(update={**told, "said": said})
            case PersonNotTold() as it:
                left = {"state": "not to be told", "decided_by": it.decided_by, "reasons": await open_(it.reasons)}
                found[it.person] = found[it.person].model_copy(update=left)
    return list(found.values())


async def _comments(open_: _Opening, known: list[Recorded]) -> list[CommentPage]:
    found: dict[UUID, CommentPage] = {}
    for recorded in known:
        match recorded.data:
            case CopyCommentsReceived() as it:
                text = await open_(it.text)
                found[it.comment] = CommentPage(
                    comment=it.comment,
                    recipient=it.recipient,
                    received_on=it.received_on,
                    text_hash=it.text_hash,
                    text=text,
                )
            case CopyRegardHad() as it:
                done = {"outcome": it.outcome, "response": await open_(it.response)}
                found[it.comment] = found[it.comment].model_copy(update=done)
    return list(found.values())

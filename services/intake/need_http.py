"""Who may see a case is looked at, and decided, here: grants, conflicts, broken glass."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from services.intake.need import OFFICERS
from services.intake.views import cases, glass
from services.intake.views.glass import Broken
from shared.decider import Refused
from shared.edge import Code
from shared.need import relations
from shared.need.can import stands
from shared.need.relations import Row
from shared.service import Service
from shared.web.commands import command_routes
from shared.web.needing import lent_of, seen
from shared.web.problems import documented

_LETS_IN = ("assigned", "reported", "granted")


class LetIn(BaseModel):
    """`grant`: for end-access; `until`: none of whoever is not time-boxed."""

    person: str
    relation: str
    purpose: str
    until: datetime | None
    grant: UUID


class KeptOut(BaseModel):
    """Why is sealed: see the case's reasons. `subject`: where it was declared and is ended, this case or one
    that was merged with it.
    """

    subject: str
    person: str
    conflict: UUID


class Access(BaseModel):
    """Beside those whose role opens every case."""

    let_in: list[LetIn]
    kept_out: list[KeptOut]
    broken: list[Broken]


def need_routes(service: Service) -> list[APIRouter]:
    return [_looked_at(service), command_routes(service, *OFFICERS)]


def _looked_at(service: Service) -> APIRouter:
    router = APIRouter(tags=["need to know"])

    @router.get("/cases/{case}/access", responses=documented(404, 422))
    async def read_access(case: Code) -> Access:
        """Who may see this case beside those whose role says so, who must not, and who broke the glass."""
        db = lent_of(service)
        if await cases.one(db, case) is None:
            raise Refused("no-such-case", "There is no incident with this id.")
        now = service.clock.now()
        found = await relations.of_case(service.log.pool, case)
        rows = [row for row in found if row.person and stands(row, now)]
        return Access(
            let_in=[_let_in(row) for row in rows if _lets_in(row, case, rows)],
            kept_out=[_kept_out(row) for row in rows if row.relation == "conflict"],
            broken=await glass.of_case(db, case),
        )

    @router.get("/broken-glass")
    async def list_broken_glass() -> list[Broken]:
        """Whose glass was broken and nobody has reviewed yet; what is to be looked at soonest first."""
        return await glass.to_review(seen(service))

    return router


def _lets_in(row: Row, case: str, rows: Sequence[Row]) -> bool:
    if row.relation == "stands in":
        return any((it.subject, it.relation, it.person) == (case, "assigned", row.covers) for it in rows)
    return row.subject == case and row.relation in _LETS_IN


def _kept_out(row: Row) -> KeptOut:
    return KeptOut(subject=row.subject, person=row.person, conflict=row.said)


def _let_in(row: Row) -> LetIn:
    return LetIn(person=row.person, relation=row.relation, purpose=row.purpose, until=row.until, grant=row.said)

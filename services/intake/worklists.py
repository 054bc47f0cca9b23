"""What is to be decided and by whom: the lists that officers work from, and who is away."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.intake.casework import EndAbsence, RecordAbsence
from services.intake.decider.absences import SUBJECT
from services.intake.decider.dates import due_on_if_any
from services.intake.views import absences, assignments, backdatings, cases, clocks, considered, signatures
from services.intake.views.absences import Absence
from services.intake.views.assignments import Assignment
from services.intake.views.backdatings import Backdating
from services.intake.views.clocks import Clocks
from services.intake.views.considered import Considered
from services.intake.views.signatures import Signature
from shared.calendar import london_date
from shared.decider import Command, Refused
from shared.duties import board, holidays
from shared.duties.board import DutyRow
from shared.edge import Code, read
from shared.proclaimed import Holiday
from shared.service import Service
from shared.web.as_of import AsOf, as_known
from shared.web.bodies import body_of_request
from shared.web.commands import RESPONSES, Actor, Key, Prefer, answer, body_of, cause_of
from shared.web.needing import seen
from shared.web.problems import documented

PageLimit = Annotated[int, Query(ge=1, le=500)]
Offset = Annotated[int, Query(ge=0, le=1_000_000_000)]
Mine = Annotated[Code | None, Query(description="only what this officer has, or stands in for")]


class Work(Assignment):
    """`acting` sees to it today: the officer or, when away, a deputy. A report is looked at the day it comes."""

    acting: str | None
    look_at_it_by: date
    due_on: date | None


class Awaited(Signature):
    """`acting` is who is asked today: for somebody away the deputy, unless that one proposed it; else anybody."""

    acting: str | None


def worklist_routes(service: Service) -> list[APIRouter]:
    return [_worklists(service), _decisions(service), _absences(service), _duties(service)]


def _worklists(service: Service) -> APIRouter:
    router = APIRouter(tags=["worklists"])

    @router.get("/assignments", responses=documented(422))
    async def list_assignments(officer: Mine = None) -> list[Work]:
        """Cases to be decided, whose each is and who acts for that officer today; the longest waiting first."""
        today = london_date(service.clock.now())
        away = await absences.standing_in(service.log.pool, today)
        proclaimed = await holidays.proclaimed(service.log.pool)
        work = [_work(it, away, proclaimed) for it in await assignments.worklist(seen(service), today)]
        return [it for it in work if officer is None or officer in (it.officer, it.acting)]

    @router.get("/snoozed")
    async def list_snoozed() -> list[Work]:
        """Cases that sleep until a day, with what is due next; those that wake soonest first."""
        today = london_date(service.clock.now())
        away = await absences.standing_in(service.log.pool, today)
        proclaimed = await holidays.proclaimed(service.log.pool)
        return [_work(it, away, proclaimed) for it in await assignments.snoozed(seen(service), today)]

    @router.get("/awaiting-second-signature")
    async def list_awaiting_second_signature() -> list[Awaited]:
        """Reclassifications and withdrawals that one person proposed and nobody confirmed; the oldest first."""
        away = await absences.standing_in(service.log.pool, london_date(service.clock.now()))
        return [_awaited(it, away) for it in await signatures.awaited(seen(service))]

    @router.get("/backdatings")
    async def list_backdatings() -> list[Backdating]:
        """Times that move a statutory date, or were recorded late, and nobody else confirmed; the oldest first."""
        return await backdatings.awaited(seen(service))

    return router


def _decisions(service: Service) -> APIRouter:
    router = APIRouter(tags=["decisions"])

    @router.get("/considered-and-not-notified", responses=documented(422))
    async def list_considered_and_not_notified(limit: PageLimit = 500, offset: Offset = 0) -> list[Considered]:
        """Every decision not to notify and what became of it; the newest first, a page at a time."""
        return await considered.page(seen(service), limit, offset)

    @router.get("/cases/{case}/clocks", responses=documented(404, 422))
    async def read_clocks(case: Code, as_of: AsOf = None) -> Clocks:
        """Both times, what is due by them, what was corrected, and what other agencies knew."""
        async with as_known(service, as_of, case) as db:
            found = await cases.one(db, case)
            if found is None:
                raise Refused("no-such-case", "There is no incident with this id.")
            aware_at, met_at = found.incident_aware_at, found.criteria_met_at
            due_on = due_on_if_any(aware_at, met_at, await holidays.known_on(service.log.pool, as_of))
            awaiting = await backdatings.of_case(db, case)
            return await clocks.of_case(db, case, aware_at, met_at, due_on, awaiting)

    return router


def _absences(service: Service) -> APIRouter:
    router = APIRouter(tags=["absences"])

    @router.get("/absences")
    async def list_absences() -> list[Absence]:
        """Officers who are or will be away, and who stands in for each."""
        return await absences.not_over(service.log.pool, london_date(service.clock.now()))

    @router.post("/absences", responses=RESPONSES, openapi_extra={"requestBody": body_of(RecordAbsence)})
    async def record_absence(request: Request, actor: Actor, key: Key, prefer: Prefer = None) -> Response:
        """An officer will be away, and a deputy who is there takes over."""
        asked = read(await body_of_request(request), RecordAbsence)
        return await _do(service, asked, actor, key, prefer)

    @router.post("/absences/{absence}/end", responses=RESPONSES)
    async def end_absence(absence: UUID, actor: Actor, key: Key, prefer: Prefer = None) -> Response:
        """The officer is back before the last day."""
        return await _do(service, EndAbsence(absence=absence), actor, key, prefer)

    return router


async def _do(service: Service, asked: Command, actor: str, key: str, prefer: str | None) -> Response:
    said = await service.do(SUBJECT, asked, actor=actor, cause=cause_of(actor, key))
    return await answer(service, said, prefer)


def _duties(service: Service) -> APIRouter:
    router = APIRouter(tags=["duties"])

    @router.get("/duties", responses=documented(422))
    async def list_duties(as_of: AsOf = None) -> list[DutyRow]:
        """Child death reviews still to be told to the overview panel, soonest first."""
        async with as_known(service, as_of) as db:
            return await board.outstanding(db)

    @router.get("/cases/{case}/duties", responses=documented(422))
    async def duties_of_case(case: Code, as_of: AsOf = None) -> list[DutyRow]:
        """What intake owes on this case, met or not."""
        async with as_known(service, as_of, case) as db:
            return await board.of_case(db, case)

    return router


def _work(it: Assignment, away: dict[str, str], proclaimed: Sequence[Holiday]) -> Work:
    return Work(
        **it.model_dump(),
        acting=_acting(it, away),
        look_at_it_by=london_date(it.reported_at),
        due_on=due_on_if_any(it.aware_at, it.criteria_met_at, proclaimed),
    )


def _acting(it: Assignment, away: dict[str, str]) -> str | None:
    """The case's own deputy before the officer's, as long as that one is there."""
    if it.officer is None or it.officer not in away:
        return it.officer
    return it.deputy if it.deputy and it.deputy not in away else away[it.officer]


def _awaited(it: Signature, away: dict[str, str]) -> Awaited:
    acting = away.get(it.asked, it.asked) if it.asked else None
    return Awaited(**it.model_dump(), acting=None if acting == it.proposed_by else acting)

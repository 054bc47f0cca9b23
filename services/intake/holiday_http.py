"""The calendar over HTTP: what is counted by, and adding a proclaimed holiday by two people."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from pydantic import BaseModel

from services.intake.holidays import SUBJECT, ApproveHoliday, DropHoliday, ProposeHoliday
from services.intake.views import proposed_holidays
from services.intake.views.proposed_holidays import ProposedHoliday
from shared.decider import Command
from shared.duties import holidays
from shared.duties.holidays import ProclaimedHoliday
from shared.edge import Closed, Day, read
from shared.edition import CALENDARS, CalendarName
from shared.proclaimed import extended_by
from shared.service import Service
from shared.web.bodies import body_of_request
from shared.web.commands import RESPONSES, Actor, Key, Prefer, answer, body_of, cause_of

Place = Annotated[CalendarName, Path(description="Where it is a holiday; any-uk: outside England and Wales alone")]
OnDay = Annotated[Day, Path(description="A day in London")]


class CountedBy(BaseModel):
    """A calendar as it is now: its version names each day proclaimed since. Beyond `covers_to` nobody counts."""

    place: CalendarName
    version: str
    covers_from: date
    covers_to: date


class CalendarNow(BaseModel):
    """`proclaimed`: added by two people since the calendar was packaged. `proposed`: waits for the second."""

    calendars: list[CountedBy]
    proclaimed: list[ProclaimedHoliday]
    proposed: list[ProposedHoliday]


class Nothing(Closed):
    """Nothing to say: the holiday is named in the address."""


def holiday_routes(service: Service) -> APIRouter:
    router = APIRouter(tags=["calendar"])

    @router.get("/calendar")
    async def read_calendar() -> CalendarNow:
        """What working days are counted by: versions, holidays proclaimed since, and those that wait."""
        known = await holidays.rows(service.log.pool)
        proposed = await proposed_holidays.proposals(service.log.pool)
        return CalendarNow(calendars=_now(known), proclaimed=known, proposed=proposed)

    @router.post("/calendar/holidays", **_documented(ProposeHoliday))
    async def propose_holiday(request: Request, actor: Actor, key: Key, prefer: Prefer = None) -> Response:
        """Propose a holiday that was proclaimed. Nothing changes before somebody else approves it."""
        return await _do(service, read(await body_of_request(request), ProposeHoliday), actor, key, prefer)

    @router.post("/calendar/holidays/{place}/{day}/approve", **_documented(Nothing))
    async def approve_holiday(
        request: Request, place: Place, day: OnDay, actor: Actor, key: Key, prefer: Prefer = None
    ) -> Response:
        """Approve what somebody else proposed. What is owed over that day is counted again, in every service."""
        read(await body_of_request(request), Nothing)
        return await _do(service, ApproveHoliday(place=place, day=day), actor, key, prefer)

    @router.post("/calendar/holidays/{place}/{day}/drop", **_documented(Nothing))
    async def drop_holiday(
        request: Request, place: Place, day: OnDay, actor: Actor, key: Key, prefer: Prefer = None
    ) -> Response:
        """Drop what was proposed and not approved."""
        read(await body_of_request(request), Nothing)
        return await _do(service, DropHoliday(place=place, day=day), actor, key, prefer)

    return router


def _now(known: list[ProclaimedHoliday]) -> list[CountedBy]:
    found = [extended_by(packaged(), known) for packaged in CALENDARS.values()]
    return [
        CountedBy(place=place, version=it.version, covers_from=it.covers_from, covers_to=it.covers_to)
        for place, it in zip(CALENDARS, found, strict=True)
    ]


async def _do(service: Service, command: Command, actor: str, key: str, prefer: str | None) -> Response:
    said = await service.do(SUBJECT, command, actor=actor, cause=cause_of(actor, key))
    return await answer(service, said, prefer)


def _documented(model: type[BaseModel]) -> Any:
    return {"responses": RESPONSES, "openapi_extra": {"requestBody": body_of(model)}}

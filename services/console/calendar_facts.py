"""The calendar by which working days are counted, and what a holiday would move: as the services tell it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import BaseModel, TypeAdapter

from services.console.neighbours import told
from shared.topics import SERVICES_THAT_SAY

PLACES = {"england-and-wales": "England and Wales", "any-uk": "Elsewhere in the United Kingdom alone"}
_PROPOSE = "/calendar/holidays"
_APPROVE, _DROP = "/calendar/holidays/{place}/{day}/approve", "/calendar/holidays/{place}/{day}/drop"
DOINGS: Mapping[str, str] = {"propose": _PROPOSE, "approve": _APPROVE, "drop": _DROP}


class CountedBy(BaseModel):
    place: str
    version: str
    covers_from: date
    covers_to: date


class Proclaimed(BaseModel):
    place: str
    day: date
    name: str
    proposed_by: str
    approved_by: str
    since: datetime


class Proposed(BaseModel):
    place: str
    day: date
    name: str
    proposed_by: str
    proposed_at: datetime


class CalendarNow(BaseModel):
    calendars: list[CountedBy]
    proclaimed: list[Proclaimed]
    proposed: list[Proposed]


class Moved(BaseModel):
    """An open duty, and its day as it is and as it would be."""

    subject: str
    rule: str
    owed_to: str
    due_on: date
    would_be_due_on: date


@dataclass(frozen=True)
class WouldMove:
    """`silent`: services that did not tell, so that more may move than is shown."""

    duties: list[Moved]
    silent: list[str]


async def calendar(addresses: Mapping[str, str]) -> CalendarNow | None:
    """None: intake, which keeps it, does not answer."""
    return await told(addresses.get("intake", ""), "/calendar", TypeAdapter(CalendarNow))


async def would_move(addresses: Mapping[str, str], place: str, day: date) -> WouldMove:
    """Of every service, by date."""
    duties: list[Moved] = []
    silent: list[str] = []
    asked = {"place": place, "day": day.isoformat()}
    for service in SERVICES_THAT_SAY:
        moved = await told(addresses.get(service, ""), "/duties/moved-by-holiday", TypeAdapter(list[Moved]), asked)
        if moved is None:
            silent.append(service)
        duties += moved or []
    return WouldMove(sorted(duties, key=lambda it: (it.due_on, it.subject)), silent)

"""The calendar that all services count by: a proclaimed holiday is proposed by one person, approved by another.

A day too many makes everything late that is owed over it, so nobody adds one alone.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date

from shared.calendar import BeyondCalendar
from shared.decider import Command, Decider, Occasion, Refused
from shared.edge import Day, Name
from shared.edition import CALENDARS, CalendarName
from shared.events.base import Event
from shared.events.calendar import CalendarExtended, HolidayDropped, HolidayProposed

SUBJECT = "calendar"


class ProposeHoliday(Command):
    """A holiday was proclaimed. Nothing changes before somebody else approves it."""

    place: CalendarName
    day: Day
    holiday: Name


class ApproveHoliday(Command):
    """By somebody other than the proposer: from now on the day is no working day."""

    place: CalendarName
    day: Day


class DropHoliday(Command):
    """It is not to be."""

    place: CalendarName
    day: Day


Which = tuple[CalendarName, date]


@dataclass(frozen=True)
class Calendar:
    """What waits for a second person, and what was approved."""

    proposed: Mapping[Which, HolidayProposed] = field(default_factory=dict)
    extended: Set[Which] = frozenset()

    def has(self, place: CalendarName, day: date) -> bool:
        """A holiday of England and Wales is one of any part of the UK."""
        return (place, day) in self.extended or ("england-and-wales", day) in self.extended


def decide(command: Command, calendar: Calendar, occasion: Occasion) -> list[Event]:
    match command:
        case ProposeHoliday():
            return _propose(command, calendar, occasion.actor)
        case ApproveHoliday(place=place, day=day):
            return _approve(place, day, calendar, occasion.actor)
        case DropHoliday(place=place, day=day):
            waits = (place, day) in calendar.proposed
            return [HolidayDropped(place=place, day=day)] if waits else []  # dropped already, or never there
    return []


def _propose(command: ProposeHoliday, calendar: Calendar, actor: str) -> list[Event]:
    if (command.place, command.day) in calendar.proposed:
        return []  # it waits already, whoever said so first
    _must_be_a_working_day(command.place, command.day, calendar)
    return [HolidayProposed(place=command.place, day=command.day, holiday=command.holiday, proposer=actor)]


def _must_be_a_working_day(place: CalendarName, day: date, calendar: Calendar) -> None:
    try:
        works = CALENDARS[place]().is_working_day(day) and not calendar.has(place, day)
    except BeyondCalendar:
        raise Refused(
            "beyond-the-calendar", "No holiday of that year is known, so one more does not make it known."
        ) from None
    if not works:
        raise Refused("no-working-day", "This day is no working day as it is.")


def _approve(place: CalendarName, day: date, calendar: Calendar, actor: str) -> list[Event]:
    if (place, day) in calendar.extended:
        return []
    proposed = calendar.proposed.get((place, day))
    if proposed is None:
        raise Refused("no-such-proposal", "No holiday on this day waits to be approved.")
    if actor == proposed.proposer:
        raise Refused("two-people", "Whoever proposed it cannot approve it.")
    return [
        CalendarExtended(
            place=place, day=day, holiday=proposed.holiday, proposed_by=proposed.proposer, approved_by=actor
        )
    ]


def evolve(calendar: Calendar, event: Event) -> Calendar:
    match event:
        case HolidayProposed(place=place, day=day):
            return replace(calendar, proposed={**calendar.proposed, (place, day): event})
        case HolidayDropped(place=place, day=day):
            return replace(calendar, proposed=_without(calendar, place, day))
        case CalendarExtended(place=place, day=day):
            extended = calendar.extended | {(place, day)}
            return replace(calendar, proposed=_without(calendar, place, day), extended=extended)
        case _:
            return calendar


def _without(calendar: Calendar, place: CalendarName, day: date) -> Mapping[Which, HolidayProposed]:
    return {key: each for key, each in calendar.proposed.items() if key != (place, day)}


COMMANDS = (ProposeHoliday, ApproveHoliday, DropHoliday)
calendar_keeping: Decider[Calendar] = Decider(commands=COMMANDS, initial=Calendar(), decide=decide, evolve=evolve)

"""A holiday is proclaimed that the packaged calendar does not know. Subject: `calendar`. Topic: intake.events.

Said by intake for all: every service that owes anything hears it, and counts its open duties again.
"""

from datetime import date

from shared.edition import CalendarName
from shared.events.base import Event


class HolidayProposed(Event):
    """One person read of it. Nothing changes before another has."""

    place: CalendarName
    day: date
    holiday: str  # what it is called
    proposer: str


class HolidayDropped(Event):
    """It was not to be."""

    place: CalendarName
    day: date


class CalendarExtended(Event):
    """The day is no working day: what is owed by working days over it is due later, or to be sent earlier.

    `england-and-wales`: by every calendar here. `any-uk`: elsewhere in the UK, so by that of the Freedom of
    Information Act 2000 s10(6) alone.
    """

    place: CalendarName
    day: date
    holiday: str
    proposed_by: str
    approved_by: str


EVENTS = (HolidayProposed, HolidayDropped, CalendarExtended)

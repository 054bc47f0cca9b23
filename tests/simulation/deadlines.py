"""D: each reminder, and each date that passed, was noticed at its instant: not before, and soon after."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from shared.calendar import england_and_wales
from shared.events.base import Recorded
from shared.events.duties import DeadlineMissed, DutyArose, DutyFellAway, DutyMet, ReminderRaised
from shared.events.gathering import AgencyReturnChased, AgencyReturnRequested, AgencyReturnSubmitted
from tests.simulation.clock import LONDON
from tests.simulation.installation import Installation

UNDISTURBED_SECONDS = 2.0  # so long, in virtual time, may a worker that nothing disturbs take to notice
RECOVERY_SECONDS = 9.0  # after something went wrong


@dataclass(frozen=True)
class Owed:
    """What is to be noticed, from `since` until it is settled, if it is."""

    what: UUID
    since: datetime
    steps: tuple[tuple[str, datetime], ...]


def problems(at: Installation, said: list[Recorded]) -> Iterator[str]:
    noticed: dict[tuple[UUID, str], datetime] = {}
    settled: dict[UUID, datetime] = {}
    for recorded in said:
        match recorded.data:
            case ReminderRaised(duty=what, step=step) | AgencyReturnChased(agency_return=what, step=step):
                noticed[what, step] = recorded.time
            case DeadlineMissed(duty=what):
                noticed[what, "missed"] = recorded.time
            case DutyMet(duty=what) | DutyFellAway(duty=what) | AgencyReturnSubmitted(agency_return=what):
                settled[what] = recorded.time
    now = at.clock.now()
    for owed in _owed(said):
        yield from _in_time(at, owed, settled.get(owed.what, now), noticed)


def _owed(said: list[Recorded]) -> Iterator[Owed]:
    for recorded in said:
        match recorded.data:
            case DutyArose(duty=what, due=due):
                yield Owed(what, recorded.time, tuple(_steps(due.due_on)))
            case AgencyReturnRequested(agency_return=what, due_on=day):
                yield Owed(what, recorded.time, tuple(_chases(day)))


def _in_time(
    at: Installation, owed: Owed, until: datetime, noticed: dict[tuple[UUID, str], datetime]
) -> Iterator[str]:
    for step, instant in owed.steps:
        if step not in ("four office hours", "missed", "overdue") and instant <= owed.since:
            continue
        came = noticed.get((owed.what, step))
        owed_from = max(instant, owed.since)
        if came and came < instant:
            yield f"D: {step} of {owed.what} came {instant - came} too early"
        waited = _undisturbed(at, at.clock.virtual(owed_from), at.clock.virtual(came or until))
        if (came or until > owed_from) and waited > UNDISTURBED_SECONDS:
            how = "came" if came else "was still missing"
            yield f"D: {step} of {owed.what} {how} {(came or until) - owed_from} late"


def _steps(due_on: date) -> Iterator[tuple[str, datetime]]:
    """Counted here anew: nine o'clock in London on the days before, one on the last, and the end of the day."""
    calendar = england_and_wales().guessing()
    day, before = due_on, []
    while len(before) < 2:
        day -= timedelta(days=1)
        if calendar.is_working_day(day):
            before.append(day)
    yield "one working day", _london(before[0], time(9))
    yield "two working days", _london(before[1], time(9))
    last = due_on if calendar.is_working_day(due_on) else before[0]
    yield "four office hours", _london(last, time(13))
    yield "missed", _london(due_on + timedelta(days=1), time(0)) - timedelta(microseconds=1)


def _chases(due_on: date) -> Iterator[tuple[str, datetime]]:
    """Nine o'clock two working days before, and on the day after."""
    (before,) = (at for step, at in _steps(due_on) if step == "two working days")
    yield "due soon", before
    yield "overdue", _london(due_on + timedelta(days=1), time(9))


def _london(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LONDON).astimezone(UTC)


def _undisturbed(at: Installation, start: float, end: float) -> float:
    """How much of this while nothing was wrong, nor had just been."""
    free, reached = 0.0, start
    for when in at.world.disturbed:
        if when + RECOVERY_SECONDS <= reached:
            continue
        if when >= end:
            break
        free += max(0.0, when - reached)
        reached = max(reached, when + RECOVERY_SECONDS)
    return free + max(0.0, end - reached)

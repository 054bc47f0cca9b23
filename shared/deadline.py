"""A due date and how it was reached; whether something done was late; when to remind.

All is by civil date in Europe/London: a period ends with the last moment of its last day, and no
source gives an earlier hour. Only rules counted in hours end at an instant.
"""

from datetime import UTC, date, datetime, time
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from shared.calendar import LONDON, WorkingCalendar, london_date
from shared.counting import CountedDay, working_days_back

RuleName = Literal[
    "notification",
    "rapid-review",
    "practice-review",
    "advance-copy",
    "take-down",
    "cdop",
    "foi",
]
Unit = Literal["working days", "calendar months", "hours", "years"]


class Due(BaseModel):
    """When a duty falls due, small enough to be kept inside an event.

    `start` is what the clock ran from; `start_on` its London date, day 0. `due_on` is the London
    date on which the period ends: the last day in time; for `advance-copy` the latest day to
    send; for `take-down` the first day it is allowed. `due_at` is a UTC instant, only for rules
    in hours. `policy` and `calendar` are the versions it was counted by.
    """

    model_config = ConfigDict(frozen=True)

    rule: RuleName
    start: AwareDatetime | date
    start_on: date
    due_on: date
    due_at: AwareDatetime | None = None
    policy: str
    calendar: str

    def is_late(self, done_at: datetime) -> bool:
        """Whether `done_at` is after the end, by instant for hours and by London date otherwise.

        Meaningless for `take-down`, where `due_on` is the earliest day. Raises `NaiveInstant`.
        """
        if self.due_at is None:
            return is_late(self.due_on, done_at)
        london_date(done_at)  # refuses a time without a zone
        return done_at > self.due_at


class Deadline(Due):
    """A `Due` with its working: `amount` of `unit`, and every day counted or skipped."""

    amount: int
    unit: Unit
    days: tuple[CountedDay, ...]

    def due(self) -> Due:
        """Only what an event needs to keep."""
        return Due(**{name: getattr(self, name) for name in Due.model_fields})

    def period(self) -> str:
        """How long, in words: "5 working days", "1 year"."""
        return f"{self.amount} {self.unit.removesuffix('s') if self.amount == 1 else self.unit}"

    def verdict(self) -> str:
        """The answer in a few words: "due Mon 13 Apr 2026"."""
        if self.due_at is not None:
            return f"due {written(self.due_on)} at {self.due_at.astimezone(LONDON):%H:%M %Z}"
        if self.unit == "years":
            return f"not before {written(self.due_on)}"
        if self.due_on < self.start_on:
            return f"no later than {written(self.due_on)}"
        return f"due {written(self.due_on)}"

    def explain(self) -> str:
        """The whole count as plain text, a line a day, at most 80 columns for the usual names."""
        direction = " backwards" if self.due_on < self.start_on else ""
        return "\n".join(
            [
                f"{self.rule}: {self.period()}{direction} from {written(self.start_on)}",
                *(_line(day) for day in self.days),
                f"{self.verdict()} (policy {self.policy}, calendar {self.calendar})",
            ]
        )


def written(day: date) -> str:
    """A date as people write it, with its weekday: "Mon 13 Apr 2026"."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def is_late(due_on: date, done_at: datetime) -> bool:
    """Whether the London date of `done_at` is after `due_on`. Raises `NaiveInstant`.

    Late by a weekend is late, though by no working day: see `working_days_late`.
    """
    return london_date(done_at) > due_on


def working_days_late(due_on: date, done_on: date, calendar: WorkingCalendar) -> int:
    """Working days after `due_on` up to and including `done_on`; 0 in time or over a weekend.

    Raises `BeyondCalendar`.
    """
    return calendar.working_days(due_on, done_on)


def working_days_before(day: date, amount: int, calendar: WorkingCalendar) -> date:
    """The `amount`-th working day before `day`, itself not counted. Raises `BeyondCalendar`."""
    return working_days_back(day, amount, calendar)[-1].date


def start_of_local_day(day: date) -> datetime:
    """The first instant of `day` in London, as UTC so that comparing and subtracting are exact."""
    return datetime.combine(day, time.min, LONDON).astimezone(UTC)


def end_of_local_day(day: date) -> datetime:
    """The last microsecond of `day` in London (23:59:59.999999 there), as UTC."""
    return datetime.combine(day, time.max, LONDON).astimezone(UTC)


def _line(day: CountedDay) -> str:
    number = "-" if day.number is None else str(day.number)
    return f"  {written(day.date):>15}  {number:>3}  {day.remark}".rstrip()

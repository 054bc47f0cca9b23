"""What an edition of the guidance says: its rules as data, and deadlines counted by them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from shared.calendar import CIVIL, WorkingCalendar, any_uk, england_and_wales, london_date
from shared.counting import (
    Steps,
    elapsed,
    hours_after,
    months_after,
    working_days_after,
    working_days_back,
    years_fully_run,
)
from shared.deadline import Deadline, RuleName, Unit

CalendarName = Literal["england-and-wales", "any-uk"]
Clock = Literal["awareness", "submission", "decision", "publication", "death known", "request"]
Confidence = Literal["V", "V2", "K", "I"]

CALENDARS: dict[CalendarName, Callable[[], WorkingCalendar]] = {
    "england-and-wales": england_and_wales,
    "any-uk": any_uk,
}


class UnknownRule(LookupError):
    """A rule this policy does not have."""


class InstantNeeded(ValueError):
    """A rule in hours was given a bare date: hours run from a moment."""


class WrongCalendar(ValueError):
    """A rule that counts one place's working days was given another place's calendar."""


class Rule(BaseModel):
    """One time limit: `amount` of `unit` from `clock`, and how sure we are of it.

    `confidence`: V read in the primary source, V2 in a secondary one, K known but not read again,
    I inferred. `carried_over_from` names the policy a value was taken from unread.
    """

    model_config = ConfigDict(frozen=True)

    name: RuleName
    amount: int
    unit: Unit
    backwards: bool = False
    calendar: CalendarName | None = None  # None: the rule counts no working days
    clock: Clock
    counted_from: str
    strength: Literal["must", "should"]
    source: str
    confidence: Confidence
    carried_over_from: str | None = None

    def working_calendar(self, given: WorkingCalendar | None) -> WorkingCalendar:
        """The calendar to count by: `given`, or the packaged one. Raises `WrongCalendar`."""
        assert self.calendar is not None, "only rules in working days have a calendar"
        if given is None:
            return CALENDARS[self.calendar]()
        if given.name != self.calendar:
            raise WrongCalendar(f"{self.name} counts by {self.calendar}, not by {given.name}")
        return given


class Policy(BaseModel):
    """A version of the rules, in force from `valid_from` until the next one.

    `structured_children` is how many children one notification describes field by field; further
    children go in its text. `care_leavers_under` is the age below which a care leaver's death is
    to be notified, None while there was no such rule.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    valid_from: date
    rules: tuple[Rule, ...]
    structured_children: int
    care_leavers_under: int | None

    def rule(self, name: str) -> Rule:
        """The rule of that name. Raises `UnknownRule`."""
        for rule in self.rules:
            if rule.name == name:
                return rule
        known = ", ".join(rule.name for rule in self.rules)
        raise UnknownRule(f"policy {self.id} has no rule {name!r}; it has {known}")

    def deadline(self, rule: str, start: date | datetime, calendar: WorkingCalendar | None = None) -> Deadline:
        """When `rule` falls due, counted from `start`: an aware instant, or a London date.

        `calendar` replaces the packaged one, and is ignored by rules that count no working days.
        Raises `UnknownRule`, `NaiveInstant`, `InstantNeeded`, `WrongCalendar`, `BeyondCalendar`.
        """
        terms = self.rule(rule)
        start_on = london_date(start) if isinstance(start, datetime) else start
        working = terms.working_calendar(calendar) if terms.calendar else None
        days = _count(terms, start, start_on, working)
        return Deadline(
            rule=terms.name,
            start=_fixed_offset(start),
            start_on=start_on,
            due_on=days[-1].date,
            due_at=elapsed(_instant(start), terms.amount) if terms.unit == "hours" else None,
            policy=self.id,
            calendar=working.version if working else CIVIL,
            amount=terms.amount,
            unit=terms.unit,
            days=days,
        )


def _count(terms: Rule, start: date | datetime, start_on: date, working: WorkingCalendar | None) -> Steps:
    match terms.unit:
        case "working days":
            assert working is not None, f"{terms.name} has no calendar to count by"
            count = working_days_back if terms.backwards else working_days_after
            return count(start_on, terms.amount, working)
        case "calendar months":
            return months_after(start_on, terms.amount)
        case "years":
            return years_fully_run(start_on, terms.amount)
        case "hours":
            return hours_after(_instant(start), terms.amount)


def _instant(start: date | datetime) -> datetime:
    if isinstance(start, datetime):
        return start
    raise InstantNeeded(f"hours run from an instant with its zone: {start} is only a date")


def _fixed_offset(start: date | datetime) -> date | datetime:
    """The same instant with a plain offset: it survives JSON unchanged and compares exactly."""
    return datetime.fromisoformat(start.isoformat()) if isinstance(start, datetime) else start

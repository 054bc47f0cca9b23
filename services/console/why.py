"""Why a duty is due when it is: counted again, day by day, from the start and by the calendar on record."""

from dataclasses import dataclass
from datetime import date, datetime

from shared.calendar import BeyondCalendar, calendar_of
from shared.deadline import Deadline
from shared.duties.board import DutyRow
from shared.edition import Rule
from shared.policy import UnknownPolicy, UnknownRule, policy

ISO_DATE_LENGTH = len("2026-01-05")


@dataclass(frozen=True)
class Why:
    """The rule, the count, and whether counting again gives what was recorded."""

    rule: Rule
    deadline: Deadline
    agrees: bool


def why(row: DutyRow) -> Why | None:
    """None when this release no longer knows the rule, the policy or the year."""
    try:
        edition = policy(row.policy)
        rule = edition.rule(row.rule)
        calendar = calendar_of(row.calendar) if rule.calendar else None
        deadline = edition.deadline(row.rule, _start(row.start), calendar)
    except (UnknownPolicy, UnknownRule, BeyondCalendar):
        return None
    return Why(rule, deadline, agrees=deadline.due_on == row.due_on and deadline.calendar == row.calendar)


def _start(text: str) -> date | datetime:
    if len(text) == ISO_DATE_LENGTH:
        return date.fromisoformat(text)
    return datetime.fromisoformat(text)

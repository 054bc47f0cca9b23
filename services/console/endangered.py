"""Which legal dates a service that is in trouble endangers: health and duties, joined.

A service that is behind does not know of some cases' events; one that does not work neither reminds of what it
owes nor sends it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.console.health import ServiceHealth
from services.console.measured import Measured
from services.console.owed import Owed
from shared.calendar import calendar_of
from shared.duties.bands import band
from shared.duties.board import DutyRow

# By rule, but for one duty of intake's: see `owner_of`.
OWNERS: Mapping[str, str] = {
    "notification": "notifier",
    "rapid-review": "reviews",
    "practice-review": "publisher",
    "advance-copy": "publisher",
    "take-down": "publisher",
    "cdop": "intake",
    "foi": "publisher",
}
NEAR = ("overdue", "today", "one working day", "two working days")
FURTHEST_DAYS = 31  # no two working days are further apart, whatever is proclaimed between them


@dataclass(frozen=True)
class Endangered:
    """By one service. `duties`: the soonest of `how_many`; `cases`: of which it lacks events, None if unknown."""

    service: str
    why: str
    duties: Sequence[Owed]
    how_many: int
    cases: int | None = None


def behind(lags: Iterable[Measured]) -> Mapping[str, list[Measured]]:
    """By service, the partitions of our own topics in which it has something to hear."""
    found: dict[str, list[Measured]] = defaultdict(list)
    for each in lags:
        if each.records and each.topic.endswith(".events"):
            found[each.group].append(each)
    return found


def not_working(services: Iterable[ServiceHealth]) -> list[tuple[str, str]]:
    """Service and reason, of those that cannot see to what they owe."""
    return [(it.name, it.note or it.state) for it in services if it.state != "up" and it.name in OWNERS.values()]


def owner_of(duty: DutyRow) -> str:
    """The service that sees to it; empty for a rule that nobody here has.

    The word to another authority, where no notification tells it, is dated by the rule of a notification and is
    intake's. It is about itself, while the notifier's duties are about a notification.
    """
    return "intake" if duty.about == duty.duty else OWNERS.get(duty.rule, "")


def owed_by(service: str, duties: Iterable[DutyRow], today: date) -> list[DutyRow]:
    """What this service sees to that is overdue or due within two working days, by the calendar on record."""
    return [each for each in duties if owner_of(each) == service and _is_near(each, today)]


def _is_near(duty: DutyRow, today: date) -> bool:
    return duty.due_on <= today or band(duty.due_on, today, calendar_of(duty.calendar)) in NEAR

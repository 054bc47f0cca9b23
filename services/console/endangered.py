"""Which legal dates a service that is in trouble endangers: health and duties, joined.

A service that is behind does not know of some cases' events; one that does not work neither reminds of what it
owes nor sends it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.console.health import ServiceHealth
from services.console.measured import Measured
from services.console.owed import Owed

# By rule. The word that is owed to another authority is dated by the rule of a notification, and is intake's while no
# notification tells it: see `owner_of`.
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


def owed_by(service: str, duties: Iterable[Owed]) -> list[Owed]:
    """What this service sees to that is overdue or due within two working days."""
    return [each for each in duties if OWNERS.get(each.row.rule) == service and each.band in NEAR]

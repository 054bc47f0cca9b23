"""The `eventsourcing` library: a projection folded from its notification log.

Set as is best for it: events in memory and not in a database, sections of 5,000 and not of 10.
"""

from collections.abc import Callable
from time import perf_counter
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from deploy.bench.workload import EVENTS_A_SUBJECT, NOTE

NAME = "the eventsourcing library's replay, in memory, sections of 5,000"
SECTION = 5_000


class Case(Aggregate):
    """As many events a case, of the same content, as our own workload has."""

    @event("Opened")
    def __init__(self, reading: int, note: str) -> None:
        self.reading, self.note = reading, note

    @event("ReadingTaken")
    def take(self, reading: int, note: str) -> None:
        self.reading, self.note = reading, note


class Cases(Application[UUID]):
    log_section_size = SECTION


def rate(events: int) -> float:
    """Events a second: read, decoded, and folded into the state of each case."""
    cases = filled(events)
    began = perf_counter()
    states = replayed(cases)
    seconds = perf_counter() - began
    count: int = sum(state.version for state in states.values())
    return count / seconds


def replayed(cases: Cases) -> dict[UUID, Any]:
    """The state of each case."""
    states: dict[UUID, Any] = {}
    decode: Callable[[Any], Any] = cases.mapper.to_domain_event
    start = 1
    while notifications := cases.notification_log.select(start, limit=SECTION):
        for notification in notifications:
            said = decode(notification)
            states[said.originator_id] = said.mutate(states.get(said.originator_id))
        start = notifications[-1].id + 1
    return states


def filled(events: int) -> Cases:
    """With so many events; a few more when they do not divide into cases."""
    cases = Cases()
    for number in range(-(-events // EVENTS_A_SUBJECT)):
        case = Case(reading=number, note=NOTE)
        for reading in range(EVENTS_A_SUBJECT - 1):
            case.take(reading=reading, note=NOTE)
        cases.save(case)
    return cases

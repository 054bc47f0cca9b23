"""Who may do what at Kafka, as a table: made from the same tables as the topics and what each service hears.

What is not here is denied. The operator, the broker and the controller may do everything, and are not here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from deploy.access.users import BESIDE, agency_of
from deploy.watcher.groups import groups
from shared.producers import TURNS, transactional_id
from shared.topics import (
    CASE_KEYS,
    SERVICES_THAT_NOTE,
    SERVICES_THAT_SAY,
    SERVICES_THAT_TELL_AGENCIES,
    audit_of,
    events_of,
    feedback_to,
    incidents_of,
    returns_of,
)

Kind = Literal["topic", "group", "transactional-id"]
Operation = Literal["read", "write", "describe", "describe-configs"]  # who may read or write may also describe


@dataclass(frozen=True, order=True)
class Right:
    """One thing that one user may do. `prefixed`: to all whose names begin so."""

    user: str
    kind: Kind
    name: str
    operation: Operation
    prefixed: bool = False

    def __str__(self) -> str:
        return f"{self.user}: {self.operation} {self.kind} {self.name}{'*' if self.prefixed else ''}"


def rights_of(users: Iterable[str], agencies: Sequence[str]) -> frozenset[Right]:
    """What these users may do where these agencies report. A user that nothing is known of may do nothing."""
    return frozenset(right for user in users for right in _of(user, agencies))


def group_of(agency: str, name: str) -> str:
    """A consumer group that this agency may use."""
    return f"partner.{agency}.{name}"


def _of(user: str, agencies: Sequence[str]) -> Iterator[Right]:
    agency = agency_of(user)
    if agency in agencies and agency is not None:
        yield from _of_agency(user, agency)
    elif user == "watcher":
        yield from _of_watcher(user, agencies)
    elif user == "witness":
        yield from (Right(user, "topic", events_of(service), "read") for service in SERVICES_THAT_SAY)
        yield from (Right(user, "topic", audit_of(service), "read") for service in SERVICES_THAT_NOTE)
    elif user in groups(agencies):
        yield from _of_service(user, agencies)


def _of_agency(user: str, agency: str) -> Iterator[Right]:
    """It sends reports and returns, and hears what came of them."""
    yield Right(user, "topic", incidents_of(agency), "write")
    yield Right(user, "topic", returns_of(agency), "write")
    yield Right(user, "topic", feedback_to(agency), "read")
    yield Right(user, "group", group_of(agency, ""), "read", prefixed=True)


def _of_service(user: str, agencies: Sequence[str]) -> Iterator[Right]:
    """It reads what it hears, said and noted, writes what it says and notes, and looks how they are set."""
    says = [events_of(user)] if user in SERVICES_THAT_SAY else []
    notes = [audit_of(user)]
    writes = [*says, *notes, CASE_KEYS] if says else notes
    writes += map(feedback_to, agencies) if user in SERVICES_THAT_TELL_AGENCIES else []
    reads = [*groups(agencies)[user], *says, *notes]
    yield from (Right(user, "topic", topic, "write") for topic in writes)
    for topic in reads:
        yield Right(user, "topic", topic, "read")
        yield Right(user, "topic", topic, "describe-configs")
    yield Right(user, "group", user, "read")
    yield Right(user, "transactional-id", transactional_id(audit_of(user)), "write")
    if says:
        for turn in range(TURNS):
            yield Right(user, "transactional-id", transactional_id(user, turn), "write")


def _of_watcher(user: str, agencies: Sequence[str]) -> Iterator[Right]:
    """How far each is behind, in seconds: for that it reads the oldest record that somebody has not."""
    heard = groups(agencies)
    yield from (Right(user, "group", group, "describe") for group in heard)
    topics = {topic for topics in heard.values() for topic in topics}
    yield from (Right(user, "topic", topic, "read") for topic in topics)


def everybody(agencies: Sequence[str]) -> list[str]:
    """Who is no agency, and connects by itself."""
    return [*groups(agencies), *BESIDE]

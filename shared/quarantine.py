"""What we could not understand: set aside with its bytes and a reason, never dropped, never in the way.

A person reads it on purpose, which is said first, and decides: it is taken in after all (an agency's record only),
or discarded with a reason. What was discarded is purged once its days are over (`shared/purging.py`).
"""

import base64
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from shared.decider import Command, Decider, Occasion, Refused
from shared.edge import Reasons
from shared.events.base import (
    Event,
    Opening,
    QuarantineDiscarded,
    QuarantineOpened,
    QuarantinePurged,
    QuarantineReplayed,
    RecordQuarantined,
)
from shared.sealed import Sealed

State = Literal["waiting", "replayed", "discarded"]
# Twice written in base64, here and when it is sealed, more than this would not pass Kafka's limit of 4 MiB again:
# the relay would try it for ever, with everything that was said after it waiting behind.
KEPT_BYTES = 2 * 1024 * 1024


class Quarantine(Command):
    quarantine: UUID
    topic: str
    partition: int
    offset: int
    reason: str
    pointer: str
    record: str
    headers: tuple[tuple[str, str], ...] = ()


class ReplayRecord(Command):
    """From `shared.replay`, once the report was found good: which case it opens."""

    case: str
    corrected: bool
    reason: Reasons


class DiscardRecord(Command):
    """Nothing is to be done with this record, and why. Its bytes are kept for the days of the retention table:
    until then it can still be taken in.
    """

    reason: Reasons


class OpenRecord(Command):
    """A person is about to read what the record says. Said first, each time."""

    purpose: Opening


class PurgeRecord(Command):
    """From `shared.purging`: so many days after it was discarded, what it says is destroyed."""

    kept_days: int


@dataclass(frozen=True)
class Aside:
    """A record set aside, and what became of it."""

    came: RecordQuarantined | None = None
    state: State = "waiting"
    case: str = ""
    purged: bool = False


def subject_of(quarantine: UUID) -> str:
    return f"quarantine/{quarantine}"


def is_an_agencys(topic: str) -> bool:
    return topic.startswith("partner.")


def decide(command: Command, aside: Aside, _: Occasion) -> list[Event]:
    if isinstance(command, Quarantine):
        return _set_aside(command, aside)
    if aside.came is None:
        raise Refused("no-such-record", "No record with this id was set aside here.")
    if isinstance(command, PurgeRecord):
        return _purge(command, aside, aside.came)
    if aside.purged:
        raise Refused("purged", "This record was discarded, and its days are over: what it said was destroyed.")
    match command:
        case ReplayRecord():
            return _replay(command, aside, aside.came)
        case DiscardRecord():
            return _discard(command, aside, aside.came)
        case OpenRecord(purpose=purpose):
            return [QuarantineOpened(quarantine=aside.came.quarantine, purpose=purpose)]
    return []


def _set_aside(command: Quarantine, aside: Aside) -> list[Event]:
    if aside.came:
        return []  # the same record, delivered again
    plain = command.model_dump(exclude={"record", "headers"})
    headers = Sealed.of(command.headers) if command.headers else None
    return [RecordQuarantined(**plain, record=Sealed.of(command.record), headers=headers)]


def _replay(command: ReplayRecord, aside: Aside, came: RecordQuarantined) -> list[Event]:
    """A discarded one may still be taken in: a report thrown away by mistake must not stay lost."""
    if not is_an_agencys(came.topic):
        raise Refused("not-an-agencys-record", "Only an agency's record can be taken in by hand.")
    if aside.state == "replayed" and aside.case != command.case:
        raise Refused("already-replayed", "This record was taken in already, as another report.")
    if aside.state == "replayed":
        return []  # the same again
    return [
        QuarantineReplayed(
            quarantine=came.quarantine,
            case=command.case,
            corrected=command.corrected,
            reason=Sealed.of(command.reason),
        )
    ]


def _discard(command: DiscardRecord, aside: Aside, came: RecordQuarantined) -> list[Event]:
    if aside.state == "replayed":
        raise Refused("already-replayed", "This record was taken in already.")
    if aside.state == "discarded":
        return []  # the first reason stands
    return [QuarantineDiscarded(quarantine=came.quarantine, reason=Sealed.of(command.reason))]


def _purge(command: PurgeRecord, aside: Aside, came: RecordQuarantined) -> list[Event]:
    if aside.state != "discarded" or aside.purged:
        return []  # taken in meanwhile, and then it is of its case; or purged already
    return [QuarantinePurged(quarantine=came.quarantine, kept_days=command.kept_days)]


def evolve(aside: Aside, event: Event) -> Aside:
    match event:
        case RecordQuarantined():
            return Aside(event)
        case QuarantineReplayed(case=case):
            return replace(aside, state="replayed", case=case)
        case QuarantineDiscarded():
            return replace(aside, state="discarded")
        case QuarantinePurged():
            return replace(aside, purged=True)
        case _:
            return aside


quarantine = Decider(
    commands=(Quarantine, ReplayRecord, DiscardRecord, OpenRecord, PurgeRecord),
    initial=Aside(),
    decide=decide,
    evolve=evolve,
)


def as_text(value: bytes | None) -> str:
    """Of what is longer than KEPT_BYTES only the beginning; the rest is on its topic, at its offset."""
    return base64.b64encode((value or b"")[:KEPT_BYTES]).decode()


def as_bytes(text: str) -> bytes:
    return base64.b64decode(text)

"""What the ground is measured with: a caller says readings, an answerer hears them and says one answer each.

All parts are real and no domain is in the way, so this is what any service of ours could reach at best.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from uuid import uuid5

from msgspec.structs import replace

from shared.clock import WallClock
from shared.decider import Ask, Command, Decider, Occasion
from shared.event_log import EventLog
from shared.events.base import QUARANTINE, Event, Recorded, Vocabulary, encode, event_type
from shared.ids import NAMESPACE
from shared.keys import Keyring
from shared.quarantine import quarantine
from shared.service import Service
from shared.writes import Write

CALLER, ANSWERER = "caller", "answerer"
EVENTS_A_SUBJECT = 3
NOTE = "A sentence such as people write. " * 3  # makes an event of 600 bytes or so
WRAPPING_KEY = bytes(range(32))
_AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


class ReadingTaken(Event):
    reading: int
    note: str


class ReadingAnswered(Event):
    reading: int
    note: str


class AnswerReading(Command):
    reading: int
    note: str


def _decide(command: AnswerReading, last: int, _: Occasion) -> list[Event]:
    if command.reading <= last:
        return []  # answered before
    return [ReadingAnswered(reading=command.reading, note=command.note)]


def _evolve(last: int, event: Event) -> int:
    return event.reading if isinstance(event, ReadingAnswered) else last


def _react(recorded: Recorded) -> Iterable[Ask]:
    if isinstance(recorded.data, ReadingTaken):
        asked = AnswerReading(reading=recorded.data.reading, note=recorded.data.note)
        yield Ask(recorded.subject, asked)


class Readings:
    """A view: every reading taken and answered."""

    SCHEMA = (
        "CREATE TABLE readings (source text, subject text, reading int, PRIMARY KEY (source, subject, reading));"
    )

    @staticmethod
    def project(write: Write, recorded: Recorded) -> None:
        if isinstance(recorded.data, ReadingTaken | ReadingAnswered):
            write(
                "INSERT INTO readings VALUES ($1, $2, $3)",
                recorded.source,
                recorded.subject,
                recorded.data.reading,
            )


SAID_BY_CALLER = Vocabulary.of(CALLER, ReadingTaken)
SAID_BY_ANSWERER = Vocabulary.of(ANSWERER, ReadingAnswered, *QUARANTINE)


def answerer(*, with_views: bool = True) -> Service:
    """A service as any `app.py` wires one."""
    return Service(
        log=EventLog(says=SAID_BY_ANSWERER, hears=[SAID_BY_CALLER]),
        deciders=[
            Decider(commands=(AnswerReading,), initial=0, decide=_decide, evolve=_evolve),
            quarantine,
        ],
        keyring=Keyring(WRAPPING_KEY),
        clock=WallClock(),
        views=[Readings()] if with_views else [],
        react=_react,
    )


def readings(count: int) -> Iterator[Recorded]:
    """What the caller said: every subject's first event, then every subject's second, and so on."""
    streams = [f"case-{number}" for number in range(-(-count // EVENTS_A_SUBJECT))]
    before = dict.fromkeys(streams, b"")
    for index in range(count):
        subject = streams[index % len(streams)]
        version = index // len(streams) + 1
        said = _said(CALLER, subject, version, ReadingTaken(reading=version, note=NOTE), before[subject])
        before[subject] = said.wire
        yield said


def answers(heard: Iterable[Recorded]) -> Iterator[Recorded]:
    """What the answerer would say to these."""
    before: dict[str, bytes] = {}
    for one in heard:
        said = _said(
            ANSWERER,
            one.subject,
            one.version,
            ReadingAnswered(reading=one.version, note=NOTE),
            before.get(one.subject, b""),
            heard=one,
        )
        before[one.subject] = said.wire
        yield said


def _said(
    source: str, subject: str, version: int, data: Event, before: bytes, heard: Recorded | None = None
) -> Recorded:
    id_ = uuid5(NAMESPACE, f"{source}/{subject}/{version}")
    unwired = Recorded(
        id=id_,
        source=source,
        type=event_type(source, type(data)),
        subject=subject,
        version=version,
        time=_AT,
        cause=heard.id if heard else id_,
        correlation=id_,
        actor=f"service:{source}",
        data=data,
        heard={heard.source: heard.version} if heard else {},
        prevhash=sha256(before).hexdigest() if before else "",
        policy="2026-04",
        command=id_.hex,
    )
    return replace(unwired, wire=encode(unwired))

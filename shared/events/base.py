"""What an event is, what recording one adds to it, and how both look on the wire."""

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import msgspec
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import to_json

from shared.sealed import Sealed


class Event(BaseModel):
    """A fact, named in the past tense. Once published, its name and fields never change meaning."""

    model_config = ConfigDict(frozen=True)  # unknown fields are ignored: tolerant inside
    VERSION: ClassVar[int] = 1


class Unrecognised(Event):
    """An event of a type this release does not know. Kept, counted, and left alone."""


class RecordQuarantined(Event):
    """A record we could not understand was set aside; the partition went on."""

    quarantine: UUID
    topic: str
    partition: int
    offset: int
    reason: str
    pointer: str = ""  # JSON Pointer to what was wrong, where there is one
    record: Sealed[str]  # the record's bytes, base64; of more than 2 MiB the first 2 MiB
    headers: Sealed[tuple[tuple[str, str], ...]] | None = None  # name, value in base64; null: none, or not kept


class QuarantineReplayed(Event):
    """A person had a quarantined record of an agency taken in after all, as it came or corrected."""

    quarantine: UUID
    case: str  # what it opened, or had opened already
    corrected: bool  # the document taken in is the person's, not the bytes that came
    reason: Sealed[str]


class QuarantineDiscarded(Event):
    """A person decided that nothing is to be done with a quarantined record. Its bytes are kept for a while."""

    quarantine: UUID
    reason: Sealed[str]


Opening = Literal["to mend it", "to see what it is", "to answer its sender"]


class QuarantineOpened(Event):
    """A person opened a record that was set aside, to read what it says."""

    quarantine: UUID
    purpose: Opening


class QuarantinePurged(Event):
    """The key of a record that was discarded so many days ago was destroyed: nobody can read what it said.

    The days are those of the retention table. It names no case, so no case's erasure ever reaches it.
    """

    quarantine: UUID
    kept_days: int


# What every service says of records.
QUARANTINE = (RecordQuarantined, QuarantineReplayed, QuarantineDiscarded, QuarantineOpened, QuarantinePurged)


class Recorded(msgspec.Struct, frozen=True):
    """An event and its place in the log: the CloudEvents attributes, typed.

    A structure of msgspec's, for it is made for each event that is read. Change a copy: `msgspec.structs.replace`.
    `heard` is, per source, the last version heard about this subject when this was said.
    `prevhash` is the SHA-256 of the bytes of the stream's event before this one.
    """

    id: UUID
    source: str
    type: str
    subject: str
    version: int
    time: datetime
    cause: UUID
    correlation: UUID
    actor: str
    data: Any
    heard: Mapping[str, int] = msgspec.field(default_factory=dict)
    prevhash: str = ""
    policy: str = ""
    command: str = ""  # a keyed hash of the command, so that a reused key is noticed
    trace: str = ""  # a traceparent: the step in which this was said, if traces were on
    wire: bytes = b""


Upcaster = Callable[[Mapping[str, Any]], Mapping[str, Any]]
_NOT_AS_EXPECTED = (LookupError, TypeError, ValueError, AttributeError)


@dataclass(frozen=True)
class Vocabulary:
    """All that one service says, by type; and how what it no longer says is read as what it says now.

    An upcaster turns the data of vN into that of vN+1: a pure function that must not change what it is given.
    It sees seals, never what is inside them. The record keeps its bytes and its type.

    `ahead` are types that the next release will say, and as which of today's classes this one reads them; what it
    does not know of them it ignores. So both releases may run side by side, and the older may take over again.
    """

    source: str
    classes: Mapping[str, type[Event]]
    upcasters: Mapping[str, Upcaster] = field(default_factory=dict)
    ahead: Mapping[str, type[Event]] = field(default_factory=dict)
    published: bool = True  # False: notes for the service's own log alone, which has no topic

    @classmethod
    def of(
        cls,
        source: str,
        *events: type[Event],
        upcasters: Mapping[str, Upcaster] | None = None,
        ahead: Mapping[str, type[Event]] | None = None,
        published: bool = True,
    ) -> "Vocabulary":
        """`upcasters` by the type that they read. Raises ValueError when one leads nowhere, and for a type in
        `ahead` that is not the next version of what it is read as.
        """
        classes = {event_type(source, event): event for event in events}
        found = cls(source, classes, upcasters or {}, ahead or {}, published)
        for type_ in found.upcasters:
            if type_ in found.classes or found.current(type_) not in found.classes:
                raise ValueError(f"{type_} must be a type no longer said, and lead to one that is")
        for type_, event in found.ahead.items():
            if type_ != next_version(event_type(source, event)):
                raise ValueError(f"{type_} must be the next version of what it is read as")
        return found

    def current(self, type_: str) -> str:
        """The type that records of this one are read as."""
        while type_ in self.upcasters:
            type_ = next_version(type_)
        return type_

    def read(self, type_: str, data: Mapping[str, Any]) -> Event:
        """Raises pydantic's ValidationError; Undecodable when an upcaster cannot bear the data."""
        while type_ in self.upcasters:
            try:
                type_, data = next_version(type_), self.upcasters[type_](data)
            except _NOT_AS_EXPECTED:
                raise Undecodable("not an event: its data are not of its version", "/data") from None
        event = self.classes.get(type_) or self.ahead.get(type_, Unrecognised)
        return event.model_validate(data)


def next_version(type_: str) -> str:
    name, _, version = type_.rpartition(".v")
    return f"{name}.v{int(version) + 1}"


def event_type(source: str, event: type[Event]) -> str:
    """`cspr.intake.incident-reported.v1`"""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", event.__name__).lower()
    return f"cspr.{source}.{words}.v{event.VERSION}"


class Undecodable(Exception):
    """These bytes are no event of ours. Says why and where, never what."""

    def __init__(self, reason: str, pointer: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.pointer = pointer


class _Envelope(BaseModel):
    """CloudEvents 1.0, structured mode, with our extensions (scalars only)."""

    model_config = ConfigDict(extra="ignore")

    specversion: str
    id: UUID
    source: str
    type: str
    subject: str
    time: AwareDatetime
    sequence: int
    heard: str = ""
    causationid: UUID
    correlationid: UUID
    actor: str
    prevhash: str = ""
    policyversion: str = ""
    commandhash: str = ""
    traceparent: str = ""
    data: dict[str, Any]

    @model_validator(mode="after")
    def _is_cloudevents_one(self) -> "_Envelope":
        if not _is_one(self):
            raise ValueError("not a CloudEvents 1.0 record with a sequence from 1")
        return self


def _is_one(it: _Envelope) -> bool:
    return it.specversion == "1.0" and it.sequence >= 1


def _quick(envelope: type[BaseModel]) -> msgspec.json.Decoder[Any]:
    """Reads the same fields in a third of the time, and says little of what is wrong."""
    as_read: dict[Any, Any] = {AwareDatetime: Annotated[datetime, msgspec.Meta(tz=True)]}
    fields = [
        (name, as_read.get(it.annotation, it.annotation), msgspec.NODEFAULT if it.is_required() else it.default)
        for name, it in envelope.model_fields.items()
    ]
    return msgspec.json.Decoder(msgspec.defstruct(f"Quick{envelope.__name__}", fields, kw_only=True, gc=False))


_QUICK = _quick(_Envelope)
_NOT_READ = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


def _envelope(wire: bytes) -> _Envelope:
    """What cannot be read quickly is read by the one that can say why; its word is the last."""
    with suppress(*_NOT_READ):
        it: _Envelope = _QUICK.decode(wire)
        if _is_one(it):
            return it
    return _Envelope.model_validate_json(wire)


def encode(recorded: Recorded) -> bytes:
    """The record's value on Kafka, and what the log keeps."""
    attributes = {
        "specversion": "1.0",
        "id": recorded.id,
        "source": recorded.source,
        "type": recorded.type,
        "subject": recorded.subject,
        "time": recorded.time.isoformat(),
        "datacontenttype": "application/json",
        "sequence": recorded.version,
        "heard": ",".join(f"{s}={v}" for s, v in sorted(recorded.heard.items())),
        "causationid": recorded.cause,
        "correlationid": recorded.correlation,
        "actor": recorded.actor,
        "prevhash": recorded.prevhash,
        "policyversion": recorded.policy,
        "commandhash": recorded.command,
        "traceparent": recorded.trace,
        "data": recorded.data,
    }
    return to_json({name: value for name, value in attributes.items() if value != ""})


def decode(wire: bytes, vocabularies: Mapping[str, Vocabulary]) -> Recorded:
    """Read one of our own events. Raises Undecodable."""
    try:
        it = _envelope(wire)
        vocabulary, heard = vocabularies[it.source], _heard(it.heard)
        data = _data(vocabulary, it)
    except ValidationError as error:
        raise _not_an_event(error, "") from None
    except KeyError:
        raise Undecodable("its source is not one we hear", "/source") from None
    except ValueError:
        raise Undecodable("heard is not a list of source=version", "/heard") from None
    return Recorded(  # by place: a quarter of what it takes by name
        it.id,
        it.source,
        it.type,
        it.subject,
        it.sequence,
        it.time,
        it.causationid,
        it.correlationid,
        it.actor,
        data,
        heard,
        it.prevhash,
        it.policyversion,
        it.commandhash,
        it.traceparent,
        wire,
    )


def _data(vocabulary: Vocabulary, it: _Envelope) -> Event:
    try:
        return vocabulary.read(it.type, it.data)
    except ValidationError as error:
        raise _not_an_event(error, "/data") from None


def _not_an_event(error: ValidationError, where: str) -> Undecodable:
    first = error.errors(include_input=False, include_url=False)[0]
    return Undecodable(f"not an event: {first['type']}", where + "".join(f"/{part}" for part in first["loc"]))


@lru_cache(maxsize=4_096)  # few cases have got further than a dozen events, so most say the same
def _heard(text: str) -> Mapping[str, int]:
    pairs: Iterable[list[str]] = (pair.split("=") for pair in text.split(",") if pair)
    return MappingProxyType({source: int(version) for source, version in pairs})

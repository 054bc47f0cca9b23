"""Proof that what a service remembers is what was said: streams, Kafka, states and views, hash for hash."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, fields, is_dataclass
from typing import Any
from uuid import UUID

from shared import views
from shared.events.base import Event, Recorded, Undecodable
from shared.kafka_reading import as_record, partitions_of, read_to_end
from shared.service import Service


@dataclass(frozen=True)
class Finding:
    """One thing compared. `hash` is of all of it, so that two installations can be compared too."""

    what: str
    count: int
    hash: str
    problems: tuple[str, ...] = ()


async def verify(service: Service, bootstrap: str) -> list[Finding]:
    """While the service goes on: what was marked before Kafka is read must be there, and all that is there must
    be in the log when that is read afterwards, but for what was not heard yet. Raises KafkaError and
    asyncpg's errors.
    """
    marked = await _read_marked(service)
    on_kafka = await _read_kafka(service, bootstrap)
    log, elsewhere = await _read_log(service)
    async with service.log.pool.acquire() as connection:
        tables = await views.compared(service, connection)
    return [
        _streams(log),
        _kafka(service, log, on_kafka, marked, elsewhere),
        _states(service, log, on_kafka),
        *(_view(name, live, folded) for name, (live, folded) in tables.items()),
    ]


async def _read_kafka(service: Service, bootstrap: str) -> dict[tuple[str, int, int], bytes]:
    """(source, partition, offset) -> bytes, for what this service says and hears."""
    sources = [*service.log.hears, *([service.name] if service.log.says.published else [])]
    partitions = await partitions_of(bootstrap, [f"{source}.events" for source in sources])
    found = {}
    async for raw in read_to_end(bootstrap, dict.fromkeys(partitions, 0)):
        record = as_record(raw)
        source = record.place.topic.removesuffix(".events")
        found[source, record.place.partition, record.place.offset] = record.value or b""
    return found


async def _read_marked(service: Service) -> set[tuple[str, UUID]]:
    rows = await service.log.pool.fetch("SELECT source, id FROM event_log WHERE kafka_offset IS NOT NULL")
    return {(row["source"], row["id"]) for row in rows}


@dataclass(frozen=True)
class _Elsewhere:
    """Of others' events, those heard that wait for what they build on, and those not heard yet: from
    `next_offsets` on, which are by (source, partition).
    """

    waiting: Set[bytes]
    hears: Set[str]
    next_offsets: Mapping[tuple[str, int], int]

    def __contains__(self, placed: tuple[bytes, tuple[str, int, int]]) -> bool:
        wire, (source, partition, offset) = placed
        heard_to = self.next_offsets.get((source, partition), 0)
        return wire in self.waiting or (source in self.hears and offset >= heard_to)


async def _read_log(service: Service) -> tuple[list[Recorded], _Elsewhere]:
    """All of one moment: between two an event could be heard, and be found in neither."""
    async with service.log.pool.acquire() as connection, connection.transaction(isolation="repeatable_read"):
        log = await connection.fetch("SELECT wire FROM event_log ORDER BY position")
        parked = await connection.fetch("SELECT wire FROM parked")
        consumed = await connection.fetch("SELECT topic, partition, next_offset FROM consumed")
    heard_to = {(row["topic"].removesuffix(".events"), row["partition"]): row["next_offset"] for row in consumed}
    elsewhere = _Elsewhere({row["wire"] for row in parked}, set(service.log.hears), heard_to)
    return [service.log.read(row["wire"]) for row in log], elsewhere


def _by_stream(all_: Iterable[Recorded]) -> dict[tuple[str, str], list[Recorded]]:
    streams: dict[tuple[str, str], list[Recorded]] = defaultdict(list)
    for recorded in all_:
        streams[recorded.source, recorded.subject].append(recorded)
    return {name: sorted(stream, key=lambda r: r.version) for name, stream in sorted(streams.items())}


def _streams(log: Sequence[Recorded]) -> Finding:
    """No gap in any stream, and every event's prevhash is its predecessor's."""
    problems = []
    digest = hashlib.sha256()
    streams = _by_stream(log)
    for (source, subject), stream in streams.items():
        if [recorded.version for recorded in stream] != list(range(1, len(stream) + 1)):
            problems.append(f"{source} {subject}: a version is missing")
        before = ""
        for recorded in stream:
            digest.update(recorded.wire)
            if recorded.prevhash != before:
                problems.append(f"{source} {subject}: version {recorded.version} does not chain")
            before = hashlib.sha256(recorded.wire).hexdigest()
    return Finding("streams", len(streams), digest.hexdigest(), tuple(problems))


def _kafka(
    service: Service,
    log: Sequence[Recorded],
    on_kafka: dict[tuple[str, int, int], bytes],
    marked: Set[tuple[str, UUID]],
    elsewhere: _Elsewhere,
) -> Finding:
    """Every event of the log is on Kafka where the log says, byte for byte; and Kafka has each once."""
    problems = []
    digest = hashlib.sha256()
    said_where: dict[bytes, tuple[str, int, int]] = {}
    for place, wire in sorted(on_kafka.items()):
        digest.update(wire)
        if wire in said_where:
            problems.append(f"{place[0]} partition {place[1]} offset {place[2]}: said twice")
        said_where[wire] = place
    in_log = {recorded.wire for recorded in log}
    for recorded in log:
        if (recorded.source, recorded.id) in marked and recorded.wire not in said_where:
            problems.append(f"{recorded.source} {recorded.id}: in the log, not on Kafka")
    for wire, place in said_where.items():
        if wire not in in_log and (wire, place) not in elsewhere and _is_event(service, wire):
            source, partition, offset = place
            problems.append(f"{source} partition {partition} offset {offset}: not in the log")
    return Finding("kafka", len(on_kafka), digest.hexdigest(), tuple(problems))


def _is_event(service: Service, wire: bytes) -> bool:
    try:
        service.log.read(wire)
    except Undecodable:
        return False  # it was set aside
    return True


def _states(service: Service, log: Sequence[Recorded], on_kafka: dict[tuple[str, int, int], bytes]) -> Finding:
    """Our own streams folded from the log and folded from Kafka are the same states."""
    there = set(on_kafka.values())
    published = [r for r in log if r.source == service.name and r.wire in there]
    from_kafka = [
        service.log.read(wire)
        for (source, _, _), wire in sorted(on_kafka.items())
        if source == service.name and _is_event(service, wire)
    ]
    ours, theirs = _fold(service, published), _fold(service, from_kafka)
    problems = [f"{subject}: folded differently" for subject in ours if ours[subject] != theirs.get(subject)]
    text = "\n".join(f"{subject} {state}" for subject, state in sorted(ours.items()))
    return Finding("states", len(ours), hashlib.sha256(text.encode()).hexdigest(), tuple(problems))


def _fold(service: Service, all_: Iterable[Recorded]) -> dict[str, str]:
    return {
        subject: repr([_plain(_state(service, stream, index)) for index in range(len(service.deciders))])
        for (_, subject), stream in _by_stream(all_).items()
    }


def _plain(value: Any) -> Any:
    """The same for the same state in every process: sets and mappings have no order of their own."""
    match value:
        case Mapping():
            return sorted((repr(key), _plain(item)) for key, item in value.items())
        case frozenset() | set():
            return sorted(repr(item) for item in value)
        case tuple() | list():
            return [_plain(item) for item in value]
        case _ if is_dataclass(value) and not isinstance(value, type):
            return [(part.name, _plain(getattr(value, part.name))) for part in fields(value)]
    return repr(value)


def _state(service: Service, stream: Sequence[Recorded], index: int) -> object:
    events: list[Event] = [recorded.data for recorded in stream]
    return service.deciders[index].state(events)


def _view(name: str, live: views.Table, folded: views.Table) -> Finding:
    problems = () if live == folded else ("the live view is not what the log folds to",)
    return Finding(f"view {name}", *folded, problems)

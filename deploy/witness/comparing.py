"""The audit: every log, as the database has it and as Kafka has it, held to every checkpoint there is."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import asyncpg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from deploy.witness import chain
from deploy.witness.checkpoint import Checkpoint
from deploy.witness.ledger import Ledger
from deploy.witness.trees import Trees, departures, name_of, sizes_in
from shared.kafka_reading import partitions_of, read_to_end
from shared.topics import events_of

AT_ONCE = 2_000  # rows a round trip


@dataclass(frozen=True)
class Held:
    """One place that was compared: how many entries it has, how many of them are witnessed, what is wrong."""

    what: str
    entries: int
    witnessed: int
    problems: tuple[str, ...] = ()


def notes(ledger: Ledger, key: Ed25519PublicKey) -> tuple[list[Checkpoint], Held]:
    """The checkpoints that this key signed, and whether their chain is whole."""
    checkpoints, problems = chain.read(ledger.notes(), key)
    if not checkpoints:
        problems = [*problems, "there is no checkpoint to hold anything to"]
    return checkpoints, Held("notes", len(ledger.numbers()), len(checkpoints), tuple(problems))


async def database(url: str, service: str, checkpoints: Sequence[Checkpoint]) -> Held:
    """What this service said, as its own log has it. Raises asyncpg's errors."""
    entries = _from_database(url, service)
    return await _held(f"{service}, in its database", entries, about(events_of(service), checkpoints))


async def kafka(bootstrap: str, service: str, checkpoints: Sequence[Checkpoint]) -> Held:
    """What this service said, as Kafka has it. Raises KafkaError."""
    entries = from_kafka(bootstrap, events_of(service))
    return await _held(f"{service}, on Kafka", entries, about(events_of(service), checkpoints))


async def _held(what: str, entries: AsyncIterator[tuple[str, bytes]], checkpoints: Sequence[Checkpoint]) -> Held:
    trees = Trees(sizes_in(checkpoints))
    count = 0
    async for name, entry in entries:
        trees.append(name, entry)
        count += 1
    witnessed = sum(head.size for head in checkpoints[-1].trees.values()) if checkpoints else 0
    return Held(what, count, witnessed, tuple(departures(trees, checkpoints)))


def about(topic: str, checkpoints: Sequence[Checkpoint]) -> list[Checkpoint]:
    """As far as they are about this topic."""
    start = f"{topic}/"
    return [
        checkpoint.model_copy(
            update={"trees": {name: head for name, head in checkpoint.trees.items() if name.startswith(start)}}
        )
        for checkpoint in checkpoints
    ]


async def _from_database(url: str, service: str) -> AsyncIterator[tuple[str, bytes]]:
    """In the order in which Kafka has them; what no Kafka has yet was never witnessed."""
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            rows = connection.cursor(
                "SELECT kafka_partition, wire FROM log.event_log WHERE source = $1 AND kafka_offset IS NOT NULL"
                " ORDER BY kafka_partition, kafka_offset",
                service,
                prefetch=AT_ONCE,
            )
            async for row in rows:
                yield name_of(events_of(service), row["kafka_partition"]), row["wire"]
    finally:
        await connection.close()


async def from_kafka(bootstrap: str, topic: str) -> AsyncIterator[tuple[str, bytes]]:
    start = dict.fromkeys(await partitions_of(bootstrap, [topic]), 0)
    async for record in read_to_end(bootstrap, start):
        yield name_of(topic, record.partition), record.value or b""

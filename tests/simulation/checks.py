"""What must hold once the faults have stopped: L P O F D Q S, of what was told, Kafka, the logs and the mail."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator

from aiokafka import TopicPartition

from shared.event_log import EventLog
from shared.events.base import Recorded
from shared.events.intake import INTAKE, IncidentReported
from shared.events.notifier import NOTIFIER
from shared.events.publisher import PUBLISHER
from shared.events.reviews import REVIEWS
from shared.verify import verify
from tests.simulation import deadlines, delivered, published
from tests.simulation.asking import Told
from tests.simulation.installation import SERVICES, Installation, Running

SENDERS = ("notifier", "reviews", "publisher")
SAID = {"intake": INTAKE, "notifier": NOTIFIER, "reviews": REVIEWS, "publisher": PUBLISHER}
VERIFIED_TIMES = 5


async def problems(at: Installation, told: Told) -> list[str]:
    said = {name: _on_kafka(at, name) for name in SERVICES}
    found = [*(f"told: {wrong}" for wrong in told.wrong)]
    found += _lost(told, said)
    found += _order(said)
    found += delivered.problems(at, [recorded for name in SENDERS for recorded in said[name]])
    found += delivered.problems_of_glass(at, said["intake"])
    for name in SENDERS:
        found += deadlines.problems(at, said[name])
    found += published.problems(at, said["publisher"])
    for name in SERVICES:
        found += [f"F S {name}: {problem}" for problem in await _looked_at(at, name)]
    return found


async def _looked_at(at: Installation, name: str) -> list[str]:
    """Asked again when whoever was asked has died of it: then somebody else runs soon, or something is wrong."""
    for _ in range(VERIFIED_TIMES):
        try:
            found: list[str] = await at.ask(name, _verified)
            return found
        except (ConnectionError, TimeoutError):
            await asyncio.sleep(5)
    return ["nobody answers, although all is calm"]


async def _verified(running: Running) -> list[str]:
    """What is found again and again: a service goes on publishing and marking while it is looked at."""
    found: list[str] = []
    for _ in range(VERIFIED_TIMES):
        found = [p for finding in await verify(running.service, "simulated") for p in finding.problems]
        if not found:
            break
        await asyncio.sleep(1)
    return found


async def unsettled(at: Installation) -> str:
    """What is still on its way; empty when nothing is."""
    for name in SERVICES:
        if not at.running[name]:
            return f"{name} does not run"
        if not at.running[name][-1].application.status.accepting:
            return f"{name} does not accept"
        left = await _left(at, name)
        if left:
            return f"{name}: {left}"
    return ""


async def _left(at: Installation, name: str) -> str:
    connection = await at.server.connect(f"postgresql://simulated/{name}")
    try:
        for what, query in _LEFT:
            if count := await connection.fetchval(query, name):
                return f"{count} {what}"
        for row in await connection.fetch("SELECT topic, partition, next_offset FROM log.consumed"):
            partition = at.kafka.partition(TopicPartition(row["topic"], row["partition"]))
            if any(partition.readable(row["next_offset"], committed_only=True)):
                return f"not heard: {row['topic']}"
        if name in SENDERS and await connection.fetchval(
            "SELECT count(*) FROM dispatches WHERE state = 'attempted'"
        ):
            return "attempted, and no outcome"
        if name == "intake" and await connection.fetchval("SELECT count(*) FROM broken_glass WHERE told IS NULL"):
            return "broken glass that nobody was told of"
        return ""
    finally:
        await connection.close()


_LEFT = (
    ("unpublished", "SELECT count(*) FROM log.event_log WHERE source = $1 AND kafka_offset IS NULL"),
    (
        "keys unpublished",
        "SELECT count(*) FROM log.case_key WHERE made_here AND kafka_offset IS NULL AND $1 <> ''",
    ),
    ("parked", "SELECT count(*) FROM log.parked WHERE $1 <> ''"),
)


def _on_kafka(at: Installation, name: str) -> list[Recorded]:
    log = EventLog(says=SAID[name])
    return [log.read(value) for value in at.kafka.committed(f"{name}.events")]


def _lost(told: Told, said: dict[str, list[Recorded]]) -> Iterator[str]:
    """L: whatever somebody was told is kept has been published, once."""
    opened = Counter(
        (r.data.reported_by.agency, r.data.reported_by.report)
        for r in said["intake"]
        if isinstance(r.data, IncidentReported)
    )
    yield from (f"L: {report} is there {opened[report]} times" for report in told.reports if opened[report] != 1)
    ids = {recorded.id for name in SERVICES for recorded in said[name]}
    yield from (f"L: {r.type} {r.id} was told and is gone" for r in told.events if r.id not in ids)


def _order(said: dict[str, list[Recorded]]) -> Iterator[str]:
    """S: each stream stands on Kafka in order, from 1, without gap or repeat."""
    for name, all_ in said.items():
        streams: dict[str, list[int]] = defaultdict(list)
        for recorded in all_:
            streams[recorded.subject].append(recorded.version)
        for subject, versions in streams.items():
            if versions != list(range(1, len(versions) + 1)):
                yield f"S {name}: {subject} stands as {versions}"

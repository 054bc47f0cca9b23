"""Kafka's data wiped under running services; an old backup restored while Kafka is away: on the real road."""

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from deploy.commands.rebuild import Refused, from_kafka
from deploy.commands.republish import again
from deploy.local.probe import http_status
from deploy.local.record import Record
from deploy.partnership import DEFAULT_PARTNERSHIP, agencies
from deploy.postgres import connected
from deploy.provisioning import provision_access, provision_topics
from deploy.witness.ledger import Ledger
from deploy.witness.watching import Departed, Witness
from shared.audit.chain import problems
from shared.kafka_reading import as_record, cluster_id, partitions_of, read_to_end
from shared.topics import events_of
from tests.faults.installation import Installation, installed
from tests.faults.road import Client, nothing_lost_nothing_twice, settled
from tests.toys import until
from tests.witness.examples import KEY

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]
BOTH = ("intake", "notifier")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client() -> AsyncIterator[Client]:
    async with installed(BOTH) as runtime:
        watching = asyncio.create_task(runtime.watch())
        client = Client(runtime)
        yield client
        watching.cancel()
        await client.http.aclose()


async def _on(client: Client, topic: str) -> dict[bytes, list[bytes]]:
    """Key -> values, in the order in which each key was written."""
    bootstrap = client.runtime.kafka.bootstrap
    found: dict[bytes, list[bytes]] = {}
    partitions = await partitions_of(bootstrap, [topic])
    async for raw in read_to_end(bootstrap, dict.fromkeys(partitions, 0)):
        record = as_record(raw)
        found.setdefault(record.key or b"", []).append(record.value or b"")
    return found


async def _wipe_kafka(runtime: Installation) -> None:
    """Under services that go on running; the new one has another cluster id."""
    runtime.kill("kafka")
    shutil.rmtree(runtime.kafka.data_dir)
    await runtime.start_part("kafka")
    ours = agencies(DEFAULT_PARTNERSHIP)
    await provision_topics(runtime.kafka.bootstrap, ours)
    await provision_access(runtime.kafka.bootstrap, runtime.keys.kafka, ours)


def _witness(client: Client, folder: Path) -> Witness:
    """Started anew each time, as one that was restarted: it knows its notes alone."""
    topics = [events_of(service) for service in BOTH]
    return Witness(client.runtime.kafka.bootstrap, topics, Ledger(folder), KEY)


async def _waits_for_republish(client: Client, service: str) -> bool:
    return bool((await client.get(service, "/status"))["relay"]["waits_for_republish"])


async def _clusters(client: Client, service: str) -> set[str]:
    async with connected(client.runtime.database_url(service)) as connection:
        rows = await connection.fetch("SELECT cluster FROM log.consumed UNION SELECT cluster FROM log.met_kafka")
    return {row["cluster"] for row in rows}


async def _republish_killed_at(client: Client, point: str) -> None:
    command = [sys.executable, "-m", "deploy.cli", "republish", "intake", "--data-dir"]
    told = {**os.environ, "CRASH_AT": f"{point}:1"}
    process = await asyncio.create_subprocess_exec(*command, str(client.runtime.data_dir), env=told)
    assert await process.wait() == -signal.SIGKILL
    await until(lambda: _is(client, "intake", 200))


async def _is(client: Client, service: str, ready: int) -> bool:
    return await http_status(client.runtime.ports.of(service), "/health/ready") == ready


async def test_kafka_wiped_under_running_services_has_everything_again_after_republish(client, tmp_path):
    runtime = client.runtime
    case = await client.report("before-the-loss")
    await client.decide(case)
    await client.notify(case)
    await nothing_lost_nothing_twice(client, *BOTH)
    before = {topic: await _on(client, topic) for topic in ("intake.events", "notifier.events", "case-keys")}
    feedback = await _on(client, "partner.hospital.feedback")
    notices, old = await client.notices(), await cluster_id(runtime.kafka.bootstrap)

    await _witness(client, tmp_path).look(datetime.now(UTC))
    await _wipe_kafka(runtime)
    await client.report("while-it-is-another")
    for service in BOTH:
        await until(lambda service=service: _waits_for_republish(client, service))
    with pytest.raises(Departed):  # it signs no log that lacks what it signed
        await _witness(client, tmp_path).look(datetime.now(UTC))
    assert await _on(client, "intake.events") == {}  # nothing is said before its beginning
    with pytest.raises(Refused, match="drain before drop"):  # what only the database has
        await from_kafka(runtime.data_dir, "intake")
    await until(lambda: _waits_for_republish(client, "intake"))
    for point in ("republish-before-commit", "republish-after-commit"):
        await _republish_killed_at(client, point)
    record = Record.read(runtime.data_dir)
    for service in BOTH:
        await again(runtime.data_dir, record, service)
    await settled(runtime, *BOTH)

    new = await cluster_id(runtime.kafka.bootstrap)
    assert new != old
    for topic, streams in before.items():
        now = await _on(client, topic)
        for key, values in streams.items():
            assert now[key][: len(values)] == values, (topic, key)
    assert (await _on(client, "partner.hospital.feedback")).keys() == feedback.keys()
    for service in BOTH:
        assert await _clusters(client, service) == {new}
    assert (await _witness(client, tmp_path).look(datetime.now(UTC))).cluster == new
    assert await client.notices() == notices
    await nothing_lost_nothing_twice(client, *BOTH)


async def _looked(client: Client) -> list[bytes]:
    async with connected(client.runtime.database_url("intake")) as connection:
        return [row["entry"] for row in await connection.fetch("SELECT entry FROM log.audit ORDER BY number")]


async def test_who_looked_is_whole_after_the_database_was_lost(client):
    case = await client.report("looked-at")
    for _ in range(3):
        await client.get("intake", f"/cases/{case}")
    before = await _looked(client)
    await settled(client.runtime, *BOTH)  # what was said is on Kafka too
    await from_kafka(client.runtime.data_dir, "intake")
    await client.get("intake", f"/cases/{case}")
    after = await _looked(client)
    assert len(after) > len(before) >= 3
    assert after[: len(before)] == before
    assert problems(after) == ()


async def _sql(runtime: Installation, statement: str) -> None:
    async with connected(runtime.postgres.admin_url) as admin:
        await admin.execute(statement)


async def _restore(runtime: Installation, service: str) -> None:
    await _sql(runtime, f"DROP DATABASE {service} WITH (FORCE)")
    await _sql(runtime, f"CREATE DATABASE {service} TEMPLATE backup")
    await _sql(runtime, f"GRANT CONNECT, CREATE, TEMPORARY ON DATABASE {service} TO {service}")


async def _waits_for_kafka(runtime: Installation, service: str) -> bool:
    return "service.waits_for_kafka" in (runtime.data_dir / "logs" / f"{service}.log").read_text()


async def test_an_old_backup_started_while_kafka_is_away_accepts_nothing_before_it_has_compared(client):
    runtime = client.runtime
    case = await client.report("in-the-backup")
    await settled(runtime, *BOTH)
    await runtime.stop_part("intake")
    await _sql(runtime, "CREATE DATABASE backup TEMPLATE intake")
    await runtime.start_part("intake")
    await client.decide(case)
    await settled(runtime, *BOTH)

    await runtime.stop_part("intake")
    await runtime.stop_part("kafka")
    await _restore(runtime, "intake")
    starting = asyncio.create_task(runtime.start_part("intake"))
    await until(lambda: _waits_for_kafka(runtime, "intake"))
    assert await http_status(runtime.ports.of("intake"), "/health/live") == 200
    assert await _is(client, "intake", 503)
    await runtime.start_part("kafka")
    await starting

    await client.report("after-the-backup")
    await nothing_lost_nothing_twice(client, *BOTH)


async def test_after_postgres_was_restarted_too_a_service_waits_for_kafka(client):
    """It cannot tell this from a restored backup."""
    runtime = client.runtime
    await settled(runtime, *BOTH)
    await runtime.stop_part("notifier")
    await runtime.stop_part("kafka")
    await runtime.stop_part("postgres")
    await runtime.start_part("postgres")
    starting = asyncio.create_task(runtime.start_part("notifier"))
    await until(lambda: _waits_for_kafka(runtime, "notifier"))
    assert await _is(client, "notifier", 503)
    await runtime.start_part("kafka")
    await starting

    await nothing_lost_nothing_twice(client, *BOTH)

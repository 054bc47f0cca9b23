"""SIGTERM under load, Kafka away, Postgres killed: on the real road. What dies by itself: test_crash_points."""

import asyncio
import os
from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from deploy.local.runtime import Runtime
from tests.faults.installation import installed
from tests.faults.road import Client, nothing_lost_nothing_twice
from tests.toys import until

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]
BOTH = ("intake", "notifier")
KAFKA_AWAY_SECONDS = 60 if os.environ.get("CSPR_SOAK") else 15  # longer than the transaction and session timeouts


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client() -> AsyncIterator[Client]:
    async with installed(BOTH) as runtime:
        client = Client(runtime)
        yield client
        await client.http.aclose()


async def restart(runtime: Runtime, service: str) -> None:
    await runtime.stop_part(service)
    await runtime.start_part(service)


async def _report_until(client: Client, enough: asyncio.Event, name: str) -> list[str]:
    """One report after another, each in a transaction and a batch of its own."""
    cases: list[str] = []
    while not enough.is_set():
        cases.append(await client.report(f"{name}-{len(cases)}"))
    return cases


async def _has_report(client: Client, id_: str) -> bool:
    return any(case["report"] == id_ for case in await client.get("intake", "/cases"))


async def test_sigterm_under_load_loses_nothing(client):
    stop = asyncio.Event()
    told: list[str] = []

    async def load(who: int) -> None:
        number = 0
        while not stop.is_set():
            told.append(await client.report(f"term-{who}-{number}"))
            number += 1

    loading = [asyncio.create_task(load(who)) for who in range(4)]
    for _ in range(3):
        before = len(told)
        await until(lambda before=before: _more(told, before + 20))
        for service in BOTH:
            await restart(client.runtime, service)
    stop.set()
    await asyncio.gather(*loading)

    assert len(set(told)) == len(told) > 60
    await nothing_lost_nothing_twice(client, *BOTH)


async def _more(told: list[str], count: int) -> bool:
    return len(told) >= count


async def test_with_kafka_away_intake_accepts_says_so_and_catches_up_by_itself(client):
    runtime = client.runtime
    await runtime.stop_part("kafka")

    enough = asyncio.Event()
    asyncio.get_running_loop().call_later(KAFKA_AWAY_SECONDS, enough.set)
    loads = await asyncio.gather(*(_report_until(client, enough, f"away-{who}") for who in range(3)))
    cases = [case for load in loads for case in load]
    answer = await client.post(
        "intake",
        f"/cases/{cases[0]}/record-awareness",
        {"incident_aware_at": "2026-11-02T11:00:00Z", "channel": "desk"},
        "person:officer",
        "away-aware",
    )
    status = await client.get("intake", "/status")
    await runtime.start_part("kafka")

    assert answer["receipt"] == "accepted"
    assert status["unpublished"] > len(cases) > 30
    await nothing_lost_nothing_twice(client, *BOTH)


async def test_services_started_while_kafka_is_away_accept_and_catch_up(client):
    runtime = client.runtime
    await runtime.stop_part("kafka")
    await restart(runtime, "intake")

    await client.report("booted-without-kafka")
    await runtime.start_part("kafka")

    await nothing_lost_nothing_twice(client, *BOTH)


async def test_postgres_killed_in_mid_transaction_loses_nothing(client):
    runtime = client.runtime
    reporting = [asyncio.create_task(client.report(f"pg-{n}")) for n in range(40)]
    for _ in range(3):
        await until(lambda: _some_in_hand(runtime))
        runtime.kill("postgres")
        await client.put_report("pg-kafka")
        await runtime.start_part("postgres")
    await asyncio.gather(*reporting)

    await until(lambda: _has_report(client, "pg-kafka"))
    await nothing_lost_nothing_twice(client, *BOTH)


async def _some_in_hand(runtime: Runtime) -> bool:
    """A service is connected, so that there is something to break."""
    try:
        admin = await asyncpg.connect(runtime.postgres.admin_url, timeout=2)
    except (OSError, asyncpg.PostgresError, TimeoutError):
        return False
    try:
        return bool(await admin.fetchval("SELECT count(*) FROM pg_stat_activity WHERE datname = 'intake'"))
    finally:
        await admin.close()


async def test_connections_cut_by_an_administrator_are_made_anew(client):
    admin = await asyncpg.connect(client.runtime.postgres.admin_url)
    await admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ('intake', 'notifier')"
    )
    await admin.close()

    await client.report("after-the-cut")
    await nothing_lost_nothing_twice(client, *BOTH)

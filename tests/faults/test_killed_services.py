"""kill -9 at every step that has an effect, SIGTERM under load, Kafka away, Postgres killed: on the real road."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
import pytest
import pytest_asyncio

from deploy.local.ports import free_base_port
from deploy.local.runtime import Runtime
from tests.faults.road import (
    Client,
    crashing,
    dead,
    nothing_lost_nothing_twice,
    put_report,
    settled,
)
from tests.toys import until

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]
BOTH = ("intake", "notifier")
FIRST_HITS = (1, 2, 3) if os.environ.get("CSPR_SOAK") else (1, 3)
KAFKA_AWAY_SECONDS = 60


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client() -> AsyncIterator[Client]:
    with TemporaryDirectory(prefix="cspr-faults-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        runtime = Runtime(Path(folder) / "data", free_base_port(), services=BOTH)
        await runtime.start()
        client = Client(runtime)
        yield client
        await client.http.aclose()
        await runtime.stop()


async def restart(runtime: Runtime, service: str) -> None:
    await runtime.stop_part(service)
    await runtime.start_part(service)


@pytest.mark.parametrize("nth", FIRST_HITS)
@pytest.mark.parametrize("point", ["before-commit", "after-commit", "after-publish-before-mark"])
async def test_intake_killed_loses_no_report_and_doubles_none(client, point, nth):
    runtime, name = client.runtime, f"{point}-{nth}"
    with crashing(runtime, "intake", point, nth):
        await restart(runtime, "intake")
    enough = asyncio.Event()
    reporting = asyncio.create_task(_report_until(client, enough, f"http-{name}"))
    await put_report(runtime, f"kafka-{name}")
    await dead(runtime, "intake")
    await runtime.start_part("intake")
    enough.set()
    cases = await reporting
    await until(lambda: _has_report(client, f"kafka-{name}"))

    assert len(set(cases)) == len(cases) > 0
    await nothing_lost_nothing_twice(client, *BOTH)


async def _report_until(client: Client, enough: asyncio.Event, name: str) -> list[str]:
    """One report after another, each in a transaction and a batch of its own."""
    cases: list[str] = []
    while not enough.is_set():
        cases.append(await client.report(f"{name}-{len(cases)}"))
    return cases


async def _has_report(client: Client, id_: str) -> bool:
    return any(case["report"] == id_ for case in await client.get("intake", "/cases"))


@pytest.mark.parametrize("nth", FIRST_HITS)
@pytest.mark.parametrize(
    "point",
    ["before-commit", "after-commit", "after-publish-before-mark", "before-send", "after-send-before-record"],
)
async def test_notifier_killed_sends_everything_and_nothing_twice_unmarked(client, point, nth):
    runtime = client.runtime
    case = await client.report(f"notify-{point}-{nth}")
    await client.decide(case)
    await settled(runtime, *BOTH)
    with crashing(runtime, "notifier", point, nth):
        await restart(runtime, "notifier")
    notifying = asyncio.create_task(client.notify(case))
    await dead(runtime, "notifier")
    await runtime.start_part("notifier")
    await notifying

    async def all_handed_over() -> bool:
        await client.resolve_doubts(case)
        return set((await client.sent(case)).values()) == {"handed over"}

    await until(all_handed_over, seconds=60)
    await nothing_lost_nothing_twice(client, *BOTH)


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
        await until(lambda before=before: _more(told, before + 20), seconds=60)
        for service in BOTH:
            await restart(client.runtime, service)
    stop.set()
    await asyncio.gather(*loading)

    assert len(set(told)) == len(told) > 60
    await nothing_lost_nothing_twice(client, *BOTH)


async def _more(told: list[str], count: int) -> bool:
    return len(told) >= count


async def test_with_kafka_away_for_a_minute_intake_accepts_says_so_and_catches_up_by_itself(client):
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
        await until(lambda: _some_in_hand(runtime), seconds=30)
        runtime.kill("postgres")
        await put_report(runtime, "pg-kafka")
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

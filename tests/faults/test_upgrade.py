"""A release takes another's place under traffic, service by service, and the other takes it back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from deploy.local.ports import Ports, free_base_port
from deploy.local.process import Child
from deploy.postgres import connected
from shared.events.intake import INTAKE
from tests.faults import releases
from tests.faults.installation import Installation, installed
from tests.faults.nursery import Forked
from tests.faults.releases import FOLLOWING, ONE, PREVIOUS, RELEASE, TWO
from tests.faults.road import Client, nothing_lost_nothing_twice
from tests.faults.twin import second

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]
HEARERS_FIRST = ("console", "reviews", "notifier", "intake")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client() -> AsyncIterator[Client]:
    """Everything of the previous release; what looks at it from outside reads ahead, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(vars(INTAKE)["ahead"], TWO, releases.FIRST)
        async with installed(HEARERS_FIRST, release=PREVIOUS) as runtime:
            client = Client(runtime)
            client.aware_at = (datetime.now(UTC) - timedelta(hours=1)).isoformat()  # no date has come near
            yield client
            await client.http.aclose()


async def test_a_rolling_upgrade_and_the_way_back_lose_and_double_nothing(client: Client) -> None:
    cases: list[str] = []
    async with traffic(client):
        cases.append(await _decided(client, "before"))
        for name in HEARERS_FIRST:
            await _released(client.runtime, name, FOLLOWING)
        await client.notify(cases[0])
        cases.append(await _decided(client, "after"))
        assert await _noticed(client) == dict.fromkeys(cases, "the desk")
        for name in reversed(HEARERS_FIRST):
            await _released(client.runtime, name, PREVIOUS)
        await client.notify(cases[1])
        cases.append(await _decided(client, "back"))
        await client.notify(cases[2])

    await nothing_lost_nothing_twice(client, *HEARERS_FIRST)
    assert await _said(client) == {cases[0]: ONE, cases[1]: TWO, cases[2]: ONE}
    for case in cases:
        assert (await client.get("reviews", f"/reviews/{case}"))["subject"] == case


@asynccontextmanager
async def traffic(client: Client) -> AsyncIterator[None]:
    """Reports over HTTP and over Kafka, one after another, until the block ends."""
    stop = asyncio.Event()

    async def report() -> None:
        number = 0
        while not stop.is_set():
            await client.put_report(f"upgrade-kafka-{number}")
            await client.report(f"upgrade-{number}")
            number += 1

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(report())
        yield
        stop.set()


async def _decided(client: Client, when: str) -> str:
    case = await client.report(f"decided-{when}")
    await client.decide(case)
    return case


async def _released(runtime: Installation, name: str, release: str) -> None:
    """An instance of this release joins the one there is; that one leaves; another comes in its place."""
    twin = second(runtime, name, Ports(free_base_port()), **{RELEASE: release})
    twin.child = Forked(Child(name, twin.child.command, twin.child.log, env=twin.child.env, cwd=twin.child.cwd))
    await twin.start()
    try:
        await runtime.stop_part(name)
        part = runtime.services[name]
        assert isinstance(part.child, Forked)
        part.child.close()
        part.child = Forked(part.child)
        part.child.env = {**(part.child.env or {}), RELEASE: release}
        await runtime.start_part(name)
    finally:
        await twin.stop()
        twin.child.close()


async def _noticed(client: Client) -> dict[str, str]:
    async with connected(client.runtime.database_url("intake")) as connection:
        return {row["subject"]: row["by"] for row in await connection.fetch("SELECT * FROM views.noticed")}


async def _said(client: Client) -> dict[str, str]:
    async with connected(client.runtime.database_url("intake")) as connection:
        rows = await connection.fetch("SELECT subject, type FROM log.event_log WHERE type = ANY($1)", [ONE, TWO])
        return {row["subject"]: row["type"] for row in rows}

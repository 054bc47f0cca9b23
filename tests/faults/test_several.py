"""Two of everything, one frozen in its critical section: one leads, and what was given up is not done anyway."""

import asyncio
import os
import signal
import sys
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from deploy.access.told import environment_of
from deploy.local.service import LocalService
from deploy.postgres import connected
from shared.worker import ONE_WORKER
from tests.faults.installation import Installation, installed
from tests.faults.road import AWAY, Client, nothing_lost_nothing_twice, report
from tests.faults.twin import joined
from tests.shared.test_relay import drained
from tests.toys import Toy, until

real = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]
ALL = ("intake", "notifier", "reviews", "publisher", "console")
LOADS = 3  # at a time


def _is_frozen(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


async def _frozen(pid: int) -> bool:
    return _is_frozen(pid)


async def _relay(toy: Toy, **told: str) -> asyncio.subprocess.Process:
    command = [sys.executable, "-m", "tests.faults.relay_process", toy.name, toy.url]
    environment = {**os.environ, **environment_of(toy.bootstrap), **told}
    return await asyncio.create_subprocess_exec(*command, env=environment)


async def test_a_relay_frozen_in_mid_publishing_is_fenced_and_says_nothing_twice(pair):
    teller, _ = pair
    for number in range(100):
        await teller.tell(number, f"case-{number % 7}")
    first = await _relay(teller, PAUSE_AT="relay-before-kafka-commit:2")
    await until(lambda: _frozen(first.pid))
    second = await _relay(teller)
    await until(lambda: drained(teller))  # it has waited until the first one's lock was taken away

    first.send_signal(signal.SIGCONT)
    second.kill()
    await second.wait()
    for number in range(100, 120):
        await teller.tell(number, f"case-{number % 7}")
    await until(lambda: drained(teller))  # by the first, which had to begin anew
    first.kill()
    await first.wait()

    found = await teller.on_kafka()
    assert Counter(recorded.id for recorded in found).total() == len({r.id for r in found}) == 120
    streams: dict[str, list[int]] = defaultdict(list)
    for recorded in found:
        streams[recorded.subject].append(recorded.version)
    assert all(versions == sorted(versions) for versions in streams.values())


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client() -> AsyncIterator[Client]:
    async with installed(ALL) as runtime:
        client = Client(runtime)
        client.aware_at = (datetime.now(UTC) - timedelta(hours=1)).isoformat()  # no date has come near
        yield client
        await client.http.aclose()


async def _said(twin: LocalService, text: str) -> bool:
    return text in twin.child.log.read_text()


class TestInstances:
    pytestmark = real

    async def test_instances_that_come_and_go_under_load_lose_and_double_nothing(self, client):
        stop, cases, listed = asyncio.Event(), [], set()

        async def load(who: int) -> None:
            number = 0
            while not stop.is_set():
                await client.put_report(f"several-kafka-{who}-{number}")
                await client.report(f"several-{who}-{number}")
                await client.list_past_review(who + LOADS * number)  # the publisher's own, and on its site
                listed.add(f"Review {who + LOADS * number}")
                number += 1

        async with asyncio.TaskGroup() as tasks:
            for who in range(LOADS):
                tasks.create_task(load(who))
            for name in ALL:
                async with joined(client.runtime, name) as twin:
                    await until(lambda twin=twin: _hears(client, twin))
                    case = await client.report(f"with-two-{name}")
                    await client.decide(case)
                    await client.notify(case)
                    cases.append(case)
                    assert name != "publisher" or await until(lambda twin=twin: _shows_the_site(client, twin))
            stop.set()

        await nothing_lost_nothing_twice(client, *ALL)
        for case in cases:
            assert (await client.get("reviews", f"/reviews/{case}"))["subject"] == case
        assert await _all_of(client, "publisher", "title", "past_reviews") == dict.fromkeys(listed, 1)
        known = await _all_of(client, "console", "subject", "cases")
        assert known == dict.fromkeys(await _all_of(client, "intake", "subject", "cases"), 1)

    async def test_a_worker_frozen_before_it_sends_does_not_send_when_it_wakes(self, client):
        runtime = client.runtime
        case = await client.report("frozen-worker")
        await client.decide(case)
        await runtime.stop_part("notifier")
        async with joined(runtime, "notifier", PAUSE_AT="sender-before-send:1") as twin:
            await until(lambda: _led(runtime, "notifier"))  # by the twin: the other one would never freeze
            await runtime.start_part("notifier")
            await client.notify(case)
            await until(lambda: _frozen(twin.child.pid))
            await until(lambda: _in_doubt(client, case))  # the other one has taken over
            (doubtful,) = await _doubtful(client, case)

            twin.child.send(signal.SIGCONT)
            await until(lambda: _said(twin, "LeaseLost"))

        assert await _copies(client, doubtful) == []
        await nothing_lost_nothing_twice(client, *ALL)  # a person has had it sent again
        assert await _copies(client, doubtful) == ["yes"]

    async def test_who_is_frozen_in_a_transaction_holds_the_others_up_no_longer_than_postgres_bears(self, client):
        async with joined(client.runtime, "intake", PAUSE_AT="command-before-commit:1") as twin:
            body, headers = report("frozen-command"), {"Actor": "agency:hospital", "Idempotency-Key": "frozen"}
            url = f"http://127.0.0.1:{twin.port}/reports"
            asking = asyncio.create_task(client.http.post(url, json=body, headers=headers, timeout=90))
            await until(lambda: _frozen(twin.child.pid))

            case = await client.report("frozen-command")
            twin.child.send(signal.SIGCONT)

            assert (await asking).status_code == 503  # its transaction was ended: nothing was kept
            answer = await client.http.post(url, json=body, headers=headers)
            assert answer.json()["case"] == case
        await nothing_lost_nothing_twice(client, *ALL)


async def _hears(client: Client, twin: LocalService) -> bool:
    """Whether some partitions are its own by now."""
    try:
        answer = await client.http.get(f"http://127.0.0.1:{twin.port}/status")
    except AWAY:
        return False
    return bool(answer.is_success and answer.json()["lag"])


async def _shows_the_site(client: Client, twin: LocalService) -> bool:
    """Two instances, two sites, and reviews on both."""
    own, other = f"http://127.0.0.1:{(twin.child.env or {})['CSPR_SITE_PORT']}/", f"{client.runtime.url('site')}/"
    try:
        pages = [await client.http.get(site) for site in (own, other)]
    except AWAY:
        return False
    return all(page.is_success and "Review " in page.text for page in pages)


async def _all_of(client: Client, service: str, column: str, view: str) -> Counter[str]:
    async with connected(client.runtime.database_url(service)) as connection:
        return Counter(row[0] for row in await connection.fetch(f"SELECT {column} FROM views.{view}"))


async def _led(runtime: Installation, service: str) -> bool:
    """Whether some instance's worker leads."""
    ours = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    query = f"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = $1 AND {ours}"
    async with connected(runtime.database_url(service)) as connection:
        return bool(await connection.fetchval(query, ONE_WORKER))


async def _doubtful(client: Client, case: str) -> list[str]:
    rows = await client.get("notifier", f"/cases/{case}/dispatches")
    return [row["dispatch"] for row in rows if row["state"] == "in doubt"]


async def _in_doubt(client: Client, case: str) -> bool:
    return bool(await _doubtful(client, case))


async def _copies(client: Client, dispatch: str) -> list[str | None]:
    """Of each mail of this dispatch, whether it says that it may be a duplicate."""
    return [
        mail["headers"].get("X-Possible-Duplicate")
        for mail in await client.notices()
        if mail["headers"]["X-Dispatch"] == dispatch
    ]

"""kill -9 at every crash point there is, at its first three visits, in the services that are at work there.

One installation for all of them. A service is started with CRASH_AT while the road is driven, dies, is started to
die at the next visit, and in the end lives: then everything must be as if nobody had died.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from itertools import count, zip_longest
from pkgutil import walk_packages
from typing import Any

import pytest
import pytest_asyncio

import deploy
import services
import shared
from deploy.commands.services import load
from deploy.local.record import Record
from deploy.postgres import connected, drop, provision
from shared.crash import points
from tests.faults.installation import Installation, bury, installed
from tests.faults.road import Client, crashing, dead, nothing_lost_nothing_twice

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]
ALL = ("intake", "notifier", "reviews", "publisher", "console")
FIRST_HITS = (1, 2, 3)
_numbers = count()


@dataclass
class Road:
    """The installation, who drives it, and what they were promised."""

    runtime: Installation
    client: Client
    unanswered: list[asyncio.Task[None]] = field(default_factory=list)  # asked of one that is dead by now

    async def reports(self) -> None:
        """One over HTTP and one over Kafka: commands, hearing, feedback."""
        number = next(_numbers)
        await self.client.put_report(f"kafka-{number}")
        await self.client.report(f"http-{number}")

    async def notice(self) -> None:
        """From report to approval; then the notifier sends. Its date has passed, so that is missed at once."""
        case = await self.client.report(f"notice-{next(_numbers)}")
        await self.client.decide(case)
        await self.client.notify(case)

    async def past_review(self) -> None:
        await self.client.list_past_review(next(_numbers))


Drive = Callable[[Road], Awaitable[None]]


@dataclass(frozen=True)
class Step:
    """`before`: what makes it come by. `once_a_life`: it comes by once, so it dies there in three lives."""

    service: str
    point: str
    drive: Drive | None = None
    before: Callable[[Road, str], Awaitable[None]] | None = None
    once_a_life: bool = False

    def __str__(self) -> str:
        return f"{self.service}-{self.point}"


async def _views_of_another_release(road: Road, service: str) -> None:
    async with connected(road.runtime.database_url(service)) as connection:
        await connection.execute("COMMENT ON SCHEMA views IS 'of another release'")


async def _database_lost(road: Road, service: str) -> None:
    await drop(road.runtime.postgres.admin_url, service)
    await provision(road.runtime.postgres.admin_url, service, road.runtime.keys.password(service))


async def _attempt_unfinished(road: Road, service: str) -> None:
    """It died with an attempt recorded: the next one finds it in doubt. In its round all others must be alive."""
    road.unanswered.append(asyncio.create_task(road.notice()))
    await _die(road, service, "sender-before-send", 1)


async def _connections_cut(road: Road) -> None:
    """The relay takes the lead anew, and begins by absorbing."""
    async with connected(road.runtime.postgres.admin_url) as admin:
        await admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'publisher'")
    await road.past_review()


def _plan() -> Iterator[Step]:
    for where in ("before-commit", "after-commit"):
        yield Step("intake", f"command-{where}", Road.reports)
        yield Step("intake", f"hearing-{where}", Road.reports)
        yield Step("notifier", f"command-{where}", Road.notice)
        yield Step("notifier", f"hearing-{where}", Road.notice)
    for point in ("relay-before-publish", "relay-between-copies", "relay-before-kafka-commit"):
        yield Step("intake", point, Road.reports)
    for point in ("relay-before-mark", "relay-after-mark"):
        yield Step("intake", point, Road.reports)
        yield Step("publisher", point, Road.past_review)
    for point in ("before-attempt", "before-recorded", "before-send", "before-outcome", "after-outcome"):
        yield Step("notifier", f"sender-{point}", Road.notice)
    for point in ("reminder-before-send", "reminder-before-noted"):
        yield Step("notifier", point, Road.notice)
    yield Step("notifier", "worker-before-due", Road.notice)
    yield Step("notifier", "worker-after-due", Road.notice)
    yield Step("notifier", "sender-before-doubt", before=_attempt_unfinished, once_a_life=True)
    for service in ("reviews", "publisher", "console"):
        yield Step(service, "hearing-before-commit", Road.notice)
        yield Step(service, "hearing-after-commit", Road.notice)
    yield Step("publisher", "command-before-commit", Road.past_review)
    yield Step("publisher", "command-after-commit", Road.past_review)
    yield Step("publisher", "absorb-before-mark", _connections_cut)
    yield Step("publisher", "absorb-after-mark", _connections_cut)
    yield Step("intake", "transaction-before-commit", Road.reports)
    yield Step("publisher", "transaction-after-commit", Road.past_review)
    yield Step("console", "ear-after-offset")
    yield Step("reviews", "boot-before-accepting", once_a_life=True)
    yield Step("reviews", "relay-before-mark", Road.notice)
    for point in ("before-fold", "before-swap", "before-commit", "after-swap"):
        yield Step("reviews", f"views-{point}", before=_views_of_another_release, once_a_life=True)
    yield Step("reviews", "absorb-after-keys", before=_database_lost, once_a_life=True)
    yield Step("reviews", "absorb-before-commit", before=_database_lost)
    yield Step("reviews", "absorb-between-chunks", before=_database_lost)


PLAN = list(_plan())
ELSEWHERE = {"republish-before-commit", "republish-after-commit"}  # test_stores_lost


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def road() -> Any:
    async with installed(ALL) as runtime:
        client = Client(runtime)
        yield Road(runtime, client)
        await client.http.aclose()


async def test_every_crash_point_is_killed_at(road):
    record = Record.read(road.runtime.data_dir)
    for name in ALL:
        load(record, name)
    for package in (shared, services, deploy):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                import_module(module.name)

    assert set(points) == {step.point for step in PLAN} | ELSEWHERE


def _rounds() -> list[list[Step]]:
    """A point of each service at a time: they die and come back independently of one another."""
    by_service = [[step for step in PLAN if step.service == service] for service in ALL]
    return [[step for step in round_ if step] for round_ in zip_longest(*by_service)]


@pytest.mark.parametrize("round_", _rounds(), ids=lambda steps: "+".join(map(str, steps)))
async def test_killed_at_its_first_three_visits_nothing_is_lost_and_nothing_happens_twice(road, round_):
    for step in round_:
        await road.runtime.stop_part(step.service)
    await asyncio.gather(*(_kill_thrice(road, step) for step in round_))
    await asyncio.gather(*road.unanswered)

    await nothing_lost_nothing_twice(road.client, *ALL)


async def _kill_thrice(road: Road, step: Step) -> None:
    alive = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_drive(road, step.drive, alive))
        for nth in FIRST_HITS:
            if step.before and (step.once_a_life or nth == 1):
                await step.before(road, step.service)
            await _die(road, step.service, step.point, 1 if step.once_a_life else nth)
        await road.runtime.start_part(step.service)
        alive.set()


async def _die(road: Road, service: str, point: str, nth: int) -> None:
    with crashing(road.runtime, service, point, nth):
        road.runtime.services[service].child.spawn()
    await dead(road.runtime, service)
    await bury(road.runtime.kafka.bootstrap, service)


async def _drive(road: Road, drive: Drive | None, alive: asyncio.Event) -> None:
    while drive and not alive.is_set():
        await drive(road)

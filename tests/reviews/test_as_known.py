"""As known on: what a read of an earlier instant answers is what it answered then."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from services.reviews import http
from services.reviews.commands import SubmitRapidReview
from shared.decider import Command, Refused
from shared.event_log import Database
from shared.known import known_at
from shared.service import Service
from shared.web.problems import add_problem_handlers
from tests.reviews import examples as ex
from tests.reviews.conftest import SteppedClock

pytestmark = pytest.mark.real
CASES = ("case-a", "case-b", "case-c")
COMMANDS: tuple[Command, ...] = (
    ex.open_it,
    *ex.purposes,
    *ex.circumstances,
    *(ex.assess(criterion) for criterion in ("11a", "11b", "11c", "11d")),
    ex.assess("11a", met=False, correction=True),
    ex.decide_practice_review,
    SubmitRapidReview(),
    ex.appoint,
    ex.remove,
    ex.check,
    ex.accept,
    ex.cancel_it,
    ex.reopen_it,
)
Rows = dict[str, list[tuple[str | None, str]]]  # per table: the row's subject, where it has one, and its text


async def rows(db: Database) -> Rows:
    """Every view's table, as whoever asks on this connection sees it."""
    found = {}
    tables = (
        "SELECT tablename FROM pg_tables WHERE schemaname = 'views' AND NOT starts_with(tablename, 'release_')"
    )
    for (table,) in await db.fetch(tables):
        query = f"SELECT to_jsonb(t) ->> 'subject' AS subject, t::text AS line FROM {table} t ORDER BY 2"
        found[table] = [(row["subject"], row["line"]) for row in await db.fetch(query)]
    return found


def of_case(all_rows: Rows, case: str) -> Rows:
    return {table: [row for row in found if row[0] == case] for table, found in all_rows.items()}


async def random_story(
    service: Service, clock: SteppedClock, chance: random.Random
) -> list[tuple[datetime, Rows]]:
    """Whatever is asked of three cases in whatever order; and after each step, the live rows at that instant."""
    for case in CASES:
        async with service.transaction() as tx:
            await service.keyring.find_or_make(tx, case, may_make=True)
    seen = [(clock.at - timedelta(seconds=1), await rows(service.log.pool))]
    clock.at = ex.LATER
    for _ in range(90):
        clock.at += timedelta(seconds=chance.choice([1, 60, 86_400]))
        likely = COMMANDS[: chance.choice([14, 16, len(COMMANDS)])]
        try:
            await service.do(chance.choice(CASES), chance.choice(likely), actor="person:manager", cause=uuid4())
        except Refused:
            continue
        seen.append((clock.at, await rows(service.log.pool)))
    return seen


@pytest.mark.parametrize("seed", range(3))
async def test_what_was_known_then_is_what_the_views_showed_then(
    service: Service, stepped: SteppedClock, seed: int
) -> None:
    seen = await random_story(service, stepped, random.Random(seed))
    assert len(seen) > 10 and any(seen[-1][1].values())
    for at, then in seen:
        async with known_at(service, at) as db:
            assert await rows(db) == then
    for at, then in seen[::4]:
        async with known_at(service, at, CASES[0]) as db:
            assert of_case(await rows(db), CASES[0]) == of_case(then, CASES[0])
    assert await rows(service.log.pool) == seen[-1][1]


def client(service: Service) -> httpx.AsyncClient:
    app = FastAPI()
    add_problem_handlers(app)
    for router in http.routes(service):
        app.include_router(router)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://reviews")


async def opened_twice(service: Service, stepped: SteppedClock) -> tuple[str, str]:
    """Two cases an hour apart. When the first was opened, and when the second."""
    when = []
    for case in CASES[:2]:
        stepped.at += timedelta(hours=1)
        await service.do(case, ex.open_it, actor="person:manager", cause=uuid4())
        when.append(stepped.at.isoformat().replace("+00:00", "Z"))
    stepped.at += timedelta(hours=1)
    return when[0], when[1]


async def test_a_list_and_a_case_are_read_as_known_on(service: Service, stepped: SteppedClock) -> None:
    first, second = await opened_twice(service, stepped)
    async with client(service) as asked:
        assert _subjects(await asked.get("/reviews", params={"as_of": first})) == [CASES[0]]
        assert _subjects(await asked.get("/reviews", params={"as_of": second})) == [CASES[1], CASES[0]]
        assert _subjects(await asked.get("/duties", params={"as_of": first})) == [CASES[0]]
        assert len((await asked.get(f"/cases/{CASES[0]}/duties", params={"as_of": second})).json()) == 1
        missing = await asked.get(f"/reviews/{CASES[1]}", params={"as_of": first})
        assert (missing.status_code, missing.json()["type"]) == (404, "urn:cspr:problem:no-such-case")
        assert (await asked.get(f"/reviews/{CASES[1]}", params={"as_of": second})).json()["state"] == "open"


@pytest.mark.parametrize(
    ("as_of", "rule"),
    [
        ("2026-05-01T09:00:00", "timezone"),
        ("2026-05-01", "2026-11-03T08:55:00Z"),
        ("1767225600", "2026-11-03T08:55:00Z"),
        ("2099-01-01T00:00:00Z", "future"),
    ],
)
async def test_an_instant_needs_its_zone_and_lies_in_the_past(service: Service, as_of: str, rule: str) -> None:
    async with client(service) as asked:
        answer = await asked.get("/reviews", params={"as_of": as_of})
    assert answer.status_code == 422
    (found,) = answer.json()["errors"]
    assert found["pointer"] == "/query/as_of"
    assert rule in found["detail"]
    assert as_of not in answer.text


def _subjects(answer: httpx.Response) -> Sequence[str]:
    rows = answer.json()
    return [row["subject"] for row in (rows["reviews"] if isinstance(rows, dict) else rows)]

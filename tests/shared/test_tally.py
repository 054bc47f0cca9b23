"""What a log holds is counted on from where it was counted last, and comes to the same as counting all of it."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest

from shared.tally import Tally

_SAID = (
    "INSERT INTO log.event_log (source, id, subject, version, type, cause, wire)"
    " VALUES ($1, $2, $3, 1, $4, $2, '')"
)


@pytest.fixture
async def pool(database) -> AsyncIterator[asyncpg.Pool]:
    async with asyncpg.create_pool(await database("intake"), min_size=1, max_size=4) as made:
        yield made


async def said(db, source: str, type_: str, times: int = 1) -> None:
    for _ in range(times):
        await db.execute(_SAID, source, uuid4(), str(uuid4()), type_)


async def counted_whole(db) -> Counter[tuple[str, str]]:
    rows = await db.fetch("SELECT source, type, count(*) AS n FROM log.event_log GROUP BY 1, 2")
    return Counter({(row["source"], row["type"]): row["n"] for row in rows})


async def test_of_an_empty_log_nothing_is_counted(pool) -> None:
    assert await Tally().by_source_and_type(pool) == Counter()


async def test_what_was_added_since_is_added_to_what_was_counted(pool) -> None:
    tally = Tally()
    await said(pool, "intake", "reported", 3)
    await said(pool, "notifier", "opened", 2)
    assert await tally.by_source_and_type(pool) == {("intake", "reported"): 3, ("notifier", "opened"): 2}
    await said(pool, "intake", "reported")
    await said(pool, "intake", "decided")
    expected = {("intake", "reported"): 4, ("notifier", "opened"): 2, ("intake", "decided"): 1}
    assert await tally.by_source_and_type(pool) == expected == await counted_whole(pool)
    assert await tally.by_source_and_type(pool) == expected  # nothing was added


async def test_only_what_was_added_since_is_read(pool) -> None:
    """A row that is put in behind what was counted, which no writer does, is not seen."""
    tally = Tally()
    await said(pool, "intake", "reported", 2)
    before = await tally.by_source_and_type(pool)
    behind = _SAID.replace("(source", "(position, source").replace(
        "VALUES (", "OVERRIDING SYSTEM VALUE VALUES (-1, "
    )
    await pool.execute(behind, "intake", uuid4(), "case", "reported")
    assert await tally.by_source_and_type(pool) == before != await counted_whole(pool)


async def test_what_two_count_at_once_is_counted_once(pool) -> None:
    tally = Tally()
    await said(pool, "intake", "reported", 5)
    counts = await asyncio.gather(*(tally.by_source_and_type(pool) for _ in range(8)))
    assert all(count == {("intake", "reported"): 5} for count in counts)


async def test_what_is_told_is_nobodys_to_change(pool) -> None:
    tally = Tally()
    await said(pool, "intake", "reported")
    (await tally.by_source_and_type(pool)).clear()
    assert await tally.by_source_and_type(pool) == {("intake", "reported"): 1}


async def test_in_the_place_of_a_log_that_was_counted_an_older_one_is_counted_anew(pool, postgres) -> None:
    tally = Tally()
    await said(pool, "intake", "reported", 3)
    await tally.by_source_and_type(pool)
    name = urlsplit(await pool.fetchval("SELECT current_database()")).path
    owner = await asyncpg.connect(postgres.admin_url, database=name)
    try:
        await owner.execute("DELETE FROM log.event_log WHERE position > 1")
    finally:
        await owner.close()
    assert await tally.by_source_and_type(pool) == {("intake", "reported"): 1}

"""However many write at once, in however many processes, it is one chain; an older table is not gone on with."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from deploy.postgres import connected
from shared.audit.chain import problems
from shared.audit.entry import Tip
from shared.audit.writing import Audit
from shared.event_log import EventLog, NotOpen
from shared.events.intake import INTAKE
from tests.audit.examples import log_of, looked, wires

pytestmark = pytest.mark.real
LOST = "DELETE FROM log.audit WHERE number > 2"


@pytest.fixture
async def two(database) -> AsyncIterator[tuple[list[EventLog], str]]:
    """Two instances of one service."""
    url = await database("intake")
    logs = [EventLog(says=INTAKE), EventLog(says=INTAKE)]
    async with AsyncExitStack() as stack:
        for log in logs:
            await stack.enter_async_context(log.opened(url))
        yield logs, url


async def stored(log: EventLog) -> list[bytes]:
    return [row["entry"] for row in await log.pool.fetch("SELECT entry FROM log.audit ORDER BY number")]


async def test_two_instances_write_one_chain(two: tuple[list[EventLog], str]) -> None:
    logs, _ = two
    audits = [Audit(log) for log in logs]
    await asyncio.gather(*(audits[number % 2].note(looked(number)) for number in range(200)))
    found = await stored(logs[0])
    assert len(found) == 200
    assert problems(found) == ()


async def test_whoever_waits_together_shares_a_write(two: tuple[list[EventLog], str]) -> None:
    [log, _], _ = two
    audit = Audit(log)
    await asyncio.gather(*(audit.note(looked(number)) for number in range(5)))
    assert await stored(log) == wires(log_of(5))
    written = await log.pool.fetchval("SELECT count(DISTINCT xmin::text) FROM log.audit")
    assert written == 1


async def test_a_table_older_than_what_was_written_is_not_gone_on_with(
    two: tuple[list[EventLog], str], postgres
) -> None:
    [log, _], url = two
    audit = Audit(log)
    await audit.note(*map(looked, range(5)))
    async with connected(postgres.admin_url, url.rpartition("/")[2]) as owner:
        await owner.execute(LOST)  # as a backup that was put back has it
    with pytest.raises(NotOpen):
        await audit.note(looked(5))
    assert len(await stored(log)) == 2

    await audit.read_back(log_of(5)[2:])
    await audit.trust()
    await audit.note(looked(5))
    assert await stored(log) == wires(log_of(6))


async def test_what_others_wrote_is_seen(two: tuple[list[EventLog], str]) -> None:
    logs, _ = two
    await Audit(logs[0]).note(looked(0))
    second = Audit(logs[1])
    assert await second.tip() == log_of(1)[0].tip
    assert await second.has(log_of(1)[0].tip)
    assert not await second.has(Tip(1, "another"))
    assert not await second.has(Tip(2, log_of(1)[0].tip.hash))

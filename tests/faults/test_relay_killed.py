"""kill -9 of the relay, again and again under load: nothing lost, nothing twice, nothing out of order."""

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from deploy.access.told import environment_of
from deploy.local.process import command_of
from tests.shared.test_relay import drained
from tests.toys import Toy, until

KILLS = 400 if os.environ.get("CSPR_SOAK") else 40
CASES = 20


@contextmanager
def _nursery(toy: Toy) -> Iterator[Callable[[], int]]:
    """What it gives starts a relay and tells its pid, in a fraction of a second."""
    command = [sys.executable, "-m", "tests.faults.relay_process", "--nursery", toy.name, toy.url]
    told = {**os.environ, **environment_of(toy.bootstrap)}
    with subprocess.Popen(command, env=told, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as nursery:
        assert nursery.stdin and nursery.stdout
        asked, answers = nursery.stdin, nursery.stdout

        def born() -> int:
            asked.write("\n")
            asked.flush()
            return int(answers.readline())

        yield born
        asked.close()


async def _gone(pid: int) -> bool:
    return command_of(pid) is None


async def _marked(toy: Toy) -> int:
    return await toy.service.log.pool.fetchval("SELECT count(*) FROM event_log WHERE kafka_offset IS NOT NULL")


async def test_a_relay_killed_forty_times_says_everything_once_and_in_order(pair):
    teller, _ = pair
    dice = random.Random(7)
    told = 0
    stop = asyncio.Event()

    async def tell_on() -> None:
        nonlocal told
        while not stop.is_set():
            await teller.tell(told, f"case-{told % CASES}")
            told += 1
            await asyncio.sleep(0.002)

    telling = asyncio.create_task(tell_on())
    with _nursery(teller) as born:
        for _ in range(KILLS):
            relay, before = born(), await _marked(teller)
            await until(lambda before=before: _beyond(teller, before))
            await asyncio.sleep(dice.uniform(0, 0.15))  # die anywhere in the next batches
            os.kill(relay, signal.SIGKILL)
            await until(lambda relay=relay: _gone(relay))
    stop.set()
    await telling
    async with teller.relaying():
        await until(lambda: drained(teller))

    found = await teller.on_kafka()
    assert len(found) == told
    assert Counter(r.id for r in found).most_common(1)[0][1] == 1
    streams: dict[str, list[int]] = defaultdict(list)
    for recorded in found:
        streams[recorded.subject].append(recorded.version)
    assert all(versions == list(range(1, len(versions) + 1)) for versions in streams.values())


async def _beyond(toy: Toy, before: int) -> bool:
    return await _marked(toy) > before

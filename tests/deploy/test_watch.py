"""What ended because it was asked to is no crash, however soon it is wanted again."""

import asyncio
import sys
from pathlib import Path

import pytest

from deploy.local.process import Child, ChildFailed, true
from deploy.local.watch import keep_alive, start, start_or_leave

PATIENCE_SECONDS = 90
LINGER = "trap 'sleep 0.2; exit' TERM; echo ready; while :; do sleep 0.1; done"


class Sleeper:
    """A part whose child does nothing."""

    name = "sleeper"

    def __init__(self, log: Path) -> None:
        self.child = Child(self.name, [sys.executable, "-c", "import time; time.sleep(600)"], log)

    @property
    def running(self) -> bool:
        return self.child.running

    async def start(self) -> None:
        self.child.spawn()

    async def stop(self) -> None:
        await self.child.stop(PATIENCE_SECONDS)

    def kill(self) -> None:
        self.child.kill()


async def _ended_and_started_again(log: Path, crashed: bool) -> list[str]:
    """What the watch says of a part that has ended and is wanted all the time."""
    said: list[str] = []
    part = Sleeper(log)
    await part.start()
    watching = asyncio.create_task(keep_alive(part, lambda: True, said.append))
    try:
        if crashed:
            part.kill()
        else:
            await part.stop()  # the pause that asked for it is over before the watch looks
        assert await true(lambda: part.running, PATIENCE_SECONDS)
        assert await true(lambda: "sleeper is ready again" in said, PATIENCE_SECONDS)
    finally:
        watching.cancel()
        part.kill()
    return said


async def test_what_nothing_waits_for_is_left_when_it_does_not_come_up_and_that_is_said_in_a_line(
    tmp_path: Path,
) -> None:
    """A malware scanner that does not come up stops nobody's report."""

    class Broken(Sleeper):
        async def start(self) -> None:
            raise ChildFailed("the sleeper ended with code 1: its log\nof several lines")

    said: list[str] = []
    await start_or_leave(Broken(tmp_path / "log"), said.append)
    assert said == [
        "sleeper did not come up, and everything else goes on without it: the sleeper ended with code 1: its log"
    ]
    with pytest.raises(ChildFailed):
        await start(Broken(tmp_path / "log"), said.append)


async def test_a_pause_that_ends_at_once_is_not_told_as_a_crash(tmp_path: Path) -> None:
    assert await _ended_and_started_again(tmp_path / "log", crashed=False) == [
        "sleeper is wanted again",
        "sleeper is ready again",
    ]


async def test_what_was_started_while_we_waited_for_an_end_is_left_alone(tmp_path: Path) -> None:
    """Whoever starts it again may see the end before the one who asked for it looks."""
    log = tmp_path / "log"
    child = Child("lingerer", ["sh", "-c", LINGER], log)
    child.spawn()
    first = child.pid
    assert await true(lambda: "ready" in log.read_text(), PATIENCE_SECONDS)
    stopping = asyncio.create_task(child.stop(PATIENCE_SECONDS))
    try:
        while child.running:
            await asyncio.sleep(0)
        child.spawn()
        await stopping
        assert child.running
        assert child.pid != first
    finally:
        child.kill()


async def test_a_crash_is_told_as_one(tmp_path: Path) -> None:
    said = await _ended_and_started_again(tmp_path / "log", crashed=True)
    assert said[0].startswith("sleeper ended with code -9")

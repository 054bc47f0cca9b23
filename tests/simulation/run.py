"""One simulation, from a seed: python -m tests.simulation.run SEED [MUTANT] tells how it went."""

import asyncio
import gc
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import structlog

from tests.simulation import checks
from tests.simulation.clock import DomainClock
from tests.simulation.installation import SERVICES, Installation
from tests.simulation.loop import SimLoop
from tests.simulation.mutants import MUTANTS, Mutant
from tests.simulation.nemesis import Nemesis
from tests.simulation.story import Story
from tests.simulation.world import ROUGH, World

STARTS = (
    datetime(2026, 3, 19, 8, 0, tzinfo=UTC),  # summer time begins, and Easter
    datetime(2026, 10, 15, 8, 0, tzinfo=UTC),  # summer time ends
    datetime(2026, 12, 14, 8, 0, tzinfo=UTC),  # Christmas and the year's end
    datetime(2028, 2, 17, 8, 0, tzinfo=UTC),  # a leap day
)
DAYS, ROUGH_DAYS, CASES = 21, 13, 4
SETTLED_WITHIN_SECONDS = 300.0


@dataclass
class Outcome:
    """How one seed went. No `problems`: all invariants held."""

    seed: int
    problems: list[str] = field(default_factory=list)
    trace_hash: str = ""
    lines: list[str] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)  # exceptions that no fault explains
    crashes: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    virtual_seconds: float = 0.0
    steps: int = 0
    mails: int = 0


def simulate(seed: int, mutant: Mutant | None = None) -> Outcome:
    """Runs to its end. Deterministic: the same seed, and the same code, give the same trace."""
    dice = Random(seed)
    outcome = Outcome(seed)
    world = World(dice, dict(ROUGH))
    loop = SimLoop(dice)
    folder = Path(tempfile.mkdtemp(prefix="cspr-simulation-"))
    gc.disable()  # finalisers run when it is decided, not when memory is
    asyncio.set_event_loop(loop)
    before = structlog.get_config()
    _quiet(outcome)
    try:
        loop.run_until_complete(_main(world, folder, outcome, mutant))
    finally:
        outcome.trace_hash, outcome.lines = world.trace_hash(), list(world.lines)
        outcome.crashes, outcome.faults = world.crashes, world.faults
        outcome.virtual_seconds, outcome.steps = loop.time(), loop.steps
        structlog.configure(**before)
        _bury(loop, world)
        shutil.rmtree(folder, ignore_errors=True)
        gc.enable()
    return outcome


async def _main(world: World, folder: Path, outcome: Outcome, mutant: Mutant | None) -> None:
    start = STARTS[outcome.seed % len(STARTS)]
    clock = DomainClock(start)
    at = Installation(world, clock, folder)
    story = Story(at, start, DAYS, CASES)
    nemesis = Nemesis(at, drops=outcome.seed % 2 == 1)
    with at.wired():
        if mutant:
            mutant.plant(at)
        try:
            for name in SERVICES:
                _also(at.keep_running(name))
            told = asyncio.create_task(story.run())
            await nemesis.run(clock.virtual(start + timedelta(days=ROUGH_DAYS)))
            world.odds = {}
            outcome.problems = await _settled(at, told)
            if not outcome.problems:
                outcome.problems = await checks.problems(at, story.told)
        finally:
            outcome.mails = len(at.post.mailbox)
            outcome.problems += [f"the fake cannot: {what}" for what in world.broken]
            if mutant:
                mutant.remove()


async def _settled(at: Installation, told: "asyncio.Task[None]") -> list[str]:
    """Q: once the faults have stopped, everybody is answered and nothing is on its way any more."""
    loop = asyncio.get_running_loop()
    end = loop.time() + SETTLED_WITHIN_SECONDS
    left = "somebody waits for an answer"
    while loop.time() < end:
        await asyncio.sleep(1)
        if told.done():
            told.result()
            left = await checks.unsettled(at)
            if not left:
                return []
    return [f"Q: {left}"]


_kept: set["asyncio.Task[Any]"] = set()


def _also(job: Any) -> None:
    task = asyncio.create_task(job)
    _kept.add(task)


def _bury(loop: SimLoop, world: World) -> None:
    """Closes what the dead left open; their finalisers reach nobody."""
    world.over = True
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task._log_destroy_pending = False  # type: ignore[attr-defined]
        try:
            task.get_coro().close()  # type: ignore[union-attr]
        except BaseException:  # noqa: S112  (whatever it is, it is dead)
            continue
    _kept.clear()
    asyncio.set_event_loop(None)
    loop.close()
    gc.collect()


def _quiet(outcome: Outcome) -> None:
    """Only what a service itself calls unexpected is kept."""

    def keep(_: Any, __: str, event: Any) -> Any:
        if event.get("exc_info"):
            kind, error, _tb = sys.exc_info()
            outcome.surprises.append(f"{event['event']}: {kind.__name__ if kind else ''}: {error}")
        raise structlog.DropEvent

    structlog.configure(processors=[keep], wrapper_class=structlog.BoundLogger, cache_logger_on_first_use=False)


def main() -> int:
    seed, *names = sys.argv[1:]
    outcome = simulate(int(seed), MUTANTS[names[0]] if names else None)
    print(*outcome.lines, sep="\n")
    print(*(f"surprise: {line}" for line in outcome.surprises), sep="\n")
    print(f"crashes {dict(outcome.crashes)}\nfaults {dict(outcome.faults)}")
    print(f"{outcome.steps} steps, {outcome.virtual_seconds:.0f} virtual seconds, {outcome.mails} mails")
    print(f"trace {outcome.trace_hash}")
    print(*(outcome.problems or ["all invariants held"]), sep="\n")
    return 1 if outcome.problems else 0


if __name__ == "__main__":
    sys.exit(main())

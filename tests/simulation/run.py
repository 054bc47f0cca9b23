"""One simulation, from a seed: python -m tests.simulation.run SEED [MUTANT] tells how it went."""

import asyncio
import gc
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
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
from tests.simulation.mutants import MUTANTS, UNHURT, Mutant
from tests.simulation.nemesis import Nemesis
from tests.simulation.story import Story
from tests.simulation.world import ROUGH, World

STARTS = (
    datetime(2026, 3, 19, 8, 0, tzinfo=UTC),  # summer time begins, and Easter
    datetime(2026, 10, 15, 8, 0, tzinfo=UTC),  # summer time ends
    datetime(2026, 12, 14, 8, 0, tzinfo=UTC),  # Christmas and the year's end
    datetime(2028, 2, 17, 8, 0, tzinfo=UTC),  # a leap day
)
DAYS, ROUGH_DAYS, CASES = 33, 20, 4
SETTLED_WITHIN_SECONDS = 600.0


class NotFaked(Exception):
    """A service asked PostgreSQL for something that its fake cannot do: teach it, and test it in the contract."""


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
    left: Counter[str] = field(
        default_factory=Counter
    )  # what recipients have, by channel; what was sent, published, taken down

    @property
    def replay(self) -> str:
        return f"python -m tests.simulation.run {self.seed}"


def simulate(seed: int, mutant: Mutant | None = None) -> Outcome:
    """Runs to its end. Deterministic: the same seed, and the same code, give the same trace.

    A mutant has shown itself before the year on the site begins, or never does.
    """
    dice = Random(seed)
    outcome = Outcome(seed)
    world = World(dice, dict(ROUGH))
    loop = SimLoop(dice)
    folder = Path(tempfile.mkdtemp(prefix="cspr-simulation-"))
    start = STARTS[seed % len(STARTS)]
    at = Installation(world, DomainClock(start), folder)
    with at.wired(loop), _quiet(world, outcome), _without_collector(), (mutant or UNHURT).planted(at):
        asyncio.set_event_loop(loop)
        try:
            loop.run_until_complete(_main(at, start, outcome, year=mutant is None))
        finally:
            if world.broken:
                raise NotFaked(world.broken[0])
            outcome.trace_hash, outcome.lines = world.trace_hash(), list(world.lines)
            outcome.crashes, outcome.faults, outcome.left = world.crashes, world.faults, _left(at)
            outcome.virtual_seconds, outcome.steps = loop.time(), loop.steps
            _bury(loop, world)
            shutil.rmtree(folder, ignore_errors=True)
    return outcome


async def _main(at: Installation, start: datetime, outcome: Outcome, *, year: bool) -> None:
    story = Story(at, start, DAYS, CASES, year)
    nemesis = Nemesis(at, drops=outcome.seed % 2 == 1)
    supervisors = [asyncio.create_task(at.keep_running(name)) for name in SERVICES]
    told = asyncio.create_task(story.run())
    await nemesis.run(at.clock.virtual(start + timedelta(days=ROUGH_DAYS)))
    at.world.odds = {}
    outcome.problems = await _settled(at, told)
    if not outcome.problems:
        outcome.problems = await checks.problems(at, story.told)
    for supervisor in supervisors:
        if supervisor.done():
            supervisor.result()  # a service that could not even be made
        supervisor.cancel()


def _left(at: Installation) -> Counter[str]:
    files = {carried.name for carried in at.disk.carried}
    by_channel = {"mails": len(at.post.mailbox), "webhooks": len(at.system.got), "files": len(files)}
    said = {
        "rapid reviews": _said(at, "reviews", "rapid-review-submitted"),
        "broken glass told": _said(at, "intake", "glass-alarmed"),
        "reports published": _said(at, "publisher", "report-published"),
        "reports taken down": _said(at, "publisher", "report-taken-down"),
    }
    return Counter(by_channel | {"by hand": len(at.portal.submissions)} | said)


def _said(at: Installation, name: str, what: str) -> int:
    return sum(f".{what}.".encode() in value for value in at.kafka.committed(f"{name}.events"))


async def _settled(at: Installation, told: "asyncio.Task[None]") -> list[str]:
    """Q: once the faults have stopped, everybody is answered and nothing is on its way any more."""
    loop = asyncio.get_running_loop()
    end = loop.time() + SETTLED_WITHIN_SECONDS
    left = "somebody waits for an answer"
    while loop.time() < end:
        await asyncio.sleep(1)
        if told.done():
            if error := told.exception():
                return [f"Q: somebody was answered with {type(error).__name__}: {error}"]
            left = await checks.unsettled(at)
            if not left:
                return []
    return [f"Q: {left}"]


def _bury(loop: SimLoop, world: World) -> None:
    """Closes what the dead left open; their finalisers reach nobody."""
    world.over = True
    for task in asyncio.all_tasks(loop):
        task._log_destroy_pending = False  # type: ignore[attr-defined]
        try:
            task.get_coro().close()  # type: ignore[union-attr]
        except BaseException:
            continue
    asyncio.set_event_loop(None)
    loop.close()
    gc.collect()


@contextmanager
def _without_collector() -> Iterator[None]:
    """Finalisers run when it is decided, not when memory is."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _quiet(world: World, outcome: Outcome) -> Iterator[None]:
    """Of what the services log, only what they themselves call unexpected is kept."""

    def keep(_: Any, __: str, event: Any) -> Any:
        if event.get("exc_info") and not world.over:
            kind, error, _tb = sys.exc_info()
            outcome.surprises.append(f"{event['event']}: {kind.__name__ if kind else ''}: {error}")
        raise structlog.DropEvent

    before = structlog.get_config()
    structlog.configure(processors=[keep], wrapper_class=structlog.BoundLogger, cache_logger_on_first_use=False)
    try:
        yield
    finally:
        structlog.configure(**before)


def main() -> int:
    seed, *names = sys.argv[1:]
    outcome = simulate(int(seed), MUTANTS[names[0]] if names else None)
    told = [
        *outcome.lines,
        *(f"surprise: {line}" for line in outcome.surprises),
        f"crashes {dict(outcome.crashes)}",
        f"faults {dict(outcome.faults)}",
        f"{outcome.steps} steps, {outcome.virtual_seconds:.0f} virtual seconds; left: {dict(outcome.left)}",
        f"trace {outcome.trace_hash}",
        *(outcome.problems or ["all invariants held"]),
    ]
    sys.stdout.write("\n".join(told) + "\n")
    return 1 if outcome.problems else 0


if __name__ == "__main__":
    sys.exit(main())

"""What all fakes share: chance, the trace, and every point where a process may die or a connection break."""

import asyncio
import hashlib
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from tests.simulation.loop import HERE
from tests.simulation.process import Gone, Process

LAST_LINES = 60


@dataclass
class Odds:
    """How likely a fault is at one visit of a point of that kind."""

    crash: float = 0.0
    fault: float = 0.0


CALM: dict[str, Odds] = {}
ROUGH = {
    "read": Odds(0.0004, 0.0004),
    "write": Odds(0.001, 0.001),
    "commit": Odds(0.01, 0.008),
    "commit done": Odds(0.02, 0.012),  # a fault here: done, and nobody heard of it
    "kafka": Odds(0.002, 0.002),
    "publish": Odds(0.015, 0.01),
    "publish done": Odds(0.03, 0.02),
    "smtp": Odds(0.05, 0.15),
    "smtp done": Odds(0.15, 0.1),
    "webhook": Odds(0.05, 0.2),
    "webhook done": Odds(0.15, 0.2),
    "file": Odds(0.05, 0.05),
}


@dataclass
class World:
    """`odds` by kind of point; empty when all is calm. Times are virtual seconds since the start."""

    dice: Random
    odds: dict[str, Odds] = field(default_factory=dict)
    latency_seconds: float = 0.002
    over: bool = False
    on_crash: list[Callable[[Process], None]] = field(default_factory=list)
    crashes: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)  # what a fake could not do: the run means nothing
    disturbed: list[float] = field(default_factory=list)  # when something went wrong
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=LAST_LINES))
    _digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def trace(self, line: str) -> None:
        text = f"{asyncio.get_running_loop().time():.6f} {HERE.get() or 'world'} {line}"
        self._digest.update(text.encode())
        self.lines.append(text)

    def trace_hash(self) -> str:
        return self._digest.hexdigest()

    async def latency(self) -> None:
        self.refuse_the_dead()
        if self.latency_seconds:
            await asyncio.sleep(self.dice.expovariate(1 / self.latency_seconds))
        else:
            await asyncio.sleep(0)

    def refuse_the_dead(self) -> None:
        process = HERE.get()
        if self.over or (process and process.dead):
            raise Gone

    async def point(self, kind: str, name: str) -> bool:
        """Whether a fault happens here. If the process dies here, this never returns."""
        try:
            return self.strike(kind, name)
        except Gone:
            await asyncio.get_running_loop().create_future()
            raise

    def strike(self, kind: str, name: str) -> bool:
        """As `point`, for code that does not wait: if the process dies here, it ends with Gone."""
        process, odds = HERE.get(), self.odds.get(kind)
        if process is None or odds is None:
            return False
        chance = self.dice.random()
        if chance < odds.crash:
            self.crashes[f"{process.name}: {kind}: {name}"] += 1
            self.crash(process, f"{kind}: {name}")
            raise Gone
        if chance < odds.crash + odds.fault:
            self.faults[f"{kind}: {name}"] += 1
            self.disturb(f"fault {kind}: {name}")
            return True
        return False

    def crash(self, process: Process, why: str) -> None:
        if process.dead:
            return
        self.disturb(f"crash of {process} at {why}")
        process.dead = True
        for tell in self.on_crash:
            tell(process)
        for call in process.calls:
            if not call.done():
                call.set_exception(ConnectionResetError("the process died"))

    def disturb(self, line: str) -> None:
        self.disturbed.append(asyncio.get_running_loop().time())
        self.trace(line)

    def broke(self, what: str) -> None:
        """A fake was asked for something it cannot do."""
        self.broken.append(what)

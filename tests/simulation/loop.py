"""An event loop on virtual time: one randomly chosen ready callback a step, and nothing ever waits.

Everything that runs belongs to a process, by a context variable that tasks and timers inherit. What belongs to a
dead process never runs again, as after kill -9; what belongs to a frozen one waits until it is thawed.
"""

import asyncio
import heapq
from contextvars import ContextVar
from random import Random
from typing import Any

from tests.simulation.process import Process

HERE: ContextVar[Process | None] = ContextVar("HERE", default=None)  # the process whose code runs now


class Deadlock(Exception):
    """Nothing is ready and no timer is set."""


class SimLoop(asyncio.BaseEventLoop):
    def __init__(self, dice: Random) -> None:
        super().__init__()
        self._dice = dice
        self._now = 0.0
        self._frozen: list[asyncio.Handle] = []
        self.steps = 0
        self.set_exception_handler(lambda *_: None)  # tasks of the dead are pending for ever

    def time(self) -> float:
        return self._now

    def thaw(self) -> None:
        """Look again at what waited for a frozen process."""
        self._ready.extend(self._frozen)
        self._frozen.clear()

    def call_soon_threadsafe(self, callback: Any, *args: Any, context: Any = None) -> asyncio.Handle:
        return self.call_soon(callback, *args, context=context)

    def _process_events(self, event_list: Any) -> None:
        """There is no selector."""

    def _write_to_self(self) -> None:
        """Nobody waits for one."""

    def _run_once(self) -> None:
        self._let_time_pass()
        ready = self._ready
        ready.rotate(-self._dice.randrange(len(ready)))
        handle = ready.popleft()
        self.steps += 1
        process = handle._context.get(HERE)
        if handle._cancelled or (process and process.dead):
            return
        if process and process.frozen:
            self._frozen.append(handle)
            return
        handle._run()

    def _let_time_pass(self) -> None:
        timers = self._scheduled
        while not self._ready:
            if not timers:
                raise Deadlock
            self._now = max(self._now, timers[0]._when)
            self._take_due()
        self._take_due()

    def _take_due(self) -> None:
        timers = self._scheduled
        while timers and timers[0]._when <= self._now:
            handle = heapq.heappop(timers)
            handle._scheduled = False
            if not handle._cancelled:
                self._ready.append(handle)

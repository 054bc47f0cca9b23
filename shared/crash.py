"""Named points at which a test stops the process, one at each step that has an effect.

CRASH_AT=name:n kills it at the n-th visit; PAUSE_AT=name:n freezes it there until somebody sends SIGCONT.
"""

import os
import signal

_STOPPED_BY = {"CRASH_AT": signal.SIGKILL, "PAUSE_AT": signal.SIGSTOP}
points: dict[str, "CrashPoint"] = {}  # all of them, once the modules are imported


class CrashPoint:
    """Made at a module's top, called where the step is. It does nothing unless this very point was asked for."""

    def __init__(self, name: str) -> None:
        if name in points:
            raise ValueError(f"two crash points are called {name}")
        points[name] = self
        self._name = name
        self._visits = 0

    def __call__(self) -> None:
        for variable, how in _STOPPED_BY.items():
            wanted, _, nth = os.environ.get(variable, "").partition(":")
            if wanted == self._name:
                self._visits += 1
                if self._visits == int(nth or 1):
                    os.kill(os.getpid(), how)

"""Named points at which a test may kill the process: CRASH_AT=name:n kills at the n-th visit."""

import os
import signal
from collections import Counter

_visits: Counter[str] = Counter()


def crash_point(name: str) -> None:
    """Does nothing unless this very point was asked for."""
    wanted, _, nth = os.environ.get("CRASH_AT", "").partition(":")
    if wanted != name:
        return
    _visits[name] += 1
    if _visits[name] == int(nth or 1):
        os.kill(os.getpid(), signal.SIGKILL)

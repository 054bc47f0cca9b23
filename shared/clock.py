"""What time it is, for the domain. Timeouts, leases and back-off use real time instead.

The supervisor may start domain time at an instant, faster or stepped: it writes an anchor file that all
services read, {"domain": ISO instant, "real": unix seconds, "speed": domain seconds a real second}.
"""

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, UTC."""


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class AnchoredClock:
    """Follows the anchor file; looks at it again whenever it was written anew."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp = (-1, -1)
        self._domain = datetime.min.replace(tzinfo=UTC)
        self._real = 0.0
        self._speed = 0.0

    def now(self) -> datetime:
        self._look()
        passed = (time.time() - self._real) * self._speed
        return self._domain + timedelta(seconds=passed)

    def _look(self) -> None:
        file = self._path.stat()
        stamp = (file.st_mtime_ns, file.st_ino)  # two writes may share a tick, never a file
        if stamp == self._stamp:
            return
        anchor = json.loads(self._path.read_text())
        self._domain = datetime.fromisoformat(anchor["domain"]).astimezone(UTC)
        self._real, self._speed = float(anchor["real"]), float(anchor["speed"])
        self._stamp = stamp


def clock(anchor_file: Path | None) -> Clock:
    return AnchoredClock(anchor_file) if anchor_file else WallClock()

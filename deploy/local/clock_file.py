"""Domain time of one installation: an anchor file that every service reads.

{"domain": ISO instant, "real": unix seconds, "speed": domain seconds a second}; speed 0 is stepped.
Domain time never goes back: while the supervisor runs it says so once a second (`clock.alive`), and
after it was killed time goes on from the last such moment.
"""

import json
import os
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

HEARTBEAT_SECONDS = 1.0


class ClockRefused(Exception):
    """What was asked of the clock cannot be, and the message says why."""


@dataclass(frozen=True)
class ClockStart:
    """Where domain time starts, and how fast it goes."""

    domain: datetime
    speed: float

    @classmethod
    def parse(cls, text: str) -> "ClockStart":
        """From `2026-01-05T09:00:00+00:00@86400`; without `@…` it goes at the real speed."""
        instant, _, speed = text.partition("@")
        try:
            start = cls(datetime.fromisoformat(instant), float(speed or "1"))
        except ValueError as error:
            raise ClockRefused(f"--clock needs ISO-INSTANT@SPEED, not {text!r}") from error
        if start.domain.tzinfo is None:
            raise ClockRefused(f"--clock needs an instant with its zone, not {instant!r}")
        if not 0 <= start.speed < float("inf"):
            raise ClockRefused("--clock needs a speed of 0 (stepped) or more")
        return start


class ClockFile:
    """The anchor file, written whole or not at all."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / "clock.json"
        self._alive = data_dir / "clock.alive"

    @property
    def exists(self) -> bool:
        return self.path.exists()

    def now(self) -> datetime:
        return self._at(time.time())

    def set(self, domain: datetime, speed: float | None = None) -> None:
        """Domain time is now this; without a speed it goes on as fast as before."""
        self._write(domain, self._read()["speed"] if speed is None else speed)

    def begin(self, start: ClockStart | None) -> None:
        """When services are about to start: a new anchor, or the old one from where it stood."""
        if self.exists:
            self.set(self._where_it_stood(), start.speed if start else None)
        elif start is not None:
            self._write(start.domain, start.speed)

    def heartbeat(self) -> None:
        if self.exists:
            self._alive.touch()

    def end(self) -> None:
        """At the supervisor's stop: domain time stands still until the next start."""
        if self.exists:
            self.set(self.now())
            self._alive.unlink(missing_ok=True)

    def _where_it_stood(self) -> datetime:
        if not self._alive.exists():
            return datetime.fromisoformat(self._read()["domain"])
        return self._at(self._alive.stat().st_mtime + HEARTBEAT_SECONDS)

    def _at(self, real: float) -> datetime:
        anchor = self._read()
        passed = max(0.0, real - anchor["real"]) * anchor["speed"]
        return datetime.fromisoformat(anchor["domain"]) + timedelta(seconds=passed)

    def _read(self) -> dict[str, Any]:
        anchor: dict[str, Any] = json.loads(self.path.read_text())
        return anchor

    def _write(self, domain: datetime, speed: float) -> None:
        anchor = {"domain": domain.isoformat(), "real": time.time(), "speed": speed}
        fresh = self.path.with_suffix(".new")
        with fresh.open("w") as file:
            json.dump(anchor, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.rename(self.path)

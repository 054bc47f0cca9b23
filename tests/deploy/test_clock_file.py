"""The clock's anchor file: what --clock means, and that domain time never goes back."""

import json
import os
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from deploy.local.clock_file import HEARTBEAT_SECONDS, ClockFile, ClockRefused, ClockStart

START = datetime.fromisoformat("2026-01-05T09:00:00+00:00")
STEPPED = ClockStart(START, 0)


@pytest.mark.parametrize(
    ("text", "speed"),
    [
        ("2026-01-05T09:00:00+00:00@86400", 86400),
        ("2026-01-05T09:00:00Z@0", 0),
        ("2026-01-05T10:00:00+01:00", 1),
    ],
)
def test_an_instant_and_a_speed(text: str, speed: float) -> None:
    assert ClockStart.parse(text) == ClockStart(START, speed)


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-01-05T09:00:00@1", "2026-01-05T09:00Z@fast", "2026-01-05T09:00Z@-1"]
)
def test_what_is_no_clock_is_refused(text: str) -> None:
    with pytest.raises(ClockRefused):
        ClockStart.parse(text)


def test_without_a_clock_there_is_no_file(tmp_path: Path) -> None:
    ClockFile(tmp_path).begin(None)
    assert not ClockFile(tmp_path).exists


def test_the_file_has_the_shape_that_services_read(tmp_path: Path) -> None:
    ClockFile(tmp_path).begin(ClockStart(START, 60))
    anchor = json.loads((tmp_path / "clock.json").read_text())
    assert anchor.keys() == {"domain", "real", "speed"}
    assert datetime.fromisoformat(anchor["domain"]) == START
    assert anchor["real"] <= time.time()


def test_a_stepped_clock_stands_until_it_is_set(tmp_path: Path) -> None:
    clock = ClockFile(tmp_path)
    clock.begin(STEPPED)
    assert clock.now() == clock.now() == START
    clock.set(START + timedelta(days=3))
    assert clock.now() == START + timedelta(days=3)


def test_time_goes_on_from_where_it_was_stopped(tmp_path: Path) -> None:
    clock = ClockFile(tmp_path)
    clock.begin(ClockStart(START, 1_000_000))
    clock.end()
    stood = json.loads((tmp_path / "clock.json").read_text())["domain"]
    clock.begin(STEPPED)  # only the speed is taken: the past has been recorded already
    assert clock.now() == datetime.fromisoformat(stood) > START


def test_after_a_kill_time_goes_on_from_the_last_heartbeat(tmp_path: Path) -> None:
    clock = ClockFile(tmp_path)
    clock.begin(ClockStart(START, 10))
    clock.heartbeat()
    began = json.loads((tmp_path / "clock.json").read_text())["real"]
    os.utime(tmp_path / "clock.alive", (began + 60, began + 60))
    clock.begin(STEPPED)
    assert clock.now() >= START + timedelta(seconds=10 * (60 + HEARTBEAT_SECONDS) - 1)

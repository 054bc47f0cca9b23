"""Domain time: the wall's, or what the anchor file says it is."""

import json
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from shared.clock import AnchoredClock, WallClock, clock

EASTER = datetime(2026, 4, 2, 15, 50, tzinfo=UTC)


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the real clock shows, for the test to move."""
    shows = [1000.0]
    monkeypatch.setattr("shared.clock.time", SimpleNamespace(time=lambda: shows[0]))
    return shows


@pytest.fixture
def anchor(tmp_path: Path) -> Path:
    return tmp_path / "clock.json"


_writes = iter(range(1, 10**6))


def write(
    path: Path, *, domain: str = "2026-04-02T15:50:00+00:00", real: float = 1000.0, speed: float = 1.0
) -> None:
    path.write_text(json.dumps({"domain": domain, "real": real, "speed": speed}))
    stamp = next(_writes) * 10**9
    os.utime(path, ns=(stamp, stamp))


def test_without_an_anchor_it_is_real_time() -> None:
    before = datetime.now(UTC)
    now = clock(None).now()
    assert isinstance(clock(None), WallClock)
    assert before <= now <= datetime.now(UTC) and now.utcoffset() == timedelta(0)


def test_domain_time_starts_at_the_anchor(anchor: Path, real: list[float]) -> None:
    write(anchor)
    assert clock(anchor).now() == EASTER


def test_it_goes_on_with_real_time(anchor: Path, real: list[float]) -> None:
    write(anchor)
    it = AnchoredClock(anchor)
    real[0] += 90
    assert it.now() == EASTER + timedelta(seconds=90)


def test_it_can_go_faster(anchor: Path, real: list[float]) -> None:
    """A day a second."""
    write(anchor, speed=86_400)
    it = AnchoredClock(anchor)
    real[0] += 2.5
    assert it.now() == EASTER + timedelta(days=2.5)


def test_stepped_it_stands_still_until_it_is_moved(anchor: Path, real: list[float]) -> None:
    write(anchor, speed=0)
    it = AnchoredClock(anchor)
    real[0] += 3600
    assert it.now() == EASTER
    write(anchor, domain="2026-04-13T22:59:59.999999+00:00", speed=0)
    assert it.now() == datetime(2026, 4, 13, 22, 59, 59, 999999, tzinfo=UTC)


def test_a_new_speed_begins_where_the_new_anchor_says(anchor: Path, real: list[float]) -> None:
    write(anchor)
    it = AnchoredClock(anchor)
    real[0] += 10
    write(anchor, domain=it.now().isoformat(), real=real[0], speed=60)
    real[0] += 1
    assert it.now() == EASTER + timedelta(seconds=70)


def test_an_anchor_in_another_zone_is_the_same_instant_in_utc(anchor: Path, real: list[float]) -> None:
    write(anchor, domain="2026-04-02T16:50:00+01:00")
    now = AnchoredClock(anchor).now()
    assert now == EASTER and now.utcoffset() == timedelta(0)


def test_all_that_read_one_anchor_agree(anchor: Path, real: list[float]) -> None:
    write(anchor, speed=1000)
    one, two = AnchoredClock(anchor), AnchoredClock(anchor)
    one.now()
    real[0] += 7
    assert one.now() == two.now()


def test_the_file_is_read_again_only_when_it_was_written(
    anchor: Path, real: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(anchor)
    it = AnchoredClock(anchor)
    it.now()
    monkeypatch.setattr(Path, "read_text", lambda _: pytest.fail("read again"))
    assert it.now() == EASTER


def test_a_missing_anchor_is_an_error_and_not_real_time(anchor: Path) -> None:
    with pytest.raises(FileNotFoundError):
        clock(anchor).now()


def test_real_time_is_only_used_for_what_passes(anchor: Path) -> None:
    write(anchor, real=time.time(), speed=0)
    assert AnchoredClock(anchor).now() == EASTER

"""The process as it is started: two servers, and one signal that stops both."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from deploy.local.ports import free_base_port

pytestmark = pytest.mark.real
PROJECT = Path(__file__).parents[2]


@pytest.fixture
def base_port() -> int:
    return free_base_port()


@pytest.fixture
def process(tmp_path: Path, base_port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The publisher with neither Postgres nor Kafka to be found."""
    key = tmp_path / "wrapping.key"
    key.write_bytes(b"k" * 32)
    told = {
        "CSPR_PORT": str(base_port),
        "CSPR_SITE_PORT": str(base_port + 1),
        "CSPR_DATABASE_URL": f"postgresql://publisher@127.0.0.1:{base_port + 2}/publisher",
        "CSPR_KAFKA": f"127.0.0.1:{base_port + 3}",
        "CSPR_WRAPPING_KEY_FILE": str(key),
    }
    command = [sys.executable, "-m", "services.publisher"]
    child = subprocess.Popen(command, env={**os.environ, **told}, cwd=PROJECT, stdout=subprocess.DEVNULL)
    yield child
    child.kill()
    child.wait()


def answer_of(url: str, seconds: float = 90.0) -> httpx.Response:
    until = time.monotonic() + seconds
    while True:
        try:
            return httpx.get(url)
        except httpx.TransportError:
            assert time.monotonic() < until, f"nobody answers at {url}"
            time.sleep(0.1)


def test_both_servers_answer_before_anything_else_is_there_and_one_signal_stops_both(
    process: subprocess.Popen[bytes], base_port: int
) -> None:
    assert answer_of(f"http://127.0.0.1:{base_port}/health/live").status_code == 200
    site = answer_of(f"http://127.0.0.1:{base_port + 1}/")
    assert (site.status_code, "Not available just now" in site.text) == (503, True)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=90) == 0
    with pytest.raises(httpx.TransportError):
        httpx.get(f"http://127.0.0.1:{base_port + 1}/")

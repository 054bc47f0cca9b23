"""The supervisor, with dummy services: ready when all are, alive until told, nothing left behind."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.local.pause import paused
from deploy.local.ports import Ports, free_base_port
from deploy.local.process import command_of, true
from deploy.local.record import NotRunning, Record

pytestmark = pytest.mark.real
PATIENCE_SECONDS = 90
START = datetime.fromisoformat("2026-01-05T09:00:00+00:00")


@dataclass
class Installation:
    """`cspr up` on a directory of its own."""

    data_dir: Path
    ports: Ports = field(default_factory=lambda: Ports(free_base_port()))
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def up(self, clock: str = "") -> subprocess.Popen[str]:
        partnership = self.data_dir.with_suffix(".toml")
        partnership.write_text('[[agencies]]\nid = "police"\nkind = "police"\nname = "Police"\n')
        script = str(Path(__file__).with_name("dummy_up.py"))
        told = [str(self.data_dir), str(self.ports.base), str(partnership), clock]
        process = subprocess.Popen(
            [sys.executable, script, *told],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.started.append(process)
        return process

    def ready(self, clock: str = "") -> subprocess.Popen[str]:
        process = self.up(clock)
        assert process.stdout is not None
        assert process.stderr is not None
        line = process.stdout.readline()
        assert line == f"ready http://127.0.0.1:{self.ports.base}/\n", process.stderr.read()
        return process

    def ask(self, service: str, path: str = "/") -> Any:
        return httpx.get(self.ports.url(service) + path, timeout=PATIENCE_SECONDS).json()

    def cspr(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "deploy.cli", *arguments, "--data-dir", str(self.data_dir)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def secrets(self) -> tuple[str, bytes]:
        """The database's password, in an address, and the wrapping key, as a service is told."""
        told = self.ask("intake")["told"]
        return told["CSPR_DATABASE_URL"], Path(told["CSPR_WRAPPING_KEY_FILE"]).read_bytes()

    def clock(self) -> datetime:
        anchor = json.loads((self.data_dir / "clock.json").read_text())
        return datetime.fromisoformat(anchor["domain"])


@contextmanager
def _made() -> Iterator[Installation]:
    directory = Path(tempfile.mkdtemp(prefix="cspr-test-"))
    installation = Installation(directory / "data")
    yield installation
    for process in installation.started:
        process.kill()
        process.communicate()
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture
def installation() -> Iterator[Installation]:
    with _made() as installation:
        yield installation


@pytest.fixture(scope="module")
def running() -> Iterator[Installation]:
    """One that is up, for tests that leave it so."""
    with _made() as installation:
        installation.ready()
        yield installation


async def settled(condition: Callable[[], bool]) -> None:
    assert await true(condition, PATIENCE_SECONDS)


def all_gone(pids: list[int]) -> bool:
    return all(command_of(pid) is None for pid in pids)


async def test_a_clean_stop_leaves_no_process_and_a_restart_keeps_everything(
    installation: Installation,
) -> None:
    first = installation.ready()
    pids = list(Record.read(installation.data_dir).children.values())
    assert len(pids) == 6
    secrets = installation.secrets()
    first.send_signal(signal.SIGTERM)
    assert first.wait(PATIENCE_SECONDS) == 0
    assert all_gone(pids)
    with pytest.raises(NotRunning):
        Record.read(installation.data_dir)

    installation.ready()
    assert installation.secrets() == secrets
    assert "CSPR_CLOCK_FILE" not in installation.ask("intake")["told"]


async def test_a_killed_supervisor_leaves_no_orphan_and_time_does_not_go_back(
    installation: Installation,
) -> None:
    supervisor = installation.ready(f"{START.isoformat()}@3600")
    assert installation.clock() == START
    heartbeat = installation.data_dir / "clock.alive"
    await settled(heartbeat.exists)
    began = heartbeat.stat().st_mtime
    await settled(lambda: heartbeat.stat().st_mtime > began)
    pids = list(Record.read(installation.data_dir).children.values())
    supervisor.kill()
    supervisor.wait()
    await settled(lambda: all_gone(pids))

    installation.ready()
    assert installation.clock() > START + timedelta(hours=1)
    assert installation.ask("console")["told"]["CSPR_CLOCK_FILE"]


async def test_a_crashed_service_comes_back(running: Installation) -> None:
    before = Record.read(running.data_dir).children
    with pytest.raises(httpx.HTTPError):
        running.ask("intake", "/crash")
    await settled(lambda: _pid(running, "intake") not in (None, before["intake"]))
    assert _pid(running, "console") == before["console"]
    os.kill(before["postgres"], signal.SIGQUIT)
    await settled(lambda: _pid(running, "postgres") not in (None, before["postgres"]))


async def test_status_tells_of_every_service(running: Installation) -> None:
    await settled(lambda: all(_ready(service) for service in _status(running)))
    assert [service["service"] for service in _status(running)] == ["intake", "publisher", "console"]
    assert "intake" in running.cspr("status")


async def test_a_paused_service_is_down_until_it_is_not(installation: Installation) -> None:
    supervisor = installation.ready()
    before = Record.read(installation.data_dir).children["intake"]
    async with paused(installation.data_dir, "intake"):
        assert command_of(before) is None
        assert _pid(installation, "console")
    assert installation.ask("intake")["pid"] != before
    supervisor.terminate()
    _, told = supervisor.communicate()
    assert "intake is wanted again" in told
    assert "ended with code" not in told  # nobody need look for a crash


async def test_a_second_up_is_refused(running: Installation) -> None:
    second = running.up()
    _, said = await asyncio.to_thread(second.communicate)
    assert second.returncode == 1
    assert f"already running in {running.data_dir}" in said.replace("\n", "")
    assert "Traceback" not in said


async def test_a_taken_port_is_named(installation: Installation) -> None:
    server = await asyncio.start_server(
        lambda reader, writer: writer.close(), "127.0.0.1", installation.ports.of("postgres")
    )
    async with server:
        refused = installation.up()
        _, said = await asyncio.to_thread(refused.communicate)
    assert refused.returncode == 1
    assert f"port {installation.ports.of('postgres')} (for postgres)" in said
    assert "Traceback" not in said


async def test_ctrl_c_while_starting_stops_everything(installation: Installation) -> None:
    process = installation.up()
    kafka = installation.data_dir / "kafka" / "server.properties"
    await settled(kafka.exists)
    process.send_signal(signal.SIGINT)
    assert await asyncio.to_thread(process.wait, PATIENCE_SECONDS) == 0
    assert not installation.ports.taken("kafka", "postgres", "mail", "intake")


def _status(installation: Installation) -> list[dict[str, Any]]:
    """Whatever it tells, and whether or not all are ready."""
    command = [sys.executable, "-m", "deploy.cli", "status", "--json", "--data-dir", str(installation.data_dir)]
    found: list[dict[str, Any]] = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
    return found


def _ready(service: dict[str, Any]) -> bool:
    return bool(service["live"] and service["ready"])


def _pid(installation: Installation, name: str) -> int | None:
    return Record.read(installation.data_dir).children.get(name)

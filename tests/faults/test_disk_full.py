"""No room is left: Postgres', then Kafka's. Nothing accepted is lost, and all goes on when there is room again."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import pytest

from deploy.local.ports import free_base_port
from deploy.local.probe import http_status
from tests.faults.installation import Installation
from tests.faults.road import AWAY, Client, nothing_lost_nothing_twice, report
from tests.toys import until

pytestmark = pytest.mark.real
DISKS = {"postgres": 200, "kafka": 200}  # MiB
NAMESPACE = ["unshare", "--user", "--map-current-user", "--mount", "--keep-caps"]


@contextmanager
def _small_disk(folder: Path, mebibytes: int) -> Iterator[None]:
    folder.mkdir(parents=True)
    options = f"size={mebibytes}m,mode=0755"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "cspr-test", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@asynccontextmanager
async def _on_small_disks() -> AsyncIterator[Client]:
    with TemporaryDirectory(prefix="cspr-disk-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        with _small_disk(data / "postgres", DISKS["postgres"]), _small_disk(data / "kafka", DISKS["kafka"]):
            runtime = Installation(data, free_base_port(), services=("intake",))
            await runtime.start()
            watching = asyncio.create_task(runtime.watch())
            client = Client(runtime)
            try:
                yield client
            finally:
                watching.cancel()
                await asyncio.gather(watching, return_exceptions=True)
                await client.http.aclose()
                await runtime.stop()


@contextmanager
def _full(disk: Path) -> Iterator[None]:
    """Nothing more fits; what is removed elsewhere is filled up at once by nobody, so a little may."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    try:
        yield
    finally:
        filler.unlink()


def _needs_a_namespace(test: str) -> bool:
    """Whoever may not mount runs the test again where he may: as root of a mount namespace of his own."""
    if os.geteuid() == 0 or os.environ.get("CSPR_IN_NAMESPACE"):
        return False
    command = [*NAMESPACE, sys.executable, "-P", "-m", "pytest", "-q", f"{__file__}::{test}"]
    done = subprocess.run(command, env={**os.environ, "CSPR_IN_NAMESPACE": "1"}, capture_output=True, text=True)
    assert done.returncode == 0, (
        f"A small disk needs root, or user namespaces ({' '.join(NAMESPACE)}):\n{done.stdout}{done.stderr}"
    )
    return True


async def _refused(client: Client, told: list[str]) -> httpx.Response | None:
    """One report more. What is accepted counts; None until one is refused."""
    id_ = f"full-{len(told)}"
    try:
        response = await client.http.post(
            f"{client.runtime.url('intake')}/reports",
            json=_long(id_),
            headers={"Actor": "agency:hospital", "Idempotency-Key": id_},
        )
    except AWAY:
        return None
    if response.is_success:
        client.told[id_] = response.json()["case"]
        told.append(id_)
        return None
    return response


def _long(id_: str) -> dict[str, Any]:
    body = report(id_)
    body["data"]["outline"] = "A fictional incident. " * 400
    return body


async def test_with_postgres_disk_full_intake_says_not_now_and_goes_on_when_there_is_room():
    if _needs_a_namespace("test_with_postgres_disk_full_intake_says_not_now_and_goes_on_when_there_is_room"):
        return
    async with _on_small_disks() as client:
        told: list[str] = []
        with _full(client.runtime.data_dir / "postgres"):
            response = await until(lambda: _refused(client, told))
            live = await http_status(client.runtime.ports.of("intake"), "/health/live")
        assert response.status_code == 503
        assert response.headers["content-type"] == "application/problem+json"
        assert int(response.headers["Retry-After"]) > 0
        assert live == 200

        await client.report("there-is-room-again")
        await nothing_lost_nothing_twice(client, "intake")


async def _kafka_is_down(client: Client) -> bool:
    await client.report(f"kafka-full-{len(client.told)}")
    return not client.runtime.kafka.running


async def test_with_kafkas_disk_full_intake_accepts_and_says_it_when_there_is_room():
    if _needs_a_namespace("test_with_kafkas_disk_full_intake_accepts_and_says_it_when_there_is_room"):
        return
    async with _on_small_disks() as client:
        with _full(client.runtime.data_dir / "kafka"):
            await until(lambda: _kafka_is_down(client))
            answer = await client.http.post(
                f"{client.runtime.url('intake')}/reports",
                json=report("while-kafka-is-full"),
                headers={"Actor": "agency:hospital", "Idempotency-Key": "while-kafka-is-full"},
            )
            client.told["while-kafka-is-full"] = answer.json()["case"]
        assert (answer.status_code, answer.json()["receipt"]) == (202, "accepted")

        await nothing_lost_nothing_twice(client, "intake")

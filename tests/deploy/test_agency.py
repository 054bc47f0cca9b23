"""`cspr agency`: one is added while others report, and it reports at once, by Kafka and over HTTP."""

import asyncio
import json
import shutil
import stat
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest
from aiokafka import AIOKafkaConsumer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaConnectionError

from deploy.access.limiting import limits_there
from deploy.access.limits import limits_of
from deploy.access.rights import everybody
from deploy.commands.agency import told_of
from deploy.local.ports import free_base_port
from deploy.local.runtime import Runtime
from deploy.onboarding import Underway, alone
from deploy.partnership import DEFAULT_PARTNERSHIP, agencies
from shared.broker import Broker
from shared.broker import client as at
from shared.kafka_reading import cluster_id
from shared.partnership import load
from tests.faults.road import Client, report
from tests.kept_up import kept_up
from tests.toys import put, until

INCIDENTS = "partner.health-visitors.incidents"
NEW = ("health-visitors", "--kind", "health", "--name", "Meon Health Visiting", "--as", "person:manager")


@asynccontextmanager
async def watched() -> AsyncIterator[Runtime]:
    """Intake and reviews under a supervisor, on a partnership's file of their own."""
    with TemporaryDirectory(prefix="cspr-agency-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        file = Path(folder) / "partnership.toml"
        shutil.copy(DEFAULT_PARTNERSHIP, file)
        services = ("intake", "reviews")
        runtime = Runtime(Path(folder) / "data", free_base_port(), services=services, partnership=file)
        async with kept_up(runtime):
            yield runtime


async def cspr(runtime: Runtime, *arguments: str) -> tuple[int | None, str, str]:
    command = ("-m", "deploy.cli", "agency", *arguments, "--data-dir", str(runtime.data_dir))
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, errors = await process.communicate()
    return process.returncode, out.decode(), errors.decode()


async def _over_http(runtime: Runtime, id_: str) -> httpx.Response:
    headers = {"Actor": "agency:health-visitors"}
    async with httpx.AsyncClient(base_url=runtime.url("intake"), timeout=30) as http:
        return await http.post("/reports", json=report(id_, "health-visitors"), headers=headers)


async def _both_taken_in(client: Client, ids: set[str]) -> bool:
    return ids <= set(await client.reports())


async def _first_feedback(runtime: Runtime) -> str:
    consumer = AIOKafkaConsumer(
        "partner.health-visitors.feedback",
        **at(runtime.kafka.known_as("partner.health-visitors")),
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        return str(json.loads((await consumer.getone()).value)["type"])
    finally:
        await consumer.stop()


@pytest.mark.real
async def test_an_agency_added_to_a_running_installation_reports_at_once_and_nobody_loses_a_report() -> None:
    async with watched() as runtime:
        client = Client(runtime)
        assert (await _over_http(runtime, "too-early")).status_code == 422

        added = asyncio.Event()

        async def others_report() -> None:
            number = 0
            while not added.is_set():
                await client.report(f"meanwhile-{number}")
                number += 1

        load_ = asyncio.create_task(others_report())
        code, said, errors = await cspr(runtime, "add", *NEW)
        added.set()
        await load_
        assert code == 0, errors
        assert "partner.health-visitors.returns" in said and "reviews knows it" in errors

        line = json.dumps(report("by-kafka", "health-visitors")).encode()
        await put(_itself(runtime), INCIDENTS, (b"ref-by-kafka", line))
        assert (await _over_http(runtime, "by-http")).is_success
        await until(lambda: _both_taken_in(client, {"by-kafka", "by-http", *client.told}))
        assert await _first_feedback(runtime) == "cspr.intake.report-acknowledged.v1"

        code, listed, errors = await cspr(runtime, "list")
        assert code == 0, errors
        assert "health-visitors  Meon Health Visiting\n    not yet conformant, last heard " in listed
        code, _, errors = await cspr(runtime, "add", "police", *NEW[1:])
        assert code == 1 and "cspr: id: is another agency's of this partnership" in errors
        assert "Traceback" not in errors
        await _rotated_and_turned_away(runtime)
        await _limited_as_all_agencies_are(runtime)
        await client.http.aclose()


async def _rotated_and_turned_away(runtime: Runtime) -> None:
    """From the command line, at the same running installation: a start takes long."""
    before, file = _itself(runtime), runtime.data_dir / "handed-over.properties"
    code, _, errors = await cspr(runtime, "kafka", "rotate", "health-visitors", str(file))
    assert code == 0, errors
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    told = dict(line.split("=", 1) for line in file.read_text().splitlines() if not line.startswith("#"))
    assert (told["sasl.username"], told["group.id"]) == (
        "partner.health-visitors.2",
        "partner.health-visitors.reader",
    )
    after = before.as_(told["sasl.username"], told["sasl.password"])
    with pytest.raises(KafkaConnectionError):
        await cluster_id(before)
    await put(after, INCIDENTS, (b"ref", json.dumps(report("rotated", "health-visitors")).encode()))

    assert (await cspr(runtime, "kafka", "revoke", "health-visitors"))[0] == 0
    with pytest.raises(KafkaConnectionError):
        await cluster_id(after)
    code, _, errors = await cspr(runtime, "kafka", "connection", "health-visitors", str(file))
    assert (code, errors) == (
        1,
        "cspr: health-visitors was turned away; cspr agency kafka rotate lets it in again\n",
    )
    code, _, errors = await cspr(runtime, "kafka", "revoke", "nobody")
    assert (code, errors) == (1, "cspr: nobody is no agency of this partnership\n")


async def _limited_as_all_agencies_are(runtime: Runtime) -> None:
    """By what holds for whoever is not named: neither adding nor rotating named it."""
    admin = AIOKafkaAdminClient(**at(runtime.kafka.bootstrap))
    await admin.start()
    try:
        ours = everybody(agencies(runtime.data_dir.parent / "partnership.toml"))
        assert await limits_there(admin) == limits_of(ours)
    finally:
        await admin.close()


def _itself(runtime: Runtime) -> Broker:
    return runtime.kafka.known_as("partner.health-visitors")


def test_of_two_commands_at_once_one_goes_on(tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(Underway), alone(tmp_path):
        pass
    with alone(tmp_path):
        pass


def test_of_each_agency_it_says_how_it_is_and_what_to_do_where_intake_does_not_know_it() -> None:
    each = load(DEFAULT_PARTNERSHIP).agencies[0]
    topics = "    partner.police.incidents, partner.police.returns, partner.police.feedback"
    unknown = f"police  Meon Valley Police\n    in the file only: add it once more\n{topics}"
    assert told_of(each, None) == unknown
    heard = told_of(each, {"state": "conformant", "last_heard_at": "2026-11-03T08:55:12Z"})
    assert heard.splitlines()[1] == "    conformant, last heard 2026-11-03 08:55"
    silent = told_of(each, {"state": "suspended", "last_heard_at": None})
    assert silent.splitlines()[1] == "    suspended, never heard"

"""Every case as a record on an agency's own topic: the partition moves on, the agency is told, nothing leaks."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import asyncpg
import httpx
import pytest
import pytest_asyncio
from aiokafka import AIOKafkaProducer

from deploy.local.clock_file import ClockStart
from deploy.local.ports import free_base_port
from deploy.local.runtime import Runtime
from shared.broker import client as at
from shared.kafka_reading import as_record, partitions_of, read_to_end
from tests.bad_input.catalogue import over
from tests.bad_input.made import AGENCY, CANARY, NOW, BadInputCase, good, wired
from tests.toys import until

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]
TOPIC, FEEDBACK = f"partner.{AGENCY}.incidents", f"partner.{AGENCY}.feedback"
MIB = 1024 * 1024
PATIENCE_SECONDS = 90.0  # that it goes on is tested here; how soon, by nobody whose machine is shared


@dataclass
class Road:
    """Intake alone on real Kafka and PostgreSQL; `offsets` says where each case was put."""

    runtime: Runtime
    http: httpx.AsyncClient
    producer: AIOKafkaProducer
    offsets: dict[str, int] = field(default_factory=dict)

    async def put(self, cases: Iterable[BadInputCase]) -> None:
        sent = {
            case.name: await self.producer.send(
                TOPIC, case.body, key=case.key, headers=[*case.headers], partition=0
            )
            for case in cases
        }
        self.offsets |= {name: (await landed).offset for name, landed in sent.items()}

    async def put_one(self, body: bytes | None, key: bytes | None = None) -> int:
        """Its offset."""
        return int((await self.producer.send_and_wait(TOPIC, body, key=key, partition=0)).offset)

    async def get(self, path: str) -> Any:
        return (await self.http.get(f"{self.runtime.url('intake')}{path}")).json()

    async def goes_through(self, name: str) -> None:
        """A good report, behind all that was sent before."""
        await self.put_one(wired(good(name)))
        wanted = json.loads(wired(good(name)))["id"]
        await until(lambda: self._is_a_case(wanted), PATIENCE_SECONDS)
        await until(self._all_published, PATIENCE_SECONDS)

    async def _is_a_case(self, report: str) -> bool:
        return any(case["report"] == report for case in await self.get("/cases"))

    async def _all_published(self) -> bool:
        return bool((await self.get("/status"))["unpublished"] == 0)

    async def on(self, topic: str) -> list[bytes]:
        partitions = await partitions_of(self.runtime.kafka.bootstrap, [topic])
        start = dict.fromkeys(partitions, 0)
        return [as_record(r).value or b"" async for r in read_to_end(self.runtime.kafka.bootstrap, start)]

    async def refusals(self) -> dict[int, dict[str, Any]]:
        """What the agency was told, by the offset of its record."""
        told = [json.loads(value) for value in await self.on(FEEDBACK)]
        return {e["data"]["offset"]: e["data"] for e in told if ".report-refused." in e["type"]}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def road() -> AsyncIterator[Road]:
    """The whole catalogue put in, and one good report behind it gone through."""
    with TemporaryDirectory(prefix="cspr-bad-input-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        runtime = Runtime(
            Path(folder) / "data", free_base_port(), clock=ClockStart(NOW, 1.0), services=("intake",)
        )
        await runtime.start()
        producer = AIOKafkaProducer(
            **at(runtime.kafka.bootstrap), max_request_size=64 * MIB, compression_type="gzip"
        )
        await producer.start()
        async with httpx.AsyncClient(timeout=30) as http:
            road = Road(runtime, http, producer)
            await road.put(over("kafka"))
            await road.goes_through("behind the catalogue")
            yield road
        await producer.stop()
        await runtime.stop()


async def test_every_refused_record_is_told_to_its_agency_with_field_and_rule(road: Road) -> None:
    told = await road.refusals()
    wrong = {}
    for case in over("kafka"):
        if case.is_taken_in:
            continue
        refusal = told.get(road.offsets[case.name], {"pointer": "never told", "reason": ""})
        if refusal["pointer"] != case.pointer or case.rule not in refusal["reason"]:
            wrong[case.name] = refusal
        assert case.planted not in refusal["reason"] + refusal["pointer"], case.name
    assert not wrong


async def test_every_other_is_a_case_with_its_flags(road: Road) -> None:
    cases = {case["report"]: tuple(case["flags"]) for case in await road.get("/cases")}
    expected = {case.report: case.flags for case in over("kafka") if case.is_taken_in}
    assert {report: cases.get(report) for report in expected} == expected


async def test_a_refused_record_waits_in_quarantine_and_opens_no_case(road: Road) -> None:
    connection = await asyncpg.connect(road.runtime.database_url("intake"))
    rows = await connection.fetch('SELECT "offset", pointer FROM views.quarantined WHERE topic = $1', TOPIC)
    await connection.close()
    expected = {road.offsets[case.name]: case.pointer for case in over("kafka") if not case.is_taken_in}
    aside = {row["offset"]: row["pointer"] for row in rows}
    assert {offset: aside.get(offset) for offset in expected} == expected
    reports = {case["report"] for case in await road.get("/cases")}
    assert not reports & {case.report for case in over("kafka") if not case.is_taken_in}


async def test_the_same_records_again_change_nothing(road: Road) -> None:
    before = await road.get("/cases")
    await road.put([case for case in over("kafka") if case.is_taken_in])
    await road.goes_through("behind the repeats")
    after = {case["subject"]: case for case in await road.get("/cases")}
    assert len(after) == len(before) + 1
    assert [after[case["subject"]] for case in before] == before


async def test_the_same_id_with_other_content_is_refused_at_its_id(road: Road) -> None:
    await road.put_one(wired(good("once")))
    offset = await road.put_one(wired(good("once", data={"outline": f"Another story of {CANARY}."})))
    await road.goes_through("behind the conflict")
    assert (await road.refusals())[offset]["pointer"] == "/id"


async def test_a_record_without_a_value_is_refused(road: Road) -> None:
    offset = await road.put_one(None, key=b"PGH-2026-17")
    await road.goes_through("behind the tombstone")
    assert (await road.refusals())[offset]["pointer"] == ""


@pytest.mark.parametrize("mebibytes", [3, 30])
async def test_a_record_larger_than_we_could_tell_anybody_holds_nothing_up(road: Road, mebibytes: int) -> None:
    """It unpacks to more than Kafka would take from us again, were it kept whole."""
    offset = await road.put_one(CANARY.encode() + b"\n" * (mebibytes * MIB))
    await road.goes_through(f"behind {mebibytes} MiB")
    assert "longer than" in (await road.refusals())[offset]["reason"]


async def test_nothing_of_it_is_read_in_the_clear_anywhere(road: Road) -> None:
    for topic in ("intake.events", FEEDBACK, "case-keys"):
        values = await road.on(topic)
        assert values
        assert not [value[:200] for value in values if CANARY.encode() in value], topic
    for path in ("/metrics", "/status", "/cases", "/health/ready", "/health/views", "/openapi.json"):
        answer = await road.http.get(f"{road.runtime.url('intake')}{path}")
        assert answer.status_code == 200, path
        assert CANARY not in answer.text, path
    logs = [path for path in (road.runtime.data_dir / "logs").iterdir() if "kafka" not in path.name]
    assert logs
    for path in logs:
        assert CANARY.encode() not in await asyncio.to_thread(path.read_bytes), path


async def test_nothing_was_blamed_on_us(road: Road) -> None:
    """No record fell to the last resort, and the service never stopped to try again."""
    assert not [told for told in (await road.refusals()).values() if "could not be processed" in told["reason"]]
    log = (road.runtime.data_dir / "logs" / "intake.log").read_text()
    for event in ("partner.record_could_not_be_processed", "kafka.slice_failed", "relay.failed"):
        assert event not in log

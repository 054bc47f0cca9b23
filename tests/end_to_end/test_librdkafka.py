"""A stranger's client: librdkafka, as the agency, puts an event in, reads what comes back, and sends rubbish."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from deploy.local.ports import free_base_port
from deploy.local.runtime import Runtime
from shared.broker import Broker
from tests.end_to_end import stranger
from tests.faults.road import Client, report
from tests.toys import until

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client() -> AsyncIterator[Client]:
    with TemporaryDirectory(prefix="cspr-stranger-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        runtime = Runtime(Path(folder) / "data", free_base_port(), services=("intake",))
        await runtime.start()
        client = Client(runtime)
        yield client
        await client.http.aclose()
        await runtime.stop()


def _broker(client: Client, topic: str) -> Broker:
    """As whose topic it is: an agency at its own, else the operator."""
    kafka = client.runtime.kafka
    agency = topic.split(".")[1] if topic.startswith("partner.") else None
    return kafka.known_as(kafka.users.of_agency(agency) or "") if agency else kafka.bootstrap


async def put(client: Client, agency: str, line: bytes, headers: Sequence[tuple[str, str]] = ()) -> None:
    topic = f"partner.{agency}.incidents"
    await stranger.put(_broker(client, topic), topic, line, headers)


async def raw(client: Client, topic: str) -> list[bytes]:
    return await stranger.read(_broker(client, topic), topic)


async def read(client: Client, topic: str) -> list[dict]:
    return [json.loads(value) for value in await raw(client, topic)]


async def _told(client: Client, agency: str, kind: str, count: int = 1) -> list[dict]:
    found = [e for e in await read(client, f"partner.{agency}.feedback") if f".{kind}." in e["type"]]
    return found if len(found) >= count else []


async def test_an_event_put_in_by_a_stranger_becomes_a_case_and_is_acknowledged_on_the_feedback_topic(client):
    await put(client, "hospital", json.dumps(report("kcat-1")).encode())

    (told,) = await until(lambda: _told(client, "hospital", "report-acknowledged"))

    assert told["data"]["reported_by"]["report"] == "kcat-1"
    events = await read(client, "intake.events")
    assert [e["type"] for e in events if e["subject"] == told["data"]["case"]] == [
        "cspr.intake.incident-reported.v1"
    ]


async def test_what_a_stranger_reads_holds_no_personal_value_in_the_clear(client):
    body = report("kcat-2")
    body["data"]["children"][0]["last_name"] = "Canaryname"
    await put(client, "hospital", json.dumps(body).encode())
    await until(lambda: _told(client, "hospital", "report-acknowledged", 2))

    for topic in ("intake.events", "partner.hospital.feedback", "case-keys"):
        assert b"Canaryname" not in b"".join(await raw(client, topic))


@pytest.mark.parametrize(
    "rubbish",
    [
        b"not json",
        b"\xff\xfe\x00\x01",
        b"[1, 2, 3]",
        b'{"specversion": "1.0"}',
        json.dumps(report("forged", source="police")).encode(),
        json.dumps({**report("extra"), "surprise": 1}).encode(),
    ],
    ids=["text", "bytes", "array", "empty", "forged", "extra"],
)
async def test_rubbish_is_set_aside_with_a_reason_and_what_follows_goes_through(client, rubbish):
    refused = len(await _told(client, "schools", "report-refused", 0))
    good = f"after-{abs(hash(rubbish))}"

    await put(client, "schools", rubbish)
    await put(client, "schools", json.dumps(report(good, "schools")).encode())

    answers = await until(lambda: _told(client, "schools", "report-refused", refused + 1))
    await until(lambda: _has_case(client, good))
    assert len(answers) == refused + 1
    assert answers[-1]["data"]["reason"]
    assert b"surprise" not in json.dumps(answers[-1]).encode() or answers[-1]["data"]["pointer"] == "/surprise"


async def _has_case(client: Client, report_id: str) -> bool:
    return any(case["report"] == report_id for case in await client.get("intake", "/cases"))


async def test_the_same_id_with_other_content_is_a_conflict_over_kafka_and_http(client):
    await put(client, "police", json.dumps(report("twice", "police")).encode())
    await until(lambda: _has_case(client, "twice"))
    other = report("twice", "police")
    other["data"]["outline"] = "Another story."

    await put(client, "police", json.dumps(other).encode())
    (refused,) = await until(lambda: _told(client, "police", "report-refused"))
    headers = {"Actor": "agency:police"}
    again = await client.http.post(
        f"{client.runtime.url('intake')}/reports", json=report("twice", "police"), headers=headers
    )
    conflict = await client.http.post(f"{client.runtime.url('intake')}/reports", json=other, headers=headers)

    assert refused["data"]["pointer"] == "/id"
    assert again.status_code in (200, 202)
    assert conflict.status_code == 409
    assert conflict.headers["content-type"] == "application/problem+json"


async def test_a_binary_mode_event_of_a_stranger_becomes_a_case(client):
    event = report("kcat-binary")
    data = json.dumps(event.pop("data")).encode()
    headers = [(f"ce_{name}", str(value)) for name, value in event.items() if name != "datacontenttype"]

    await put(client, "hospital", data, [*headers, ("content-type", "application/json")])

    await until(lambda: _has_case(client, "kcat-binary"))


async def test_over_http_an_agencys_feedback_is_byte_for_byte_that_of_its_topic(client):
    await put(client, "hospital", json.dumps(report("kcat-feed")).encode())
    await until(lambda: _has_case(client, "kcat-feed"))

    async def same() -> bool:
        on_topic = await raw(client, "partner.hospital.feedback")
        answer = await client.http.get(
            f"{client.runtime.url('intake')}/events?limit=500", headers={"Actor": "agency:hospital"}
        )
        batch = b"[" + b",\n".join(on_topic) + b"]"
        return b"kcat-feed" in batch and answer.content == batch

    await until(same)


async def test_an_officer_settles_what_was_set_aside_from_the_command_line(client, tmp_path):
    before = {row["quarantine"] for row in await client.get("intake", "/quarantine")}
    await put(client, "hospital", json.dumps({**report("settled"), "subject": 7}).encode())
    await put(client, "hospital", b"a test")
    waiting = await until(lambda: _set_aside(client, before, 2))
    corrected = tmp_path / "corrected.json"
    corrected.write_text(json.dumps(report("settled")))
    settle = ("--as", "person:officer", "--reason", "The ward told us.")

    listed = await cspr(client, "list", "--waiting")
    replayed = await cspr(client, "replay", waiting[0], *settle, "--document", str(corrected))
    discarded = await cspr(client, "discard", waiting[1], *settle)
    shown = await cspr(client, "show", waiting[1])
    refused = await cspr(client, "replay", waiting[1], *settle)

    assert all(answer[0] == 0 for answer in (listed, replayed, discarded, shown)), (replayed, discarded)
    assert (replayed[1], discarded[1]) == ("taken in (recorded)\n", "discarded (recorded)\n")
    assert "state        discarded\n" in shown[1]
    assert refused[0] == 1
    assert await _has_case(client, "settled")


async def _set_aside(client: Client, before: set[str], count: int) -> list[str]:
    rows = await client.get("intake", "/quarantine")
    found = [row["quarantine"] for row in rows if row["quarantine"] not in before]
    return found if len(found) == count else []


async def cspr(client: Client, *arguments: str) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "deploy.cli", "quarantine", *arguments, "--data-dir", str(client.runtime.data_dir)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, errors = await process.communicate()
    return process.returncode, (out or errors).decode()

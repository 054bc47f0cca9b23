"""The commands that speak to a running installation."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer  # type: ignore[import-untyped, unused-ignore]

from deploy.cli import COMMANDS, application
from deploy.commands.emit import Outgoing, send, sort_out
from deploy.local.kafka import LocalKafka
from shared.broker import client as at
from shared.topics import provision, topics_for

REPORT = {"specversion": "1.0", "source": "police", "subject": "INC-7", "data": {"x": "sealed"}}


def cspr(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "deploy.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def line(**changes: object) -> bytes:
    return json.dumps({**REPORT, **changes}).encode()


def test_every_command_can_be_loaded() -> None:
    program = application(list(COMMANDS))
    assert len(program.registered_commands) + len(program.registered_groups) == len(COMMANDS)


@pytest.mark.parametrize(
    "command",
    [
        ("status",),
        ("emit", "-"),
        ("import", "-", "--as", "person:officer"),
        ("quarantine", "list"),
        ("agency", "list"),
        ("erase", "a-case", "--as", "person:officer"),
        ("agency", "add", "wards", "--kind", "health", "--name", "Wards", "--as", "person:manager"),
    ],
)
def test_nothing_running_is_said_plainly(tmp_path: Path, command: tuple[str, ...]) -> None:
    answer = cspr(*command, "--data-dir", str(tmp_path))
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"cspr: nothing runs in {tmp_path}")


def test_a_clock_without_a_zone_is_a_usage_error(tmp_path: Path) -> None:
    answer = cspr("up", "--data-dir", str(tmp_path), "--clock", "2026-01-05T09:00:00@1")
    assert answer.returncode == 2
    assert not list(tmp_path.iterdir())


def test_each_event_goes_to_its_agencys_topic_with_its_bytes_untouched() -> None:
    text = b'  {"subject":"INC-7" , "source":"police"}'
    good, bad = sort_out(iter([text + b"\n", b"\n", line(source="hospital")]), ["police", "hospital"])
    assert good[0] == Outgoing("partner.police.incidents", b"INC-7", text.strip())
    assert good[1].topic == "partner.hospital.incidents"
    assert bad == []


def test_a_return_goes_to_the_topic_of_returns() -> None:
    text = b'{"subject":"INC-7","source":"police","type":"cspr.partner.agency-return.v1"}'
    good, _ = sort_out(iter([text]), ["police"])
    assert good == [Outgoing("partner.police.returns", b"INC-7", text)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"{Jane Doe", "it is not JSON"),
        (b'["Jane Doe"]', "it is not a JSON object"),
        (line(source="Jane Doe"), "its source is not an agency of this partnership"),
        (line(source=["police"]), "its source is not an agency of this partnership"),
        (line(subject=""), "it has no subject"),
        (b"\xff\xfe", "it is not JSON"),
    ],
)
def test_a_bad_line_is_named_by_number_and_never_quoted(text: bytes, reason: str) -> None:
    good, bad = sort_out(iter([line(), text]), ["police"])
    assert len(good) == 1
    assert bad == [f"line 2: {reason}"]


async def test_what_was_sent_is_in_kafka_in_order(kafka: LocalKafka) -> None:
    await provision(kafka.bootstrap, topics_for(["cli-test"]))
    said = [line(source="cli-test", subject=f"INC-{number}") for number in range(1200)]
    good, _ = sort_out(iter(said), ["cli-test"])
    await send(kafka.bootstrap, good)
    consumer = AIOKafkaConsumer(
        "partner.cli-test.incidents",
        **at(kafka.bootstrap),
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        heard = [(await consumer.getone()).value for _ in said]
    finally:
        await consumer.stop()
    assert heard == said

"""A log line is JSON on stdout, and holds nothing that is not on the list."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from shared import logs


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """Configuring is for a whole process; the other tests have theirs."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in logs._OTHERS}
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    root.handlers[:], root.level = handlers, level
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def one(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    (line,) = lines(capsys)
    return line


def test_a_line_is_json_with_its_service_level_and_time(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("intake")
    structlog.get_logger().warning("kafka.away", error_type="KafkaError", count=3)
    line = one(capsys)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "kafka.away",
        "level": "warning",
        "service": "intake",
        "error_type": "KafkaError",
        "count": 3,
    }


def test_what_is_not_listed_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("intake")
    personal = {"first_name": "Ffion", "outline": "…", "payload": {"name": "Ffion"}, "data": "Ffion", "actor": "x"}
    structlog.get_logger().info("incident.reported", case="0f6c", **personal)
    line = one(capsys)
    assert "Ffion" not in json.dumps(line) and line["case"] == "0f6c"
    assert personal.keys().isdisjoint(line)


def test_what_is_bound_is_held_to_the_list_too(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("intake")
    structlog.contextvars.bind_contextvars(name="Ffion", topic="case-keys")
    structlog.get_logger().bind(address="1 Nowhere Lane").info("record.read")
    line = one(capsys)
    assert line["topic"] == "case-keys" and {"name", "address"}.isdisjoint(line)


def test_no_listed_word_is_one_for_a_person() -> None:
    assert logs.ALLOWED.isdisjoint(
        {
            "name",
            "first_name",
            "last_name",
            "address",
            "outline",
            "reasons",
            "narrative",
            "text",
            "body",
            "payload",
        }
    )


def test_names_in_any_script_do_not_break_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("intake")
    structlog.get_logger().info("record.set_aside", reason="line\nbreak “quoted” محمد")
    assert one(capsys)["reason"] == "line\nbreak “quoted” محمد"


def test_an_exception_is_told_by_its_type_and_place_and_not_by_its_message(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A message may quote what a person wrote."""
    logs.configure("intake")
    try:
        raise ValueError("Ffion Example")
    except ValueError:
        structlog.get_logger().error("worker.failed", exc_info=True)
        logging.getLogger("asyncio").error("task failed", exc_info=True)
    for line in lines(capsys):
        assert line["error_type"] == "ValueError" and "test_logs.py" in line["stack"][-1]
        assert "Ffion" not in json.dumps(line)


def test_the_libraries_speak_the_same_way(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("notifier")
    logging.getLogger("uvicorn.error").warning("a line of %s", "uvicorn")
    line = one(capsys)
    assert (line["event"], line["service"], line["logger"]) == ("a line of uvicorn", "notifier", "uvicorn.error")


@pytest.mark.parametrize(("name", "level"), logs._OTHERS.items())
def test_what_the_libraries_chat_about_is_left_out(
    name: str, level: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("notifier")
    logging.getLogger(name).log(logging.getLevelName(level) - 1, "chatter")
    assert lines(capsys) == []

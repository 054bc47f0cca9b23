"""Traces: from a request over Kafka to whoever heard of it; nothing personal in them; nothing at all when off."""

import json
import subprocess
import sys
from collections.abc import Iterator
from threading import Event
from uuid import UUID

import pytest
import structlog
from aiokafka import AIOKafkaConsumer
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from shared import logs, tracing
from shared.broker import client as at
from shared.decider import Refused
from shared.hearing import Record
from shared.spans import OpenTelemetrySpans
from shared.stuck import Stuck
from shared.web.traced import Traced
from tests.shared.test_logs import _logging_as_it_was, one  # noqa: F401
from tests.toys import Toy, read_partner, until

ELSEWHERE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    tracing.begin(OpenTelemetrySpans("toy", SimpleSpanProcessor(exporter)))
    yield exporter
    tracing.end()


@pytest.fixture(autouse=True)
def _in_no_story() -> Iterator[None]:
    tracing.correlate(None)
    yield
    tracing.correlate(None)


def trace_of(span: ReadableSpan) -> str:
    return f"{span.context.trace_id:032x}"


def named(spans: InMemorySpanExporter, name: str) -> ReadableSpan:
    (found,) = (span for span in spans.get_finished_spans() if span.name == name)
    return found


async def test_one_trace_goes_from_a_command_over_kafka_to_what_it_led_to(
    pair: tuple[Toy, Toy], spans: InMemorySpanExporter
) -> None:
    teller, listener = pair
    said = await teller.tell(1)

    async with teller.relaying(), listener.listening():
        await until(lambda: _has_noted(listener, 1))

    do, hear = named(spans, "do Tell"), named(spans, f"hear {said.events[0].type}")
    assert trace_of(do) == trace_of(hear)
    assert hear.parent and do.context and hear.parent.span_id == do.context.span_id
    assert [event.name for event in do.events] == [f"said {said.events[0].type}"]
    assert [event.name for event in hear.events] == [f"said cspr.{listener.name}.noted.v1"]
    assert hear.attributes and hear.attributes["cspr.correlation"] == str(said.events[0].correlation)


async def _has_noted(listener: Toy, number: int) -> bool:
    return number in await listener.numbers()


async def test_the_kafka_header_is_the_events_own_traceparent(
    pair: tuple[Toy, Toy], spans: InMemorySpanExporter
) -> None:
    teller, _ = pair
    said = await teller.tell(1)
    async with teller.relaying():
        await until(lambda: _all_published(teller))
    consumer = AIOKafkaConsumer(
        teller.topic, **at(teller.bootstrap), auto_offset_reset="earliest", enable_auto_commit=False
    )
    await consumer.start()
    try:
        record = await consumer.getone()
    finally:
        await consumer.stop()
    assert dict(record.headers)["traceparent"].decode() == said.events[0].trace != ""
    assert json.loads(record.value)["traceparent"] == said.events[0].trace


async def _all_published(toy: Toy) -> bool:
    return not await toy.service.log.pool.fetchval("SELECT count(*) FROM event_log WHERE kafka_offset IS NULL")


async def test_without_traces_an_event_and_its_record_are_as_they_always_were(pair: tuple[Toy, Toy]) -> None:
    teller, _ = pair
    (event,) = (await teller.tell(1)).events
    assert b"traceparent" not in event.wire
    assert tracing.carried(event.wire) == []


async def test_an_agencys_trace_goes_on_here(pair: tuple[Toy, Toy], spans: InMemorySpanExporter) -> None:
    from shared.event_log import Place

    _, listener = pair
    place = Place("partner.toy.incidents", 0, 0)
    listener.hearing.cluster = "toy"
    await listener.service.log.pool.execute("INSERT INTO consumed VALUES ($1, 0, 'toy', 0)", place.topic)
    await listener.hearing.take_in(0, [Record(place, b"k", b"7", (("traceparent", ELSEWHERE.encode()),))])
    assert read_partner(Record(place, b"k", b"7")).ask.subject == "case-p"
    assert trace_of(named(spans, "hear partner.toy.incidents")) == ELSEWHERE.split("-")[1]


@pytest.mark.parametrize("sent", [b"", b"rubbish", b"00-xyz-1-01", b"\xff\xfe", b"00-" + b"0" * 32 + b"-1-01"])
def test_a_traceparent_that_is_none_begins_a_trace_of_our_own(sent: bytes, spans: InMemorySpanExporter) -> None:
    with tracing.span("step", parent=tracing.header((("traceparent", sent),))):
        pass
    assert named(spans, "step").parent is None


def test_what_the_text_of_an_event_says_is_not_taken_for_its_trace(spans: InMemorySpanExporter) -> None:
    assert tracing.carried(b'{"id":"1","data":{"note":"x","traceparent":"' + ELSEWHERE.encode() + b'"}}') == []


async def test_of_an_exception_a_span_has_the_type_and_never_the_message(
    pair: tuple[Toy, Toy], spans: InMemorySpanExporter
) -> None:
    teller, _ = pair
    with pytest.raises(Refused):
        await teller.tell(-1)
    span = named(spans, "do Tell")
    assert span.attributes and span.attributes["error.type"] == "Refused"
    assert not span.status.is_ok and "Only numbers" not in span.to_json()


async def test_a_request_is_named_by_its_route_and_tells_no_address_and_no_query(
    spans: InMemorySpanExporter,
) -> None:
    app = FastAPI()

    @app.get("/cases/{case}")
    async def case(case: str) -> str:
        return tracing.here()

    @app.get("/health/live")
    async def live() -> str:
        return "live"

    async with AsyncClient(transport=ASGITransport(Traced(app)), base_url="http://toy") as client:
        answer = await client.get("/cases/of-ffion?q=Ffion", headers={"traceparent": ELSEWHERE})
        await client.get("/health/live")
        await client.get("/no/such/Ffion")

    span = named(spans, "GET /cases/{case}")
    assert trace_of(span) == ELSEWHERE.split("-")[1] == answer.json().split("-")[1]
    assert span.attributes and span.attributes["http.response.status_code"] == 200
    assert [each.name for each in spans.get_finished_spans()] == ["GET /cases/{case}", "GET"]
    assert all("Ffion" not in each.to_json() for each in spans.get_finished_spans())


async def test_a_log_line_names_the_story_and_the_trace_it_belongs_to(
    pair: tuple[Toy, Toy], spans: InMemorySpanExporter, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("teller")
    teller, _ = pair
    with tracing.span("request"):
        said = await teller.tell(1)
        structlog.get_logger().info("record.read")
    line = one(capsys)
    assert line["correlation"] == str(said.events[0].correlation)
    assert line["trace"] == trace_of(named(spans, "request")) and len(line["span"]) == 16


async def test_the_correlation_is_logged_without_traces_too_and_ends_with_the_work_on_that_case(
    pair: tuple[Toy, Toy], capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("teller")
    teller, _ = pair
    said = await teller.tell(1)
    structlog.get_logger().info("record.read")
    line = one(capsys)
    assert line["correlation"] == str(said.events[0].correlation) and "trace" not in line
    with Stuck().alone(UUID(int=1), "another case"):
        structlog.get_logger().info("record.read")
    assert "correlation" not in one(capsys)


def test_an_exporter_that_there_is_not_is_refused_by_name_of_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(tracing.VARIABLE, "zipkin")
    with pytest.raises(ValueError, match="OTEL_TRACES_EXPORTER must be one of none, otlp, console"):
        tracing.wanted()


@pytest.mark.parametrize("value", ["", "none", None])
def test_traces_are_off_unless_asked_for(value: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(tracing.VARIABLE, raising=False)
    if value is not None:
        monkeypatch.setenv(tracing.VARIABLE, value)
    assert tracing.wanted() == ""


class Hanging(SimpleSpanProcessor):
    """Of a collector that takes nothing and refuses nothing."""

    def __init__(self) -> None:
        super().__init__(InMemorySpanExporter())
        self.asked, self.answered = Event(), Event()

    def shutdown(self) -> None:
        self.asked.set()
        self.answered.wait()


def test_a_service_that_stops_does_not_wait_for_a_collector_that_hangs() -> None:
    processor = Hanging()
    tracing.begin(OpenTelemetrySpans("toy", processor, patience_seconds=0.01))
    tracing.end()
    assert processor.asked.wait(60) and not processor.answered.is_set()
    processor.answered.set()


def test_while_they_are_off_nothing_of_opentelemetry_is_imported() -> None:
    code = "import shared.web.api, sys; sys.exit('opentelemetry.sdk' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0

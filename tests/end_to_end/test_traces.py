"""One report, seen from outside: its trace goes through every service that heard of it, over real Kafka."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn
from fastapi import FastAPI, Request
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from deploy.local.ports import Ports, free_base_port
from tests.end_to_end.canaries.searched import Search
from tests.faults.installation import installed
from tests.faults.road import Client, report
from tests.toys import until

HEARERS = ("intake", "notifier", "reviews", "console")
Traces = dict[str, set[tuple[str, str]]]  # a trace's id: its spans, each a service and a name


@asynccontextmanager
async def collector(port: int) -> AsyncIterator[tuple[Traces, list[bytes]]]:
    """What an OpenTelemetry collector is to those that export to it. Also: all that came, as it came."""
    traces: Traces = defaultdict(set)
    came: list[bytes] = []
    app = FastAPI()

    @app.post("/v1/traces")
    async def take(request: Request) -> None:
        came.append(await request.body())
        for resource in ExportTraceServiceRequest.FromString(came[-1]).resource_spans:
            told = {each.key: each.value.string_value for each in resource.resource.attributes}
            for span in (span for scope in resource.scope_spans for span in scope.spans):
                traces[span.trace_id.hex()].add((told["service.name"], span.name))

    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve())
    try:
        yield traces, came
    finally:
        server.should_exit = True
        await serving


@pytest.mark.real
async def test_one_reports_trace_goes_through_intake_notifier_reviews_and_console(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    port = Ports(free_base_port()).base
    monkeypatch.setenv("OTEL_TRACES_EXPORTER", "otlp")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")  # whatever else is reached by a proxy here
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "200")
    async with collector(port) as (traces, came), installed(HEARERS) as runtime:
        client = Client(runtime)
        await client.report("traced")
        heard = "hear cspr.intake.incident-reported.v1"
        begun = {("intake", "POST /reports"), ("intake", "do RecordReport")}
        road = begun | {(name, heard) for name in HEARERS[1:]}

        async def told() -> bool:
            return any(road <= spans for spans in traces.values())

        try:
            await until(told)
        except TimeoutError:
            raise AssertionError(dict(traces)) from None
        data = report("traced")["data"]
        personal = [data["outline"], data["children"][0]["last_name"]]
        assert Search(personal)(b"\n".join(came)) == set(), "nothing of what is sealed is in any span"
        await client.http.aclose()

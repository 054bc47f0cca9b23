"""Spans by OpenTelemetry. Nobody imports this but for traces that were asked for: it is large.

Nothing that a person wrote gets into a span: ids, types and counts alone; of an exception its type, for its
message may quote.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Thread

from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter, SpanExporter
from opentelemetry.trace import SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

PATIENCE_SECONDS = 2.0
_KINDS = {kind.name.lower(): kind for kind in SpanKind}
_propagator = TraceContextTextMapPropagator()


class OpenTelemetrySpans:
    """Every span of one process. `processor` says how they leave it."""

    def __init__(self, service: str, processor: SpanProcessor, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._patience_seconds = patience_seconds
        resource = Resource.create({"service.name": service, "service.namespace": "cspr"})
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("cspr")

    @contextmanager
    def opened(self, name: str, kind: str, parent: str, attributes: Mapping[str, str]) -> Iterator[None]:
        context = _propagator.extract({"traceparent": parent}) if parent else None
        with self._tracer.start_as_current_span(
            name,
            context,
            _KINDS[kind],
            dict(attributes),
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            try:
                yield
            except BaseException as error:
                span.set_status(StatusCode.ERROR)
                span.set_attribute("error.type", type(error).__name__)
                raise

    def here(self) -> str:
        carrier: dict[str, str] = {}
        _propagator.inject(carrier)
        return carrier.get("traceparent", "")

    def note(self, name: str, attributes: Mapping[str, str]) -> None:
        trace.get_current_span().add_event(name, dict(attributes))

    def rename(self, name: str, attributes: Mapping[str, str | int]) -> None:
        span = trace.get_current_span()
        span.update_name(name)
        span.set_attributes(dict(attributes))

    def end(self) -> None:
        """A collector that is away is not waited for: a service that stops has better things to finish."""
        ending = Thread(target=self._provider.shutdown, daemon=True)
        ending.start()
        ending.join(self._patience_seconds)


def exported(service: str, exporter: str) -> OpenTelemetrySpans:
    """`otlp`: over HTTP, to where OTEL_EXPORTER_OTLP_ENDPOINT says; `console`: to standard output."""
    return OpenTelemetrySpans(service, BatchSpanProcessor(_exporter(exporter)))


def _exporter(name: str) -> SpanExporter:
    if name == "console":
        return ConsoleSpanExporter(formatter=lambda span: span.to_json(indent=None) + "\n")
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    return OTLPSpanExporter()

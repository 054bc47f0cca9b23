"""The thread through everything: which story a log line belongs to and, when asked for, where its time went.

The correlation id is the event log's own and is always there. Traces are OpenTelemetry's, and off unless
OTEL_TRACES_EXPORTER says `otlp` or `console`: until then nothing of it is imported, and a span costs a comparison.
OpenTelemetry's other variables (where to send, how many to keep) are read by it.
"""

import os
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from typing import Protocol
from uuid import UUID

from shared.events.base import Recorded

VARIABLE = "OTEL_TRACES_EXPORTER"
HEADER = "traceparent"  # W3C's, in HTTP and on Kafka; in an event the CloudEvents extension of the same name
_EXPORTERS = ("none", "otlp", "console")
_MARK = b'"traceparent":"'
_LENGTH = 55

_correlation: ContextVar[UUID | None] = ContextVar("correlation", default=None)
_NOTHING: AbstractContextManager[None] = nullcontext()


class Spans(Protocol):
    """What makes spans: shared/spans.py, and nothing while traces are off."""

    def opened(
        self, name: str, kind: str, parent: str, attributes: Mapping[str, str]
    ) -> AbstractContextManager[None]: ...
    def here(self) -> str: ...
    def note(self, name: str, attributes: Mapping[str, str]) -> None: ...
    def rename(self, name: str, attributes: Mapping[str, str | int]) -> None: ...
    def end(self) -> None: ...


_spans: Spans | None = None


def wanted() -> str:
    """The exporter that is asked for; empty: no traces. Raises ValueError for one that there is not."""
    asked = os.environ.get(VARIABLE, "").strip() or "none"
    if asked not in _EXPORTERS:
        raise ValueError(f"{VARIABLE} must be one of {', '.join(_EXPORTERS)}")
    return "" if asked == "none" else asked


def begin(spans: Spans | None) -> None:
    """From now on every span goes there; with None, nowhere."""
    global _spans
    _spans = spans


def end() -> None:
    """What is still to be sent is sent, if that takes no more than a moment. Not on an event loop."""
    global _spans
    ended, _spans = _spans, None
    if ended:
        ended.end()


def span(name: str, kind: str = "internal", parent: str = "", **attributes: str) -> AbstractContextManager[None]:
    """One step. `parent` is a traceparent; empty: whatever span is open here, or none."""
    return _spans.opened(name, kind, parent, attributes) if _spans else _NOTHING


def hearing(recorded: Recorded) -> AbstractContextManager[None]:
    """Taking in another service's event: part of the trace in which it was said."""
    if not _spans:
        return _NOTHING
    return _spans.opened(f"hear {recorded.type}", "consumer", recorded.trace, _of(recorded))


def said(recorded: Recorded) -> None:
    """Notes on the open span what it led to."""
    if _spans:
        _spans.note(f"said {recorded.type}", _of(recorded))


def here() -> str:
    """The traceparent of the open span; empty when there is none."""
    return _spans.here() if _spans else ""


def rename(name: str, **attributes: str | int) -> None:
    """What only the end of a step knows of it."""
    if _spans:
        _spans.rename(name, attributes)


def carried(wire: bytes) -> list[tuple[str, bytes]]:
    """The Kafka header for an event that was said in a trace, so that any tool can go on with it."""
    if not _spans:
        return []
    found = wire.find(_MARK, 0, wire.find(b'"data":'))
    return [(HEADER, wire[found + len(_MARK) :][:_LENGTH])] if found >= 0 else []


def header(headers: tuple[tuple[str, bytes], ...]) -> str:
    """The traceparent that a record came with."""
    if not _spans:
        return ""
    return next((value.decode("ascii", "replace") for name, value in headers if name == HEADER and value), "")


def correlate(correlation: UUID | None) -> None:
    """What is logged from here on, in this task, is about this story; None: about none."""
    _correlation.set(correlation)


def labels() -> dict[str, str]:
    """For a log line: `correlation`, and `trace` and `span` within a trace."""
    found: dict[str, str] = {}
    if correlation := _correlation.get():
        found["correlation"] = str(correlation)
    if _spans and (parent := _spans.here()):
        _, found["trace"], found["span"], _ = parent.split("-")
    return found


def _of(recorded: Recorded) -> dict[str, str]:
    """Ids alone, as in a log line."""
    return {
        "cspr.subject": recorded.subject,
        "cspr.version": str(recorded.version),
        "cspr.correlation": str(recorded.correlation),
        "cspr.cause": str(recorded.cause),
    }

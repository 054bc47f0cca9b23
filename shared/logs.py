"""One JSON line per log entry, on stdout. Event names are constants; values are ids and counts only."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog

from shared import tracing

# No payloads, no text about people: what is not listed here is left out of the line.
ALLOWED = frozenset(
    """
    event level timestamp service logger case subject type version id count seconds topic partition offset
    next_offset error error_type reason rule pointer state attempt dispatch recipient duty port backlog
    parked source quarantine instance exception stack correlation trace span
    """.split()  # noqa: SIM905
)
_OTHERS = {"aiokafka": "ERROR", "faststream": "WARNING", "uvicorn": "WARNING", "asyncio": "WARNING"}


def _only_allowed(_: Any, __: str, entry: MutableMapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key in ALLOWED}


def _where_it_happened(_: Any, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception as its type and the lines it came through: its message may quote what a person wrote."""
    error = entry.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    elif isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        entry["error_type"] = type(error).__name__
        entry["stack"] = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
    return entry


def _named(service: str) -> Any:
    """Not a context variable: a request's handler would not inherit it."""

    def name_it(_: Any, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {**entry, "service": service}

    return name_it


def _in_its_story(_: Any, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {**entry, **tracing.labels()}


def configure(service: str) -> None:
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        _named(service),
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _where_it_happened,
        _in_its_story,
    ]
    structlog.configure(
        processors=[*shared, _only_allowed, structlog.processors.JSONRenderer()],
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
    )
    _join_the_libraries(shared)


def _join_the_libraries(processors: list[Any]) -> None:
    """Kafka's, FastStream's and uvicorn's own lines, in the same form."""

    def name_the_logger(_: Any, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {"logger": entry["_record"].name, **entry}

    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=processors,
            processors=[
                name_the_logger,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level="WARNING", force=True)
    for name, level in _OTHERS.items():
        logging.getLogger(name).setLevel(level)

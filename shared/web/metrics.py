"""What Prometheus is told: how the service is, and what its views measure. No case is ever a label."""

from collections.abc import Iterable
from time import time
from typing import Any

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from shared.application import Application
from shared.calendar import england_and_wales, london_date
from shared.measures import Measure, Measuring

_COUNTS = {
    "unpublished": "Events that Kafka does not have yet",
    "parked": "Events heard but not yet understandable",
    "quarantined": "Records set aside since the beginning",
    "stuck": "Things that are due and that the worker cannot do: its log says why",
    "said": "Events said since the beginning",
}


async def metrics(application: Application) -> bytes:
    """Prometheus' text format. Raises asyncpg's errors, and NotOpen, when Postgres is away."""
    status = await application.status.read()
    measures = [*_of_status(status), *await _of_this_moment(application), *await _of_views(application)]
    return _written(status["service"], measures)


def _of_status(status: dict[str, Any]) -> Iterable[Measure]:
    for name, text in _COUNTS.items():
        yield Measure(name, text, status[name])
    oldest = status["unpublished_seconds"]
    yield Measure("unpublished_seconds", "How long the oldest of them waits, by the clock of the cases", oldest)
    yield Measure("accepting", "Whether it takes commands and reports", status["accepting"])
    yield Measure("out_of_range", "Partitions that cannot be read on", len(status["out_of_range"]))
    for partition, behind in status["lag"].items():
        yield Measure("lag", "Offsets still to be taken in", behind, {"partition": partition})
    for source, count in status["heard"].items():
        yield Measure("heard", "Events heard", count, {"source": source})


async def _of_this_moment(application: Application) -> list[Measure]:
    """Real time throughout, but for the calendar: that must reach beyond the dates that cases count to."""
    service, relay = application.service, application.relay
    there = await service.log.pool.fetchval("SELECT extract(epoch FROM clock_timestamp())")
    known = (england_and_wales().covers_to - london_date(service.clock.now())).days
    return [
        Measure(
            "audit_departed", "Whether the audit log is not its copy on Kafka", application.audit.copying.departed
        ),
        Measure("relay_leading", "Whether this instance publishes", relay.leading),
        Measure("relay_stalled_seconds", "How long a backlog has made no progress", relay.stalled_seconds()),
        Measure("clock_skew_seconds", "Our clock ahead of PostgreSQL's", time() - float(there)),
        Measure("calendar_days_left", "Days for which bank holidays are known", known),
    ]


async def _of_views(application: Application) -> list[Measure]:
    service = application.service
    measuring = (view for view in service.views if isinstance(view, Measuring))
    return [each for view in measuring for each in await view.measures(service.log.pool, service.clock.now())]


def _written(service: str, measures: Iterable[Measure]) -> bytes:
    registry = CollectorRegistry()
    gauges: dict[str, Gauge] = {}
    for it in measures:
        if it.name not in gauges:
            names = ["service", *it.labels]
            gauges[it.name] = Gauge(f"cspr_{it.name}", it.text, names, registry=registry)
        gauges[it.name].labels(service=service, **it.labels).set(it.value)
    return generate_latest(registry)

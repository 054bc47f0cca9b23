"""What every service answers about itself."""

from typing import Any

import asyncpg
from fastapi import APIRouter
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from shared.application import Application
from shared.faults import OURS
from shared.patience import in_time
from shared.web.asyncapi import asyncapi
from shared.web.problems import away, problem

PATIENCE_SECONDS = 3.0
_GAUGES = {
    "unpublished": "Events that Kafka does not have yet",
    "parked": "Events heard but not yet understandable",
    "quarantined": "Records set aside since the beginning",
    "stuck": "Things that are due and that the worker cannot do: its log says why",
    "said": "Events said since the beginning",
}


def health_routes(application: Application, doc: str) -> APIRouter:
    router = APIRouter(tags=["health"])
    status = application.status
    log = application.service.log

    @router.get("/health/live")
    async def live() -> dict[str, str]:
        """The process answers."""
        return {"status": "live"}

    @router.get("/health/ready")
    async def ready() -> Response:
        """Whether commands and reports are accepted. Kafka may be away: that is said, not refused."""
        if not status.accepting or not await _postgres_answers(application):
            return away()
        return JSONResponse({"status": "ready", "kafka": application.relay.leading})

    @router.get("/health/views")
    async def views_ready() -> Response:
        """Whether what is shown is all that Kafka holds."""
        if not await status.caught_up():
            return problem(503, "views-behind", "Some of what Kafka holds has not been taken in yet.")
        return JSONResponse({"status": "caught up"})

    @router.get("/status")
    async def tell_status() -> dict[str, Any]:
        """Counts and positions, for operators."""
        return await in_time(status.read(), PATIENCE_SECONDS)

    @router.get("/metrics", response_class=PlainTextResponse)
    async def metrics() -> Response:
        """Prometheus' text format."""
        return Response(_metrics(await in_time(status.read(), PATIENCE_SECONDS)), media_type=CONTENT_TYPE_LATEST)

    @router.get("/asyncapi.json")
    async def asyncapi_document() -> dict[str, Any]:
        """What this service says and hears on Kafka."""
        return asyncapi(log.says, log.hears, "0.1.0", doc)

    return router


async def _postgres_answers(application: Application) -> bool:
    try:
        await in_time(application.service.log.pool.fetchval("SELECT 1"), PATIENCE_SECONDS)
    except (asyncpg.PostgresError, *OURS, TimeoutError):
        return False
    return True


def _metrics(now: dict[str, Any]) -> bytes:
    registry = CollectorRegistry()
    for name, text in _GAUGES.items():
        Gauge(f"cspr_{name}", text, ["service"], registry=registry).labels(now["service"]).set(now[name])
    lag = Gauge("cspr_lag", "Offsets still to be taken in", ["service", "partition"], registry=registry)
    for partition, behind in now["lag"].items():
        lag.labels(now["service"], partition).set(behind)
    heard = Gauge("cspr_heard", "Events heard", ["service", "source"], registry=registry)
    for source, count in now["heard"].items():
        heard.labels(now["service"], source).set(count)
    return generate_latest(registry)

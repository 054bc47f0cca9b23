"""What every service answers about itself."""

from typing import Any

import asyncpg
from fastapi import APIRouter
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from shared.application import Application
from shared.faults import OURS
from shared.patience import in_time
from shared.web.asyncapi import asyncapi
from shared.web.metrics import metrics
from shared.web.problems import away, problem

PATIENCE_SECONDS = 3.0


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
    async def tell_metrics() -> Response:
        """Prometheus' text format."""
        return Response(await in_time(metrics(application), PATIENCE_SECONDS), media_type=CONTENT_TYPE_LATEST)

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

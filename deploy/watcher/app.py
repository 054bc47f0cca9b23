"""The watcher, wired: it asks Kafka every few seconds, sends canaries, and tells Prometheus what it found last."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import time

import structlog
from aiokafka.errors import KafkaError
from fastapi import FastAPI
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from deploy.watcher.canary import Canaries
from deploy.watcher.groups import groups
from deploy.watcher.lag import Lag
from deploy.watcher.settings import WatcherSettings
from deploy.watcher.told import Told
from shared import logs, partnership
from shared.identity.speaking import speaking
from shared.web.headers import SafeApp

log = structlog.get_logger()
AWAY = (KafkaError, OSError, TimeoutError)


def watcher(settings: WatcherSettings) -> FastAPI:
    ours = partnership.load(settings.partnership)
    told = Told()
    lag = Lag(settings.broker, groups([agency.id for agency in ours.agencies]))
    auth = speaking("watcher", settings.signing_key_file, settings.services)
    canaries = Canaries(settings.services.get("intake", ""), ours.authority.code, auth, settings.tls_ca)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        logs.configure("watcher")
        jobs = [_watch(lag, told, settings.lag_seconds)]
        if settings.canary_seconds:
            jobs.append(canaries.keep_sending(settings.canary_seconds))
        tasks = [asyncio.create_task(job) for job in jobs]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    app = SafeApp(title="watcher", lifespan=lifespan, openapi_url=None)

    @app.get("/health/ready")
    async def ready() -> dict[str, str]:
        """It answers; whether Kafka does is a number among the others."""
        return {"status": "ready"}

    @app.get("/metrics", response_class=PlainTextResponse)
    async def metrics() -> Response:
        return Response(told.text(time(), canaries.accepted), media_type=CONTENT_TYPE_LATEST)

    @app.get("/lag.json")
    async def lag_as_data() -> JSONResponse:
        """For the console; 503 while Kafka does not answer."""
        return JSONResponse(told.rows(time()), 200 if told.reachable else 503)

    return app


async def _watch(lag: Lag, told: Told, pause_seconds: float) -> None:
    while True:
        try:
            told.found(await lag.read())
        except Exception as error:  # whatever it is: a watcher that gave up would look like a quiet installation
            told.failed()
            log.warning(
                "watcher.cannot_read",
                error_type=type(error).__name__,
                exc_info=not isinstance(error, AWAY),
            )
        await asyncio.sleep(pause_seconds)

"""`python -m deploy.witness`: looks at Kafka every five minutes, and signs what is there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import structlog
from aiokafka.errors import KafkaError
from fastapi import FastAPI
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST

from deploy.witness.ledger import Ledger
from deploy.witness.settings import WitnessSettings, key_in
from deploy.witness.telling import Told
from deploy.witness.watching import Departed, Witness
from shared.logs import configure
from shared.serving import serve
from shared.topics import SERVICES_THAT_NOTE, SERVICES_THAT_SAY, audit_of, events_of

NAME = "witness"
_AGAIN_SECONDS = 10.0  # after a fault that is not the log's

log = structlog.get_logger()


async def keep_looking(witness: Witness, told: Told, every_seconds: float) -> None:
    """For ever. A fault is logged and tried again; a log that departed is looked at again as often."""
    while True:
        wait = every_seconds
        try:
            told.signed(await witness.look(datetime.now(UTC)))
        except Departed as departed:
            told.refused()
            log.error("witness.departed", reason=str(departed))
            wait = min(_AGAIN_SECONDS, every_seconds)
        except (KafkaError, OSError) as fault:
            log.warning("witness.could_not_look", error_type=type(fault).__name__)
            wait = min(_AGAIN_SECONDS, every_seconds)
        await asyncio.sleep(wait)


def app_of(settings: WitnessSettings) -> FastAPI:
    told = Told()
    topics = [*map(events_of, SERVICES_THAT_SAY), *map(audit_of, SERVICES_THAT_NOTE)]
    witness = Witness(settings.broker, topics, Ledger(settings.notes), key_in(settings.witness_key_file))

    @asynccontextmanager
    async def looking(_: FastAPI) -> AsyncIterator[None]:
        task = asyncio.create_task(keep_looking(witness, told, settings.witness_seconds))
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    app = FastAPI(title=NAME, lifespan=looking, docs_url=None, redoc_url=None)

    @app.get("/health/live")
    @app.get("/health/ready")
    async def live() -> dict[str, str]:
        """The process answers; whether it signs is told by its metrics, not by its health."""
        return {"status": "live"}

    @app.get("/metrics")
    async def metrics() -> Response:
        """Prometheus' text format."""
        return Response(told.text(), media_type=CONTENT_TYPE_LATEST)

    return app


def main() -> None:
    configure(NAME)
    settings = WitnessSettings()  # type: ignore[call-arg, unused-ignore]
    serve(app_of(settings), settings).run()


if __name__ == "__main__":
    main()

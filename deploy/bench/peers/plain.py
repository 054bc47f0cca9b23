"""A plain FastAPI service: `python -m deploy.bench.peers.plain`, its port in PLAIN_PORT.

With PLAIN_DATABASE, and told of Kafka as the services are, it also takes in reports: one insert, one awaited
publish, and no seal, log, view or feedback. Without them it is FastAPI and nothing else.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI, Request

from shared.broker import Broker
from shared.broker import client as at
from shared.settings import KafkaSettings

TOPIC = "plain.events"


def bare() -> FastAPI:
    app = FastAPI()

    @app.get("/health/ready")
    async def ready() -> dict[str, str]:
        return {"status": "ready"}

    return app


def with_reports(app: FastAPI, database: str, kafka: Broker) -> FastAPI:
    import asyncpg
    from aiokafka import AIOKafkaProducer

    from services.intake.report import Report

    held: dict[str, Any] = {}

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        producer = AIOKafkaProducer(**at(kafka), enable_idempotence=True)
        await producer.start()
        async with asyncpg.create_pool(database) as held["pool"]:
            held["producer"] = producer
            yield
        await producer.stop()

    @app.post("/reports")
    async def report(request: Request) -> dict[str, str]:
        wire = await request.body()
        case = Report.model_validate_json(wire).case()
        await held["pool"].execute("INSERT INTO reports VALUES ($1, $2)", case, wire.decode())
        await held["producer"].send_and_wait(TOPIC, wire, key=case.encode())
        return {"case": case}

    app.router.lifespan_context = lifespan
    return app


if __name__ == "__main__":
    made = bare()
    if "PLAIN_DATABASE" in os.environ:
        made = with_reports(made, os.environ["PLAIN_DATABASE"], KafkaSettings().broker)
    uvicorn.run(made, host="127.0.0.1", port=int(os.environ["PLAIN_PORT"]), log_level="warning")

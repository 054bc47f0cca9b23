"""`cspr republish`: a service says again what Kafka has lost: same ids, same bytes, same order."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from deploy.commands.found import running
from deploy.commands.options import DataDir
from deploy.commands.say import say_error
from deploy.local.pause import paused
from deploy.local.record import Record, default_data_dir
from deploy.log_admin import forget_marks, unpublished

SECONDS_TO_DRAIN = 600


def republish(
    service: Annotated[str, typer.Argument(help="intake, notifier, reviews or publisher")],
    data_dir: DataDir = None,
) -> None:
    """After Kafka's data was lost. What Kafka still has is found there and not said twice."""
    where = data_dir or default_data_dir()
    record = running(where)
    if service not in record.services or service == "console":
        say_error("service: must be one that says something: intake, notifier, reviews or publisher")
        raise SystemExit(2)
    asyncio.run(again(where, record, service))


async def again(data_dir: Path, record: Record, service: str) -> None:
    async with paused(data_dir, service):
        count = await forget_marks(record.admin_url(), service)
    async with asyncio.timeout(SECONDS_TO_DRAIN):
        while await unpublished(record.admin_url(), service):
            await asyncio.sleep(0.1)
    typer.echo(f"{service}: all {count} of its events are on Kafka")

"""`cspr rebuild`: a service's memory from Kafka, or only its views from its log."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from deploy.audit_admin import copied_whole
from deploy.commands.found import running
from deploy.commands.options import DataDir
from deploy.commands.say import say_error
from deploy.commands.services import load, password_of
from deploy.local.pause import paused
from deploy.local.probe import http_status
from deploy.local.record import Record, default_data_dir
from deploy.log_admin import exists, unpublished
from deploy.postgres import database_url, drop, provision
from shared import views
from shared.audit.copying import Departed
from shared.topics import SERVICES_THAT_SAY

SECONDS_TO_CATCH_UP = 600


class Refused(Exception):
    """Nothing was touched, and why."""


def rebuild(
    service: Annotated[str, typer.Argument(help="intake, notifier, reviews, publisher or console")],
    only_views: Annotated[
        bool, typer.Option("--views", help="Only the views, from the log, while the service runs.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Drop a service's database and read it again from Kafka, silently: nothing is said or sent twice."""
    where = data_dir or default_data_dir()
    record = running(where)
    if service not in record.services:
        say_error(f"service: must be one of {', '.join(record.services)}")
        raise SystemExit(2)
    try:
        asyncio.run(rebuild_views(record, service) if only_views else from_kafka(where, service))
    except Refused as refused:
        say_error(str(refused))
        raise SystemExit(1) from None


async def from_kafka(data_dir: Path, service: str) -> None:
    """The service is held down meanwhile. Raises Refused when something would be lost."""
    record = Record.read(data_dir)
    admin, password = record.admin_url(), password_of(record, service)
    async with paused(data_dir, service):
        publishes = service in SERVICES_THAT_SAY  # what the console notes for itself, it will note again
        waiting = await unpublished(admin, service) if publishes and await exists(admin, service) else 0
        if waiting:
            raise Refused(f"{waiting} events of {service} are not on Kafka yet: drain before drop")
        if await exists(admin, service):
            await _copied(database_url(admin, service, password), record.broker(), service)
        await drop(admin, service)
        await provision(admin, service, password)
        typer.echo(f"{service}: database dropped and made anew; reading Kafka")
    await caught_up(record, service)
    typer.echo(f"{service}: rebuilt from Kafka; prove it with: cspr verify {service}")


async def _copied(url: str, bootstrap: str, service: str) -> None:
    """Who looked is on Kafka whole. Raises Refused where the two tell different stories: both are evidence."""
    try:
        left = await copied_whole(url, bootstrap, service)
    except Departed as departed:
        raise Refused(f"the audit log of {service} is not its copy on Kafka: {departed}") from None
    if left:
        typer.echo(f"{service}: {left} entries of its audit log copied to Kafka first")


async def caught_up(record: Record, service: str) -> None:
    """Until the service has taken in all that Kafka holds for it."""
    async with asyncio.timeout(SECONDS_TO_CATCH_UP):
        while await http_status(record.ports[service], "/health/views") != 200:
            await asyncio.sleep(0.1)


async def rebuild_views(record: Record, name: str) -> None:
    """Under traffic: built beside the live ones and swapped in."""
    service, url = load(record, name)
    with Progress() as progress:
        task = progress.add_task(f"{name}: views", total=None)
        async with service.log.opened(url, size=1), service.log.pool.acquire() as connection:
            done = await views.rebuild(
                service, connection, lambda n, total: progress.update(task, completed=n, total=total)
            )
    typer.echo(f"{name}: views rebuilt from {done} events")

"""`cspr status`: how each service is; counts and positions, never content."""

import asyncio
import json
from dataclasses import asdict, dataclass, field
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from rich.table import Table

from deploy.commands.found import running
from deploy.commands.options import DataDir

_PATIENCE_SECONDS = 5


@dataclass
class Health:
    """A service's answers; `status` is its own JSON, empty when it gave none."""

    service: str
    live: bool = False
    ready: bool = False
    status: dict[str, Any] = field(default_factory=dict)


def status(
    data_dir: DataDir = None,
    json_: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Ask every service how it is; exit 1 unless all are ready."""
    record = running(data_dir)
    found = asyncio.run(_ask_all({name: record.urls[name] for name in record.services}))
    if json_:
        typer.echo(json.dumps([asdict(health) for health in found], indent=2))
    else:
        Console().print(_table(found))
        for health in found:
            if health.status.get("scans_documents") is False:
                typer.echo(
                    f"{health.service}: documents are NOT scanned for malware (CSPR_SCANNER names no scanner)"
                )
    if not all(health.ready for health in found):
        raise SystemExit(1)


async def _ask_all(urls: dict[str, str]) -> list[Health]:
    async with httpx.AsyncClient(timeout=_PATIENCE_SECONDS) as client:
        return await asyncio.gather(*(_ask(client, name, url) for name, url in urls.items()))


async def _ask(client: httpx.AsyncClient, name: str, url: str) -> Health:
    health = Health(name)
    try:
        health.live = (await client.get(f"{url}/health/live")).is_success
        health.ready = (await client.get(f"{url}/health/ready")).is_success
        told = (await client.get(f"{url}/status")).json()
    except (httpx.HTTPError, ValueError):
        return health
    health.status = told if isinstance(told, dict) else {}
    return health


def _table(found: list[Health]) -> Table:
    table = Table("service", "live", "ready")
    for heading in ("unpublished", "parked", "lag"):
        table.add_column(heading, justify="right")
    for health in found:
        told = health.status
        numbers = (told.get("unpublished"), told.get("parked"), told.get("lag"))
        table.add_row(
            health.service,
            "yes" if health.live else "[red]no[/red]",
            "yes" if health.ready else "[red]no[/red]",
            *map(_number, numbers),
        )
    return table


def _number(told: object) -> str:
    """A lag is told per partition; people want the sum."""
    if isinstance(told, dict):
        return str(sum(value for value in told.values() if isinstance(value, int)))
    return "?" if told is None else str(told)

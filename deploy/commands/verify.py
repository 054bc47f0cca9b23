"""`cspr verify`: the log, Kafka, states and views of each service are the same, hash for hash."""

import asyncio
from typing import Annotated

import typer
from rich.console import Console

from deploy.commands.found import running
from deploy.commands.options import DataDir
from deploy.commands.services import load
from deploy.local.record import Record, default_data_dir
from deploy.verifying import as_table, found_of, good
from shared.verify import Finding


def verify(
    service: Annotated[str | None, typer.Argument(help="One service; without it, all of them.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Fold everything again and compare. Ends with 1 when anything differs."""
    record = running(data_dir or default_data_dir())
    names = [service] if service else record.services
    console = Console()
    all_good = True
    for name in names:
        findings = asyncio.run(findings_of(record, name))
        console.print(as_table(name, findings))
        all_good = all_good and good(findings)
    console.print("everything is as it was said" if all_good else "[red]something differs[/red]")
    if not all_good:
        raise SystemExit(1)


async def findings_of(record: Record, name: str) -> list[Finding]:
    service, url = load(record, name)
    return await found_of(service, url, record.broker(name))

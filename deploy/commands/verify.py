"""`cspr verify`: the log, Kafka, states and views of each service are the same, hash for hash."""

import asyncio
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from deploy.commands.found import running
from deploy.commands.options import DataDir
from deploy.commands.services import load
from deploy.local.record import Record, default_data_dir
from deploy.local.verified import note
from shared.verify import Finding
from shared.verify import verify as verify_service


def verify(
    service: Annotated[str | None, typer.Argument(help="One service; without it, all of them.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Fold everything again and compare. Ends with 1 when anything differs."""
    where = data_dir or default_data_dir()
    record = running(where)
    names = [service] if service else record.services
    console = Console()
    good = True
    for name in names:
        findings = asyncio.run(findings_of(record, name))
        note(where, name, findings)
        console.print(_table(name, findings))
        good = good and not any(finding.problems for finding in findings)
    console.print("everything is as it was said" if good else "[red]something differs[/red]")
    if not good:
        raise SystemExit(1)


async def findings_of(record: Record, name: str) -> list[Finding]:
    service, url = load(record, name)
    async with service.log.opened(url, size=2):
        return await verify_service(service, record.broker(name))


def _table(name: str, findings: list[Finding]) -> Table:
    table = Table("what", "count", "sha-256", "verdict", title=name, title_justify="left")
    for finding in findings:
        verdict = "same" if not finding.problems else "[red]" + "\n".join(finding.problems[:5]) + "[/red]"
        table.add_row(finding.what, str(finding.count), finding.hash[:16], verdict)
    return table

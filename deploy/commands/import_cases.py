"""`cspr import`: open cases from a spreadsheet into a running installation. Try it first."""

from typing import Annotated, Any

import httpx
import typer

from deploy.commands.asking import auth_of
from deploy.commands.found import running
from deploy.commands.options import DataDir
from deploy.commands.say import say_error


def import_(
    file: Annotated[typer.FileBinaryRead, typer.Argument(help="A CSV of cases; - is stdin.")],
    actor: Annotated[str, typer.Option("--as", help="Who imports, as person:…")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would become of each row.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Bring in open cases, each row with its original dates; exit 1 if any is refused."""
    record = running(data_dir)
    answer = httpx.post(
        f"{record.urls['intake']}/import",
        content=file.read(),
        params={"dry_run": str(dry_run).lower()},
        headers={"Actor": actor, "Content-Type": "text/csv"},
        timeout=300.0,
        auth=auth_of(record),
    )
    if answer.is_error:
        problem = answer.json()
        for each in problem.get("errors", []) or [{"pointer": "", "detail": problem["detail"]}]:
            say_error(f"{each['pointer'] or 'the whole'}: {each['detail']}")
        raise SystemExit(1)
    rows = answer.json()["rows"]
    for row in rows:
        for sentence in sentences(row, dry_run):
            typer.echo(sentence)
    refused = sum(bool(row["problems"]) for row in rows)
    typer.echo(f"{len(rows) - refused} {'would be taken in' if dry_run else 'taken in'}, {refused} refused")
    if refused:
        raise SystemExit(1)


def sentences(row: dict[str, Any], dry_run: bool) -> list[str]:
    """Of one row: each problem, or its case and when it is due."""
    if row["problems"]:
        return [f"row {row['row']}: {each['column'] or 'the whole'}: {each['detail']}" for each in row["problems"]]
    due = f", notification due {row['due_on']}" if row["due_on"] else ""
    return [f"row {row['row']}: {'would be ' if dry_run else ''}case {row['case']}{due}"]

"""`cspr quarantine`: records that were set aside; looked at, taken in after all, or discarded with a reason.

It speaks to the services over HTTP, like anybody else, and in somebody's name. What a record says is never shown.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID, uuid4

import httpx
import typer

from deploy.commands.asking import auth_of
from deploy.commands.found import running
from deploy.commands.options import DataDir
from deploy.commands.say import say_error
from deploy.local.record import Record
from deploy.local.service import SERVICES
from shared.edge import BadInput, parse

_PATIENCE_SECONDS = 15

quarantine = typer.Typer(help="Records that were set aside: list, show, replay, discard.", no_args_is_help=True)

Id = Annotated[UUID, typer.Argument(metavar="ID", help="As the list shows it.")]
Actor = Annotated[str, typer.Option("--as", metavar="ACTOR", help="Who decides: person:… with an id.")]
Reason = Annotated[str, typer.Option(help="Why. Kept sealed.")]


@quarantine.command("list")
def list_(
    waiting: Annotated[bool, typer.Option("--waiting", help="Only those that nobody has settled.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Every record set aside, by any service: where, why, and what became of it."""
    record = running(data_dir)
    for service in _services(record):
        for row in _ask(record, service, "GET", "/quarantine" + ("?state=waiting" if waiting else "")).json():
            typer.echo(_listed(service, row))


def _listed(service: str, row: dict[str, Any]) -> str:
    """On lines of its own, and whole: its id is what the other commands ask for."""
    return (
        f"{row['quarantine']}  {service}  {row['state']}\n"
        f"    {row['topic']}, offset {row['offset']}, {row['at']}\n"
        f"    {row['pointer'] or 'the whole'}: {row['reason']}"
    )


@quarantine.command()
def show(quarantine: Id, data_dir: DataDir = None) -> None:
    """One record: everything that is known of it but what it says."""
    service, row = _find(running(data_dir), quarantine)
    for name, value in {"service": service, **row}.items():
        typer.echo(f"{name:12} {'' if value is None else value}")


@quarantine.command()
def replay(
    quarantine: Id,
    actor: Actor,
    reason: Reason,
    document: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="The corrected report, in its place.")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Take an agency's record in after all: as it came, or as the document says."""
    body: dict[str, Any] = {"reason": reason}
    if document:
        body["document"] = _document(document)
    answer = _settle(running(data_dir), "intake", quarantine, "replay-record", body, actor)
    typer.echo(f"taken in ({answer['receipt']})")


@quarantine.command()
def discard(quarantine: Id, actor: Actor, reason: Reason, data_dir: DataDir = None) -> None:
    """Nothing is to be done with it, and why. What it says is destroyed 180 days later."""
    record = running(data_dir)
    service, _ = _find(record, quarantine)
    answer = _settle(record, service, quarantine, "discard-record", {"reason": reason}, actor)
    typer.echo(f"discarded ({answer['receipt']})")


def _services(record: Record) -> list[str]:
    return [service for service in SERVICES if service in record.services]


def _document(path: Path) -> Any:
    try:
        return parse(path.read_bytes())
    except BadInput as bad:
        say_error(f"{path.name}: {bad}")
        raise SystemExit(1) from None


def _find(record: Record, id_: UUID) -> tuple[str, dict[str, Any]]:
    """Which service set it aside, and its row."""
    for service in _services(record):
        answer = _ask(record, service, "GET", f"/quarantine/{id_}", may_be_missing=True)
        if answer.is_success:
            return service, answer.json()
    say_error("no service has set aside a record with this id")
    raise SystemExit(1)


def _settle(
    record: Record, service: str, id_: UUID, command: str, body: dict[str, Any], actor: str
) -> dict[str, Any]:
    headers = {"Actor": actor, "Idempotency-Key": str(uuid4()), "Prefer": "wait=recorded"}
    answer: dict[str, Any] = _ask(
        record, service, "POST", f"/quarantine/{id_}/{command}", json=body, headers=headers
    ).json()
    return answer


def _ask(
    record: Record, service: str, method: str, path: str, *, may_be_missing: bool = False, **more: Any
) -> httpx.Response:
    """A good answer; otherwise it says why, and ends the command."""
    try:
        url, auth = record.urls[service] + path, auth_of(record)
        answer = httpx.request(method, url, timeout=_PATIENCE_SECONDS, auth=auth, **more)
    except httpx.HTTPError as error:
        say_error(f"{service} does not answer ({type(error).__name__})")
        raise SystemExit(1) from None
    if answer.is_success or (may_be_missing and answer.status_code == 404):
        return answer
    for sentence in _why(answer):
        say_error(sentence)
    raise SystemExit(1)


def _why(answer: httpx.Response) -> Iterator[str]:
    try:
        told = answer.json()
    except ValueError:
        told = {}
    yield str(told.get("detail", f"HTTP {answer.status_code}"))
    for each in told.get("errors", ()):
        yield f"{each['pointer'] or 'the whole'}: {each['detail']}"

"""`cspr audit`: are the logs, and who looked at them, still what the witness saw them to be?"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from rich.console import Console
from rich.table import Table

from deploy.commands.found import running
from deploy.commands.options import DataDir
from deploy.commands.say import say_error
from deploy.commands.services import password_of
from deploy.local.record import Record, default_data_dir
from deploy.postgres import database_url
from deploy.witness import comparing
from deploy.witness.audit_logs import audit_log
from deploy.witness.checkpoint import Checkpoint
from deploy.witness.comparing import Held
from deploy.witness.ledger import Ledger
from deploy.witness.settings import key_in
from shared.topics import SERVICES_THAT_NOTE, SERVICES_THAT_SAY

audit = typer.Typer(help="Hold the logs to what was witnessed of them.", no_args_is_help=True)


@audit.command()
def key(data_dir: DataDir = None) -> None:
    """The witness's public key, in hexadecimal: keep it apart, and verify with it."""
    typer.echo(_own_key(running(data_dir or default_data_dir())).public_bytes_raw().hex())


@audit.command()
def verify(
    notes: Annotated[Path | None, typer.Option(help="The folder of notes. Default: this installation's.")] = None,
    trusted: Annotated[
        str | None, typer.Option("--key", help="The public key to trust. Default: this installation's.")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Compare databases and Kafka with every checkpoint. Ends with 1 when anything differs."""
    record = running(data_dir or default_data_dir())
    public = _trusted(trusted) if trusted else _own_key(record)
    checkpoints, chain = comparing.notes(Ledger(notes or Path(record.notes)), public)
    held = [chain, *asyncio.run(compared(record, checkpoints))]
    console = Console()
    console.print(_table(held))
    if checkpoints:
        last = checkpoints[-1]
        console.print(f"the last checkpoint is number {last.number}, of {last.at:%Y-%m-%d %H:%M:%S} UTC")
    if any(each.problems for each in held):
        console.print("[red]something is not what was witnessed[/red]")
        raise SystemExit(1)
    console.print("everything is as it was witnessed")


async def compared(record: Record, checkpoints: Sequence[Checkpoint]) -> list[Held]:
    held = []
    for name in SERVICES_THAT_SAY:
        url = database_url(record.admin_url(), name, password_of(record, name))
        held.append(await comparing.database(url, name, checkpoints))
        held.append(await comparing.kafka(record.broker("witness"), name, checkpoints))
    for name in SERVICES_THAT_NOTE:
        url = database_url(record.admin_url(), name, password_of(record, name))
        held += await audit_log(url, record.broker("witness"), name, checkpoints)
    return held


def _own_key(record: Record) -> Ed25519PublicKey:
    return key_in(Path(record.witness_key_file)).public_key()


def _trusted(text: str) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(text))
    except ValueError:
        say_error("--key: must be the 64 hexadecimal digits that `cspr audit key` prints")
        raise SystemExit(2) from None


def _table(held: Sequence[Held]) -> Table:
    table = Table("what", "entries", "witnessed", "verdict")
    for each in held:
        verdict = "same" if not each.problems else "[red]" + "\n".join(each.problems) + "[/red]"
        table.add_row(each.what, str(each.entries), str(each.witnessed), verdict)
    return table

"""`cspr up`: the whole installation on this machine, until Ctrl-C."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from deploy.commands.options import DataDir
from deploy.commands.say import say_error, say_progress
from deploy.local.clock_file import ClockRefused, ClockStart
from deploy.local.ports import DEFAULT_BASE_PORT, PortTaken
from deploy.local.process import ChildFailed
from deploy.local.record import AlreadyRunning, default_data_dir
from deploy.local.runtime import Runtime
from deploy.local.scanner import of_this_machine
from deploy.local.service import Witnessing
from deploy.local.up import run
from deploy.partnership import DEFAULT_PARTNERSHIP, PartnershipUnreadable
from shared.topics import TopicsDiffer

# What may go wrong by the user's own hand, or the machine's: said in a sentence, without a trace.
_EXPECTED = (
    *(AlreadyRunning, PortTaken, ChildFailed),
    *(ClockRefused, PartnershipUnreadable, TopicsDiffer),
)


def up(
    data_dir: DataDir = None,
    base_port: Annotated[
        int, typer.Option(min=1024, max=65_500, help="The first of seventeen ports.")
    ] = DEFAULT_BASE_PORT,
    clock: Annotated[
        str | None,
        typer.Option(metavar="ISO@SPEED", help="Start domain time here, this much faster."),
    ] = None,
    partnership: Annotated[
        Path, typer.Option(help="Who works together here, and which agencies report.")
    ] = DEFAULT_PARTNERSHIP,
    notes: Annotated[
        Path | None,
        typer.Option(envvar="CSPR_NOTES", help="Where the witness's notes go. Default: in the data folder."),
    ] = None,
) -> None:
    """Start Kafka, PostgreSQL, mail and every service; stop them all on Ctrl-C."""
    try:
        start = ClockStart.parse(clock) if clock else None
    except ClockRefused as refusal:
        raise typer.BadParameter(str(refusal)) from refusal
    folder = data_dir or default_data_dir()
    up_with(
        Runtime(
            folder,
            base_port,
            clock=start,
            partnership=partnership,
            watched=True,
            identified=True,
            report=say_progress,
            witness=Witnessing(notes=notes),
            scanner=of_this_machine(folder, base_port, say_progress),
        )
    )


def up_with(runtime: Runtime) -> None:
    """Run it in the foreground; `ready URL` on standard output says when."""
    try:
        asyncio.run(run(runtime, lambda url: print(f"ready {url}", flush=True)))  # noqa: T201
    except _EXPECTED as refusal:
        say_error(str(refusal))
        raise SystemExit(1) from refusal

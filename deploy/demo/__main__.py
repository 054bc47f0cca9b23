"""`python -m deploy.demo [--once] [--data-dir D] [--base-port 8400]`"""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console

from deploy.commands.rebuild import Refused
from deploy.demo import folder
from deploy.demo.acts import StoryWrong
from deploy.demo.installation import NoAnswer
from deploy.demo.quiet import NotQuiet
from deploy.demo.references import Unresolved
from deploy.demo.run import BEGINS, Demo, Interrupted
from deploy.demo.scenario import ScenarioWrong, load
from deploy.demo.signing import recipients_sign
from deploy.demo.telling import Teller
from deploy.demo.tokens import known_agencies
from deploy.demo.witnessed import OFTEN
from deploy.local.identity import LocalIdentity, NotFetched
from deploy.local.ports import DEFAULT_BASE_PORT, Ports, PortTaken
from deploy.local.process import ChildFailed
from deploy.local.record import AlreadyRunning
from deploy.local.runtime import Runtime
from deploy.local.scanner import of_this_machine
from shared.topics import TopicsDiffer

INTERRUPTED = 130
# What may go wrong without a bug in the demo itself: said in a sentence, without a trace.
_CANNOT_BEGIN = NotFetched, folder.NotOurs, AlreadyRunning, PortTaken, ScenarioWrong, ValidationError
_WENT_WRONG = StoryWrong, NotQuiet, NoAnswer, Unresolved, Refused, ChildFailed, TopicsDiffer


def demo(
    once: Annotated[bool, typer.Option("--once", help="Stop when the story is told.")] = False,
    data_dir: Annotated[Path, typer.Option(help="Wiped first, if an earlier demo's.")] = folder.DEFAULT,
    base_port: Annotated[
        int, typer.Option(min=1024, max=65_500, help="The first of seventeen ports.")
    ] = DEFAULT_BASE_PORT,
) -> None:
    """Tell a whole story on a stepped clock, check it, prove it; then keep serving."""
    teller = Teller(_screen())
    try:
        where = folder.empty(data_dir)
        people = LocalIdentity(where, Ports(base_port))
        runtime = Runtime(
            where,
            base_port,
            clock=BEGINS,
            report=teller.progress,
            witness=OFTEN,
            partnership=known_agencies(where),
            identified=True,
            identity=people,
            scanner=of_this_machine(where, base_port, teller.progress),
        )
        with recipients_sign(where / "recipients"):
            asyncio.run(Demo(runtime, load(), teller, once).run())
    except Interrupted as interrupted:
        teller.bad(str(interrupted))
        raise SystemExit(INTERRUPTED) from None
    except _CANNOT_BEGIN as refusal:
        teller.bad(str(refusal))
        raise SystemExit(1) from None
    except _WENT_WRONG as wrong:
        teller.bad(f"{wrong}\nThe services' logs are in {data_dir / 'logs'}")
        raise SystemExit(1) from None


def _screen() -> Console:
    """Without a terminal, wide enough for the tables."""
    screen = Console(highlight=False, soft_wrap=True)
    return screen if screen.is_terminal else Console(highlight=False, soft_wrap=True, width=120)


if __name__ == "__main__":
    typer.run(demo)

"""`cspr`: one command for people who run, watch and mend an installation.

A subcommand is a function, or a group of them, in a file of its own; to add one, add a line here. Only the
module of the command that was asked for is imported, so that each starts at once.
"""

import sys
from importlib import import_module
from keyword import iskeyword
from typing import Any

import typer

COMMANDS = {
    "up": "deploy.commands.up",
    "emit": "deploy.commands.emit",
    "check": "deploy.commands.check",
    "import": "deploy.commands.import_cases",
    "status": "deploy.commands.status",
    "deadline": "deploy.deadline_command",
    "rebuild": "deploy.commands.rebuild",
    "verify": "deploy.commands.verify",
    "audit": "deploy.commands.audit",
    "republish": "deploy.commands.republish",
    "quarantine": "deploy.commands.quarantine",
    "agency": "deploy.commands.agency",
    "token": "deploy.commands.token",
    "bench": "deploy.commands.bench",
}


def main() -> None:
    """Run the command that the arguments name; for help, or a mistake, know them all."""
    asked = [name for name in sys.argv[1:2] if name in COMMANDS]
    application(asked or list(COMMANDS))(prog_name="cspr")


def application(names: list[str]) -> typer.Typer:
    app = typer.Typer(
        help="Child safeguarding practice reviews: run, feed and inspect an installation.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_show_locals=False,  # a local variable may hold what a person wrote
    )
    app.callback()(_several)
    for name in names:
        function = f"{name}_" if iskeyword(name) else name
        _add(app, name, getattr(import_module(COMMANDS[name]), function))
    return app


def _add(app: typer.Typer, name: str, command: Any) -> None:
    """A function, or several under one name."""
    if isinstance(command, typer.Typer):
        app.add_typer(command, name=name)
    else:
        app.command(name)(command)


def _several() -> None:
    """With a callback, a single command keeps its name."""


if __name__ == "__main__":
    main()

"""What the commands say to people: on standard error, so that standard output stays for programs."""

from functools import cache

from rich.console import Console


@cache
def _screen() -> Console:
    return Console(stderr=True, highlight=False, soft_wrap=True)


def say_progress(line: str) -> None:
    _screen().print(f"[green]•[/green] {_plain(line)}")


def say_error(line: str) -> None:
    _screen().print(f"[bold red]cspr:[/bold red] {_plain(line)}")


def _plain(line: str) -> str:
    """Square brackets in what we quote are no markup."""
    from rich.markup import escape

    return escape(line)

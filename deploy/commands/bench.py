"""`cspr bench`: how fast it is here, each figure beside a peer's of the same run, and what bounds it."""

import asyncio
import json
import logging
import sys
from typing import Annotated

import structlog
import typer
from rich.console import Console

from deploy.commands.say import say_error, say_progress
from deploy.local.ports import PortTaken
from deploy.local.process import ChildFailed


def bench(
    only: Annotated[str | None, typer.Option(help="One benchmark by its name.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="The table of docs/performance.md.")] = False,
    runs: Annotated[int | None, typer.Option(min=1, help="Best of so many. Default: 3; 1 if slow.")] = None,
    events: Annotated[int | None, typer.Option(min=100, help="Default: each benchmark's own number.")] = None,
) -> None:
    """Measure on Kafka and PostgreSQL servers of its own, which are gone afterwards. Takes minutes."""
    _quiet_logs()
    try:
        from deploy.bench import run, table
    except ModuleNotFoundError as missing:
        package = (missing.name or "a package").split(".")[0]
        say_error(f"{package} is not installed, and only measuring needs it: make setup")
        raise SystemExit(1) from None
    chosen = [benchmark for benchmark in run.BENCHMARKS if only in (None, benchmark.name)]
    if not chosen:
        say_error(f"--only: must be one of {', '.join(benchmark.name for benchmark in run.BENCHMARKS)}")
        raise SystemExit(2)
    try:
        figures = asyncio.run(run.measure(chosen, runs=runs, events=events, report=say_progress))
    except (ChildFailed, PortTaken) as failed:
        say_error(str(failed))
        raise SystemExit(1) from None
    if json_:
        typer.echo(json.dumps([figure.as_json() for figure in figures], indent=2))
    elif markdown:
        typer.echo(table.markdown(figures))
    else:
        Console().print(table.table(figures))


def _quiet_logs() -> None:
    """Standard output is for the figures."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # a new broker's first answers are tried again

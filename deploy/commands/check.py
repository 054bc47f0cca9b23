"""`cspr check`: whether an agency's events would be taken in. Sends nothing, and needs nothing running."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

import typer

from services.intake.amendment import Message
from services.intake.partners import message_of, read_message, read_report
from shared.clock import WallClock
from shared.edge import BadInput


@dataclass(frozen=True)
class Verdict:
    """Of one line: every refusal as (JSON Pointer, rule), or the flags it would be taken in with."""

    line: int
    test: bool = False
    problems: tuple[tuple[str, str], ...] = ()
    flags: tuple[str, ...] = ()


def check(
    file: Annotated[typer.FileBinaryRead, typer.Argument(help="One CloudEvent a line; - is stdin.")],
    agency: Annotated[
        str | None,
        typer.Option(help="Whose topic or credential it would come by. Default: each event's own source."),
    ] = None,
) -> None:
    """Say every refusal with its line, JSON Pointer and rule; exit 1 if there is any."""
    found = list(verdicts(file, WallClock().now(), agency))
    for verdict in found:
        for sentence in sentences(verdict):
            typer.echo(sentence)
    refused = sum(bool(verdict.problems) for verdict in found)
    typer.echo(f"{len(found) - refused} would be taken in, {refused} refused")
    if refused:
        raise SystemExit(1)


def sentences(verdict: Verdict) -> Iterator[str]:
    for pointer, rule in verdict.problems:
        yield f"line {verdict.line}: {pointer or 'the whole'}: {rule}"
    if verdict.test:
        yield f"line {verdict.line}: a test: it would open no case"
    for flag in verdict.flags:
        yield f"line {verdict.line}: taken in, with a flag: {flag}"


def verdicts(lines: Iterable[bytes], now: datetime, agency: str | None = None) -> Iterator[Verdict]:
    """In the order of the lines, as if each were sent after the one before. Empty lines are none."""
    seen: dict[UUID, Message] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _verdict(number, line.strip(), now, agency, seen)


def _verdict(number: int, line: bytes, now: datetime, agency: str | None, seen: dict[UUID, Message]) -> Verdict:
    try:
        report = message_of(read_report(line, agency or read_message(line).source))
    except BadInput as bad:
        return Verdict(number, problems=bad.problems)
    if seen.setdefault(report.cause(), report) != report:
        return Verdict(number, problems=(("/id", "this id was already used for another content"),))
    return Verdict(number, test=report.test, flags=report.flags(now))

"""`cspr check`: whether an agency's events would be taken in. Sends nothing, and needs nothing running."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

import typer

from deploy.commands.events_in import events_in
from services.intake import spreadsheet
from services.intake.amendment import Message
from services.intake.partners import message_of, read_message, read_report
from services.reviews.agency_return import TYPE as AGENCY_RETURN
from services.reviews.agency_return import AgencyReturn
from services.reviews.partners import read_document
from shared.clock import WallClock
from shared.edge import BadInput, parse

Sent = Message | AgencyReturn


@dataclass(frozen=True)
class Verdict:
    """Of one line: every refusal as (JSON Pointer, rule), or the flags it would be taken in with."""

    line: int
    test: bool = False
    problems: tuple[tuple[str, str], ...] = ()
    flags: tuple[str, ...] = ()


def check(
    file: Annotated[
        typer.FileBinaryRead,
        typer.Argument(help="One CloudEvent, or one a line, or a CSV of reports; - is stdin."),
    ],
    agency: Annotated[
        str | None,
        typer.Option(help="Whose topic or credential it would come by. Default: each event's own source."),
    ] = None,
) -> None:
    """Say every refusal with its line, JSON Pointer and rule; exit 1 if there is any."""
    now, content = WallClock().now(), file.read()
    try:
        found = list(
            of_rows(content, now, agency) if _is_csv(content) else verdicts(events_in(content), now, agency)
        )
    except BadInput as bad:
        found = [Verdict(1, problems=bad.problems)]
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


def _is_csv(content: bytes) -> bool:
    """By the header; in whatever encoding, so that a wrong one is said to be wrong."""
    first = content.partition(b"\n")[0].replace(b"\x00", b"")
    return b"la_code" in first and not first.lstrip().startswith(b"{")


def of_rows(content: bytes, now: datetime, agency: str | None) -> Iterator[Verdict]:
    """Of a spreadsheet's rows. Raises BadInput when no row of it can be read."""
    seen: dict[UUID, Sent] = {}
    for row in spreadsheet.rows(content, agency or "agency", now):
        if row.demand is None:
            yield Verdict(row.line, problems=row.problems)
        else:
            yield _as_sent(row.line, message_of(row.demand), now, seen)


def verdicts(lines: Iterable[bytes], now: datetime, agency: str | None = None) -> Iterator[Verdict]:
    """In the order of the lines, as if each were sent after the one before. Empty lines are none."""
    seen: dict[UUID, Sent] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _verdict(number, line.strip(), now, agency, seen)


def _verdict(number: int, line: bytes, now: datetime, agency: str | None, seen: dict[UUID, Sent]) -> Verdict:
    try:
        sent = _read(line, agency)
    except BadInput as bad:
        return Verdict(number, problems=bad.problems)
    return _as_sent(number, sent, now, seen)


def _read(line: bytes, agency: str | None) -> Sent:
    document = parse(line)
    if isinstance(document, dict) and document.get("type") == AGENCY_RETURN:
        return read_document(line, agency)
    return message_of(read_report(line, agency or read_message(line).source))


def _as_sent(number: int, sent: Sent, now: datetime, seen: dict[UUID, Sent]) -> Verdict:
    if seen.setdefault(sent.cause(), sent) != sent:
        return Verdict(number, problems=(("/id", "this id was already used for another content"),))
    if isinstance(sent, AgencyReturn):
        return Verdict(number)
    return Verdict(number, test=sent.test, flags=sent.flags(now))

"""The story on the terminal: a line for each thing that happens, tables at the end."""

from collections import Counter
from datetime import date, datetime
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from deploy.demo.installation import Installation
from shared.calendar import LONDON
from shared.deadline import written

AGENCIES = ("hospital", "police", "schools")
OWING = ("notifier", "reviews", "publisher")


class Teller:
    def __init__(self, console: Console) -> None:
        self._console = console

    def progress(self, line: str) -> None:
        """What the machine does."""
        self._console.print(f"[dim]· {escape(line)}[/dim]")

    def happened(self, at: datetime, who: str, what: str) -> None:
        """What happens in the story; nothing when there is no sentence for it."""
        if not what:
            return
        local = at.astimezone(LONDON)
        when = f"[cyan]{local:%a %d %b %Y %H:%M}[/cyan]"
        if who.startswith("service:"):
            self._console.print(f"{when}  [dim]{escape(who.removeprefix('service:'))}: {escape(what)}[/dim]")
        else:
            self._console.print(f"{when}  {escape(what)}{f' [dim]({escape(who)})[/dim]' if who else ''}")

    def good(self, line: str) -> None:
        self._console.print(f"[green]✓[/green] {escape(line)}")

    def bad(self, line: str) -> None:
        self._console.print(f"[bold red]The demo stopped:[/bold red] {escape(line)}")

    async def summary(self, installation: Installation, cases: dict[str, str]) -> None:
        self._console.print(await _duties(installation, cases))
        self._console.print(_mails(await installation.mails()))
        self._console.print(await _feedback(installation))

    def addresses(self, installation: Installation, reference: str) -> None:
        for what, where in (
            ("Console, to sign in", installation.url("console", "/")),
            ("Public site", installation.url("site", "/")),
            ("The review's page", installation.url("site", f"/reviews/{reference}")),
            ("Mail", installation.url("mail", "/")),
        ):
            self._console.print(f"{what + ':':<21} [link={where}]{where}[/link]")


async def _duties(installation: Installation, cases: dict[str, str]) -> Table:
    """What was owed, by when, and when it was done; the same for several recipients on one line."""
    table = Table("case", "duty", "owed to", "due", "done", "", title="What was owed", title_justify="left")
    for name, case in cases.items():
        owed: Counter[tuple[str, ...]] = Counter()
        to: dict[tuple[str, ...], str] = {}
        for service in OWING:
            for duty in await installation.json(service, f"/cases/{case}/duties"):
                line = _line(duty)
                owed[line] += 1
                to[line] = duty["owed_to"]
        for line, count in sorted(owed.items(), key=lambda item: item[0][1]):
            rule, _, due, done, how = line
            table.add_row(name, rule, to[line] if count == 1 else f"{count} recipients", due, done, how)
        if not owed:
            table.add_row(name, "none", "", "", "", "considered and not notified")
    return table


def _line(duty: dict[str, Any]) -> tuple[str, ...]:
    """(rule, due date to sort by, due, done, how)"""
    done = datetime.fromisoformat(duty["met_at"]).astimezone(LONDON) if duty["met_at"] else None
    late = duty["working_days_late"] or 0
    how = (
        f"[yellow]{late} working days late[/yellow]"
        if late
        else "in time"
        if done
        else f"[red]{duty['state']}[/red]"
    )
    if duty["lateness_explained"]:
        how += ", explained"
    due = date.fromisoformat(duty["due_on"])
    return duty["rule"], duty["due_on"], written(due), f"{done:%d %b %Y %H:%M}" if done else "", how


def _mails(mails: list[dict[str, Any]]) -> Table:
    table = Table("mails", "to", title="What was sent", title_justify="left")
    for (to,), count in sorted(Counter(tuple(mail["to"]) for mail in mails).items()):
        table.add_row(str(count), to)
    return table


async def _feedback(installation: Installation) -> Table:
    table = Table(
        "agency", "its report", "what it was told", title="What agencies were told", title_justify="left"
    )
    for agency in AGENCIES:
        for told in await installation.feedback(agency):
            what = str(told.get("outcome") or told["type"])
            table.add_row(agency, told["report"], what)
    return table

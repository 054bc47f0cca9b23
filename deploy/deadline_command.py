"""`cspr deadline`: when a duty falls due, every day counted or skipped with the reason."""

import json
from datetime import date, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from shared.calendar import PROCLAIMED, WorkingCalendar, london_date
from shared.deadline import Deadline, written
from shared.edition import CALENDARS
from shared.policy import Policy, Rule, policy_on
from shared.policy import policy as policy_of

RULES = "notification, rapid-review, practice-review, advance-copy, take-down, cdop or foi"


def deadline(
    rule: Annotated[str, typer.Argument(metavar="RULE", help=RULES)],
    from_: Annotated[str, typer.Option("--from", metavar="ISO", help="A date, or an instant with its zone.")],
    policy: Annotated[
        str | None, typer.Option("--policy", metavar="ID", help="Default: in force on --from.")
    ] = None,
    holiday: Annotated[
        list[str] | None,
        typer.Option("--holiday", metavar="DAY", help="Proclaimed since, in England and Wales; may be repeated."),
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Say when a duty falls due, and how the days were counted."""
    start = _start(rule, from_)
    version = _policy(rule, start, policy)
    terms = _rule(rule, version)
    counted = _counted(rule, start, version, _calendar(rule, terms, holiday or []))
    if json_:
        typer.echo(json.dumps(_as_json(counted, terms), ensure_ascii=False, indent=2))
    else:
        _print(counted, terms, version)


def _start(rule: str, text: str) -> date | datetime:
    """A date or an aware instant; exit 2 for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass  # then it must be an instant
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise _refused(
            "--from",
            rule,
            f"{text!r} is neither a date (2026-04-02) nor an instant (2026-04-02T16:50Z)",
        ) from None
    if instant.utcoffset() is None:
        raise _refused("--from", rule, f"{text!r} has no zone; add one, such as Z or +01:00")
    return instant


def _policy(rule: str, start: date | datetime, policy_id: str | None) -> Policy:
    """The policy asked for, or the one in force on the start date; exit 2 when there is none."""
    try:
        if policy_id is not None:
            return policy_of(policy_id)
        return policy_on(london_date(start) if isinstance(start, datetime) else start)
    except (LookupError, OverflowError) as error:
        field = "--from" if policy_id is None else "--policy"
        raise _refused(field, rule, str(error)) from None


def _rule(rule: str, version: Policy) -> Rule:
    try:
        return version.rule(rule)
    except LookupError as error:
        raise _refused("RULE", rule, str(error)) from None


def _calendar(rule: str, terms: Rule, days: list[str]) -> WorkingCalendar | None:
    """The packaged calendar with these days; none for a rule that runs over holidays. Exit 2 for no such day."""
    try:
        proclaimed = [date.fromisoformat(day) for day in days]
        if terms.calendar is None:
            return None
        calendar = CALENDARS[terms.calendar]()
        for day in proclaimed:
            calendar = calendar.extended(day, PROCLAIMED)
    except ValueError as error:
        raise _refused("--holiday", rule, str(error)) from None
    return calendar


def _counted(rule: str, start: date | datetime, version: Policy, calendar: WorkingCalendar | None) -> Deadline:
    """The deadline; exit 2 for a start it cannot be counted from: no data, or no such year."""
    try:
        return version.deadline(rule, start, calendar)
    except (ValueError, OverflowError) as error:
        raise _refused("--from", rule, str(error)) from None


def _refused(field: str, rule: str, why: str) -> typer.BadParameter:
    """Exit code 2, naming the field and the rule."""
    return typer.BadParameter(f"{rule}: {why}", param_hint=f"'{field}'")


def _as_json(counted: Deadline, terms: Rule) -> dict[str, object]:
    """The deadline and its source; `due` is an instant for rules in hours, else a date."""
    fields = counted.model_dump(mode="json")
    return {
        "rule": fields.pop("rule"),
        "start": fields.pop("start"),
        "due": fields["due_at"] or fields["due_on"],
        **fields,
        **terms.model_dump(
            mode="json",
            include={"clock", "strength", "source", "confidence", "carried_over_from"},
        ),
    }


def _print(counted: Deadline, terms: Rule, version: Policy) -> None:
    """The answer first, then the days, then what it rests on."""
    console = Console(highlight=False)
    console.print(Text(f"{terms.name}: {counted.verdict()}", style="bold"))
    console.print(_days(counted))
    console.print(_grounds(counted, terms, version))


def _days(counted: Deadline) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("Day", justify="right", no_wrap=True)
    table.add_column(counted.unit.capitalize(), justify="right")
    table.add_column("Remark")
    for day in counted.days:
        number = "-" if day.number is None else str(day.number)
        style = "dim" if day.skipped_because else ""
        table.add_row(written(day.date), number, Text(day.remark), style=style)
    return table


def _grounds(counted: Deadline, terms: Rule, version: Policy) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_row("Rule", Text(f"{counted.period()}, counted from: {terms.counted_from}"))
    grid.add_row("Source", Text(f"{terms.source} ({terms.strength}; confidence {terms.confidence})"))
    if terms.carried_over_from:
        grid.add_row("Unverified", Text(f"value carried over from policy {terms.carried_over_from}"))
    grid.add_row("Policy", Text(f"{version.id}: {version.name}, from {written(version.valid_from)}"))
    grid.add_row("Calendar", Text(counted.calendar))
    return grid

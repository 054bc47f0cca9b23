"""Open cases from a spreadsheet, as an installation begins: reports with what the authority had done by then.

Each step is an event of its own, with the dates it had, and its actor is `import:…`. So deadlines run from the
original dates. A row is taken in as a whole or not at all, and the same row again is a repeat. A case that is here
already takes nothing more from a file: what is done here is decided here, and a late time signed by two.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid5

from pydantic import ValidationError

from services.intake import spreadsheet
from services.intake.amendment import case_of
from services.intake.commands import DecideToNotify, RecordAwareness, RecordCriteriaMet
from services.intake.decider.backdating import IMPORTED
from shared.calendar import london_date
from shared.decider import Ask, Command, Occasion, Refused
from shared.edge import Code, problems
from shared.events.intake import NotifyDecided
from shared.hearing import Demand
from shared.ids import NAMESPACE
from shared.policy import policy_on
from shared.service import KeyReused, Said, Service
from shared.spreadsheet import filled

STEPS: dict[type[Command], tuple[str, ...]] = {
    RecordAwareness: ("incident_aware_at", "channel"),
    RecordCriteriaMet: ("limb", "suspicion", "criteria_met_at"),
    DecideToNotify: ("trigger_class", "grounds", "authority", "reasons"),
}
OWN_COLUMNS = ("agency", *(name for names in STEPS.values() for name in names))
COLUMNS = (*OWN_COLUMNS, *spreadsheet.COLUMNS)
HERE_ALREADY = "This case is here already: what was done on it is recorded there, and not imported."
Problems = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Brought:
    """What became of a row. `due_on` is the notification's, where one was decided."""

    line: int
    case: str = ""
    due_on: date | None = None
    problems: Problems = ()


class _OnlyTried(Exception):
    """Undoes a dry run's transaction."""


Filled = list[tuple[int, dict[str, str]]]  # of each row that is no empty one, its line and what stands in it


def rows_of(content: bytes) -> Filled:
    """Raises BadInput where no row can be read at all."""
    return filled(content, COLUMNS, ("agency", *spreadsheet.MUST))


def cases_named(rows: Filled) -> list[str]:
    """Of each row the case, whether it is here or not."""
    return [case_of(values.get("agency", ""), values.get("id", "")) for _, values in rows]


async def bring_in(
    service: Service, rows: Filled, agencies: Collection[str], person: Code, *, dry_run: bool
) -> list[Brought]:
    """Every row, in order."""
    now = service.clock.now()
    return [await _row(service, line, values, agencies, person, now, dry_run) for line, values in rows]


async def _row(
    service: Service,
    line: int,
    values: dict[str, str],
    agencies: Collection[str],
    person: Code,
    now: datetime,
    dry_run: bool,
) -> Brought:
    agency = values.get("agency", "")
    if agency not in agencies:
        return Brought(line, problems=(("agency", "is no agency of this partnership"),))
    row = spreadsheet.as_row(line, values, agency, now)
    if row.demand is None:
        return Brought(line, problems=row.problems)
    try:
        said = await _carried_out(service, row.demand, list(_steps(values)), f"{IMPORTED}{person}", dry_run)
    except ValidationError as error:
        told = problems(error, OWN_COLUMNS)
        return Brought(line, problems=tuple((where.lstrip("/"), rule) for where, rule in told))
    except KeyReused:
        return Brought(line, problems=(("id", "this id was already used for another content"),))
    except Refused as refused:
        return Brought(line, problems=(("", refused.detail),))
    return Brought(line, case=row.demand.ask.subject, due_on=_due_on(said))


def _steps(values: dict[str, str]) -> Iterator[Command]:
    """What the authority had done by then, in its order. Raises pydantic's ValidationError."""
    for step, names in STEPS.items():
        told: dict[str, Any] = {name: values[name] for name in names if name in values}
        for name in ("incident_aware_at", "criteria_met_at"):
            if name in told:
                told[name] = spreadsheet.instant(told[name])
        if told:
            yield step.model_validate(told)


async def _carried_out(
    service: Service, demand: Demand, steps: list[Command], actor: str, dry_run: bool
) -> list[Said]:
    case, said = demand.ask.subject, []
    try:
        async with service.transaction() as tx:
            for command in (demand.ask.command, *steps):
                name = type(command).__name__
                # The report's own id: should the agency send it, too, it is the same.
                id_ = uuid5(NAMESPACE, f"import\n{case}\n{name}") if command in steps else demand.id
                occasion = Occasion(at=service.clock.now(), actor=actor, id=id_)
                said.append(await service.carry_out(tx, Ask(case, command), occasion))
            if said[0].repeated and any(each.events and not each.repeated for each in said):
                raise Refused("here-already", HERE_ALREADY)
            if dry_run:
                raise _OnlyTried
    except _OnlyTried:
        pass
    return said


def _due_on(said: list[Said]) -> date | None:
    for recorded in (recorded for each in said for recorded in each.events):
        if isinstance(recorded.data, NotifyDecided):
            starts_at = recorded.data.clock_starts_at
            return policy_on(london_date(starts_at)).deadline("notification", starts_at).due().due_on
    return None

"""Duties as people read them: what is owed to whom, by when, and how that stands today."""

from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel

from services.console.casework import NameOf
from services.console.countdown import countdown
from services.console.views.cases import reference_of
from services.console.why import Why, why
from services.console.words import plural
from shared.calendar import calendar_of, london_date
from shared.deadline import written
from shared.duties.board import DutyRow
from shared.duties.words import to_do

OPEN = ("open", "missed")


class Owed(BaseModel):
    """One duty. `band`: overdue, today, soon or later while it is owed, else settled."""

    subject: str
    reference: str
    what: str
    owed_to: str
    strength: str
    due_on: date
    state: str
    standing: str  # "in 3 working days", "met on Mon 5 Jan 2026"
    band: str
    seen_to_by: str  # who acknowledged it, "nobody yet"; empty once it is settled
    row: DutyRow

    def why(self) -> Why | None:
        return why(self.row)


def owed(rows: Iterable[DutyRow], today: date, name_of: NameOf) -> list[Owed]:
    """What is still owed first, the overdue before the rest; then by date."""
    found = [_owed(row, today, name_of) for row in rows]
    return sorted(found, key=lambda it: (it.band == "settled", it.band != "overdue", it.due_on, it.row.duty))


def _owed(row: DutyRow, today: date, name_of: NameOf) -> Owed:
    standing, band = _standing(row, today)
    return Owed(
        subject=row.subject,
        reference=reference_of(row.subject),
        what=to_do(row.strength, row.rule),
        owed_to=name_of(row.owed_to),
        strength=row.strength,
        due_on=row.due_on,
        state=row.state,
        standing=standing,
        band=band,
        seen_to_by=(row.acknowledged_by or "nobody yet") if row.state in OPEN else row.acknowledged_by or "",
        row=row,
    )


def _standing(row: DutyRow, today: date) -> tuple[str, str]:
    if row.state in OPEN:
        left = countdown(row.due_on, today, calendar_of(row.calendar))
        return left.words, left.band
    return _settled(row), "settled"


def _settled(row: DutyRow) -> str:
    if row.met_at is None:
        return "no longer owed"
    met = f"met on {written(london_date(row.met_at))}"
    if row.state != "met late":
        return met
    explained = "explained" if row.lateness_explained else "not yet explained"
    return f"{met}, {plural(row.working_days_late or 0, 'working day')} late, {explained}"

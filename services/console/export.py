"""Cases as a CSV that a spreadsheet can be trusted with."""

from collections.abc import Iterable

from services.console.views.found import FoundCase
from shared import formulas

COLUMNS = (
    *("reference", "subject", "stage", "opened_at", "next_due", "agency", "la_code", "harm", "children"),
    *("trigger_class", "assigned_to", "public_reference"),
)


def as_csv(cases: Iterable[FoundCase]) -> str:
    """A row a case."""
    return formulas.as_csv(COLUMNS, (case.model_dump(mode="json") for case in cases))

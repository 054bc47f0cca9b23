"""Cases as a CSV that a spreadsheet can be trusted with."""

import csv
import io
from collections.abc import Iterable

from services.console.views.found import FoundCase
from shared.formulas import inert

COLUMNS = (
    *("reference", "subject", "stage", "opened_at", "next_due", "agency", "la_code", "harm", "children"),
    *("trigger_class", "assigned_to", "public_reference"),
)


def as_csv(cases: Iterable[FoundCase]) -> str:
    """A row a case. A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for case in cases:
        said = case.model_dump(mode="json")
        writer.writerow(inert(said[name]) for name in COLUMNS)
    return file.getvalue()

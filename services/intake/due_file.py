"""What is due to be looked through, as a CSV that a spreadsheet can be trusted with."""

import csv
import io
from collections.abc import Iterable

from services.intake.views.keeping import Due
from shared.formulas import inert

COLUMNS = tuple(Due.model_fields)


def as_csv(due: Iterable[Due]) -> str:
    """A row a case. A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for case in due:
        said = case.model_dump(mode="json")
        writer.writerow(inert(said[name]) for name in COLUMNS)
    return file.getvalue()

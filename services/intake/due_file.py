"""What is due to be looked through, as a CSV that a spreadsheet can be trusted with."""

from collections.abc import Iterable

from services.intake.views.keeping import Due
from shared import formulas

COLUMNS = tuple(Due.model_fields)


def as_csv(due: Iterable[Due]) -> str:
    """A row a case."""
    return formulas.as_csv(COLUMNS, (case.model_dump(mode="json") for case in due))

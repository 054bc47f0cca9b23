"""The figures as a CSV and as JSON. Pure."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date

from pydantic import BaseModel

from services.console.figures.period import Period
from services.console.figures.tables import Section
from shared.formulas import inert

HIDDEN = "c"  # the mark of the Department for Education's tables
COLUMNS = ("section", "table", "label", "column", "number")


class Figure(BaseModel):
    """One number. `number` is null where the public version hides it."""

    section: str
    table: str
    label: str
    column: str
    number: int | None


class FiguresDocument(BaseModel):
    """`version`: "internal", or "public" with small numbers hidden."""

    first: date
    last: date
    known_on: date
    version: str
    figures: list[Figure]


def each(sections: Sequence[Section]) -> Iterator[Figure]:
    for section in sections:
        for table in section.tables:
            for line in table.lines:
                for column, number in zip(table.heads, line.numbers, strict=True):
                    yield Figure(
                        section=section.title, table=table.id, label=line.label, column=column, number=number
                    )


def as_document(sections: Sequence[Section], period: Period, version: str) -> FiguresDocument:
    return FiguresDocument(
        first=period.first,
        last=period.last,
        known_on=period.known_on,
        version=version,
        figures=list(each(sections)),
    )


def as_csv(sections: Sequence[Section]) -> str:
    """A row a number, which pivots and charts understand. No text is run as a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for figure in each(sections):
        number = HIDDEN if figure.number is None else figure.number
        writer.writerow(
            inert(cell) for cell in (figure.section, figure.table, figure.label, figure.column, number)
        )
    return file.getvalue()

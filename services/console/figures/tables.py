"""Figures as tables, whose small numbers the public version hides. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

SMALLEST_TOLD = 5  # fewer than five might be somebody: the public version does not tell
Number = int | None  # none: hidden


@dataclass(frozen=True)
class Row:
    label: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True)
class Table:
    """`adds_up`: which way the numbers make a total, shown last: down a column, across a row, or not at all.

    `internal`: what the public version leaves out, because it divides a number that another table tells.
    """

    id: str
    title: str
    of: str  # what the first column names
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    adds_up: Literal["down", "across", ""] = ""
    note: str = ""
    internal: bool = False

    @property
    def heads(self) -> tuple[str, ...]:
        return (*self.columns, "Total") if self.adds_up == "across" else self.columns

    @property
    def lines(self) -> list[Row]:
        """The rows with their totals. A total is told when not all of it is hidden."""
        if self.adds_up == "across":
            return [Row(row.label, (*row.numbers, _total(row.numbers))) for row in self.rows]
        if self.adds_up == "down" and self.rows:
            down = zip(*(row.numbers for row in self.rows), strict=True)
            return [*self.rows, Row("Total", tuple(_total(numbers) for numbers in down))]
        return list(self.rows)

    @property
    def most(self) -> int:
        """The largest number: how long a bar may be."""
        return max((number for row in self.rows for number in row.numbers if number), default=0)


@dataclass(frozen=True)
class Section:
    title: str
    tables: tuple[Table, ...]


def _total(numbers: Iterable[Number]) -> Number:
    told = list(numbers)
    return None if None in told else sum(number or 0 for number in told)


def public(sections: Sequence[Section]) -> list[Section]:
    """Without internal tables, and with no number from one to four, nor any that would tell one."""
    shown = []
    for section in sections:
        tables = tuple(_hidden(table) for table in section.tables if not table.internal)
        if tables:
            shown.append(replace(section, tables=tables))
    return shown


def _hidden(table: Table) -> Table:
    numbers = [row.numbers for row in table.rows]
    if table.adds_up == "down":
        numbers = [tuple(across) for across in zip(*map(hide, zip(*numbers, strict=True)), strict=True)]
    elif table.adds_up == "across":
        numbers = [tuple(hide(across)) for across in numbers]
    else:
        numbers = [tuple(_alone(number) for number in across) for across in numbers]
    rows = tuple(Row(row.label, told) for row, told in zip(table.rows, numbers, strict=True))
    return replace(table, rows=rows)


def hide(numbers: Sequence[Number]) -> list[Number]:
    """Of numbers that add up: the small ones, and if only one is small the next larger one with it.

    A single hidden number could be had from what other tables tell of the total.
    """
    told = [_alone(number) for number in numbers]
    hidden = [place for place, number in enumerate(told) if number is None]
    if len(hidden) == 1:
        left = [(number, place) for place, number in enumerate(told) if number]
        if left:
            told[min(left)[1]] = None
    return told


def _alone(number: Number) -> Number:
    return None if number is not None and 0 < number < SMALLEST_TOLD else number

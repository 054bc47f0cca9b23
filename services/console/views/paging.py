"""One page of a long list of cases, without looking at all of them: those that owe something, then the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from shared.event_log import Database

Order = Literal["due", "newest", "oldest"]
_OPEN = "state IN ('open', 'missed')"
_OWED = f"SELECT subject, min(due_on) AS next_due FROM duties WHERE {_OPEN} GROUP BY subject"
_OWING = f"FROM cases JOIN ({_OWED}) AS owed USING (subject)"
_OWING_NOTHING = f"NOT EXISTS (SELECT FROM duties WHERE subject = cases.subject AND {_OPEN})"
_NEXT_DUE = f"(SELECT min(due_on) FROM duties WHERE subject = found.subject AND {_OPEN}) AS next_due"
_ORDER: Mapping[Order, str] = {
    "due": "opened_at DESC, subject",  # of those with the same date, or with none
    "newest": "opened_at DESC, subject",
    "oldest": "opened_at, subject",
}
Rows = Sequence[Any]  # of the database: names to values


@dataclass(frozen=True)
class Among:
    """Cases by conditions on their own columns, with the values for `$1` onwards; `due` is one on `next_due`."""

    where: str
    values: Sequence[object]
    due: str = ""

    def owing(self) -> str:
        return f"{_OWING} WHERE {' AND '.join(filter(None, (self.where, self.due)))}"

    def owing_nothing(self) -> str:
        return f"FROM cases WHERE {self.where} AND {_OWING_NOTHING}"


async def count(db: Database, among: Among, *, owing: bool) -> int:
    """Of those that owe something; or of all, `due` left aside."""
    counted = among.owing() if owing else f"FROM cases WHERE {among.where}"
    found: int = await db.fetchval(f"SELECT count(*) {counted}", *among.values)
    return found


async def owing(db: Database, among: Among, order: Order, limit: int, skip: int) -> Rows:
    by = f"next_due, {_ORDER[order]}" if order == "due" else _ORDER[order]
    return await _page(db, f"SELECT cases.*, next_due {among.owing()} ORDER BY {by}", among, limit, skip)


async def owing_nothing(db: Database, among: Among, order: Order, limit: int, skip: int) -> Rows:
    query = f"SELECT cases.*, NULL::date AS next_due {among.owing_nothing()} ORDER BY {_ORDER[order]}"
    return await _page(db, query, among, limit, skip)


async def both(db: Database, among: Among, order: Order, limit: int, skip: int) -> Rows:
    """By their dates, those with none last; or by when they were opened, which asks for one page's dates only."""
    if order != "due":
        query = f"SELECT * FROM cases WHERE {among.where} ORDER BY {_ORDER[order]}"
        page = f"{query} {_limited(among)}"
        rows: Rows = await db.fetch(
            f"SELECT found.*, {_NEXT_DUE} FROM ({page}) AS found ORDER BY {_ORDER[order]}",
            *among.values,
            limit,
            skip,
        )
        return rows
    first = await owing(db, among, order, limit, skip)
    if len(first) == limit:
        return first
    before = max(0, skip - await count(db, among, owing=True))
    return [*first, *await owing_nothing(db, among, order, limit - len(first), before)]


async def _page(db: Database, query: str, among: Among, limit: int, skip: int) -> Rows:
    rows: Rows = await db.fetch(f"{query} {_limited(among)}", *among.values, limit, skip)
    return rows


def _limited(among: Among) -> str:
    return f"LIMIT ${len(among.values) + 1} OFFSET ${len(among.values) + 2}"

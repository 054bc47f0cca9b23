"""One page of a long list of cases, without looking at all of them: those that owe something, then the rest.

What is ordered are references and dates, which indexes hold; a page's cases are read whole once it is known which.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from shared.event_log import Database

Order = Literal["due", "newest", "oldest"]
_OPEN = "state IN ('open', 'missed')"
_OWED = f"SELECT subject, min(due_on) AS next_due FROM duties WHERE {_OPEN} GROUP BY subject"
_OWING_NOTHING = f"NOT EXISTS (SELECT FROM duties WHERE subject = cases.subject AND {_OPEN})"
_NEXT_DUE = f"(SELECT min(due_on) FROM duties WHERE subject = page.subject AND {_OPEN})"
_NEWEST = ("opened_at DESC", "subject")
_ORDER: Mapping[Order, Sequence[str]] = {
    "due": _NEWEST,  # of those with the same date, or with none
    "newest": _NEWEST,
    "oldest": ("opened_at", "subject"),
}
Rows = Sequence[Any]  # of the database: names to values


@dataclass(frozen=True)
class Among:
    """Cases by conditions on their own columns, with the values for `$1` onwards; `due` is one on `next_due`.

    `few`: hardly any answer to that, so they are looked for first, and then put in order. Without being told, the
    database would rather walk through all cases in that order until it has met enough.
    """

    where: str
    values: Sequence[object]
    due: str = ""
    few: bool = False

    def all(self) -> str:
        return f"FROM {self._cases()} WHERE {self.where}"

    def owing(self) -> str:
        owed = f"JOIN ({_OWED}) AS owed USING (subject)"
        return f"FROM {self._cases()} {owed} WHERE {' AND '.join(filter(None, (self.where, self.due)))}"

    def owing_nothing(self) -> str:
        return f"{self.all()} AND {_OWING_NOTHING}"

    def _cases(self) -> str:
        return f"(SELECT * FROM cases WHERE {self.where} OFFSET 0) AS cases" if self.few else "cases"


async def count(db: Database, among: Among, *, owing: bool) -> int:
    """Of those that owe something; or of all, `due` left aside."""
    found: int = await db.fetchval(f"SELECT count(*) {among.owing() if owing else among.all()}", *among.values)
    return found


async def owing(db: Database, among: Among, order: Order, limit: int, skip: int) -> Rows:
    by = ("next_due", *_ORDER[order]) if order == "due" else _ORDER[order]
    return await _page(db, f"SELECT subject, opened_at, next_due {among.owing()}", by, among, limit, skip)


async def owing_nothing(db: Database, among: Among, order: Order, limit: int, skip: int) -> Rows:
    which = f"SELECT subject, opened_at, NULL::date AS next_due {among.owing_nothing()}"
    return await _page(db, which, _ORDER[order], among, limit, skip)


async def both(db: Database, among: Among, order: Order, limit: int, skip: int) -> Rows:
    """By their dates, those with none last; or by when they were opened, which asks for one page's dates only."""
    if order != "due":
        which = f"SELECT subject, opened_at {among.all()}"
        return await _page(db, which, _ORDER[order], among, limit, skip, next_due=_NEXT_DUE)
    first = await owing(db, among, order, limit, skip)
    if len(first) == limit:
        return first
    before = max(0, skip - await count(db, among, owing=True))
    return [*first, *await owing_nothing(db, among, order, limit - len(first), before)]


async def _page(
    db: Database,
    which: str,
    by: Sequence[str],
    among: Among,
    limit: int,
    skip: int,
    next_due: str = "page.next_due",
) -> Rows:
    """`which` selects at least what it is ordered by."""
    after = len(among.values)
    page = f"{which} ORDER BY {', '.join(by)} LIMIT ${after + 1} OFFSET ${after + 2}"
    rows: Rows = await db.fetch(
        f"SELECT cases.*, {next_due} AS next_due FROM ({page}) AS page JOIN cases USING (subject)"
        f" ORDER BY {', '.join(f'page.{each}' for each in by)}",
        *among.values,
        limit,
        skip,
    )
    return rows

"""A database as one person sees it: in each query, every table of cases holds those alone that they may see.

A query's tables are put before it under their own names, narrowed (`WITH cases AS (SELECT * FROM cases WHERE …)`).
So the query stays as it is, counts and pages what is visible, and a query that somebody adds is narrowed too.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from typing import Any

from asyncpg import Record

from shared.event_log import Database
from shared.need.visible import Visible

LOOKING: ContextVar[Visible | None] = ContextVar("looking", default=None)  # at lists, in this request
_TABLE = re.compile(r"CREATE TABLE (\w+) \((.*?)\);", re.DOTALL)
_COLUMN = re.compile(r"(?:^|,)\s*(\w+) (?:text|uuid)\b")
_BEGINS = re.compile(r"\s*WITH( RECURSIVE)?\b", re.IGNORECASE)
COLUMNS = ("subject", "case_id")
BESIDE = ("other", "earlier_case")  # of another case: a row that tells of two is seen by whoever may see both


def tables_of_cases(schemas: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Each table that tells of cases, and the columns that say of which."""
    found = {}
    for name, columns in (match for schema in schemas for match in _TABLE.findall(schema)):
        named = _COLUMN.findall(columns)
        if (column := next((each for each in COLUMNS if each in named), None)) and name != "case_relations":
            found[name] = (column, *(each for each in BESIDE if each in named))
    return found


class Seen:
    """In place of a pool or connection, for reading. `tables`: as `tables_of_cases` found them, in `schema`."""

    def __init__(
        self, db: Database, tables: Mapping[str, Sequence[str]], visible: Visible, schema: str = "views"
    ) -> None:
        self._db, self._tables, self._visible, self._schema = db, tables, visible, schema

    async def fetch(self, query: str, *values: Any) -> list[Record]:
        text, more = self._narrowed(query, values)
        return await self._db.fetch(text, *more)

    async def fetchrow(self, query: str, *values: Any) -> Record | None:
        text, more = self._narrowed(query, values)
        return await self._db.fetchrow(text, *more)

    async def fetchval(self, query: str, *values: Any) -> Any:
        text, more = self._narrowed(query, values)
        return await self._db.fetchval(text, *more)

    def _narrowed(self, query: str, values: Sequence[Any]) -> tuple[str, Sequence[Any]]:
        named = [name for name in self._tables if re.search(rf"\b{name}\b", query)]
        if not named:
            return query, values
        where = {name: self._where(name, len(values) + 1) for name in named}
        narrowed = ", ".join(
            f"{name} AS NOT MATERIALIZED (SELECT t.* FROM {self._schema}.{name} t WHERE {where[name]})"
            for name in named
        )
        begins = _BEGINS.match(query)
        head = f"WITH{begins[1] or ''} {narrowed}," if begins else f"WITH {narrowed}"
        return f"{head} {query[begins.end() if begins else 0 :]}", (*values, *self._visible.values())

    def _where(self, name: str, first: int) -> str:
        return " AND ".join(self._visible.where(f"t.{column}", first) for column in self._tables[name])

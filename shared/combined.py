"""Statements about different tables as one statement, so that they cost one round trip; and many rows of one
insert as one, so that they cost one execution.

In one SQL statement PostgreSQL carries out parts of it in no order that one may rely on, and none sees what
another did. So only those are put together that name one table each, and no table twice.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

Statement = tuple[str, Sequence[object]]  # and its values, `$1` onwards
_TABLE = re.compile(
    r"\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+(?:\w+\.)?(\w+)\b(.*)", re.IGNORECASE | re.DOTALL
)
_ANOTHER = re.compile(r"\b(?:SELECT|FROM|JOIN|USING|WITH|RETURNING)\b", re.IGNORECASE)
_VALUE = re.compile(r"\$(\d+)")
_INSERT = re.compile(
    r"(.*?\bVALUES\s*)(\(.*\))(\s*ON\s+CONFLICT\b.*\bDO\s+NOTHING)?\s*", re.IGNORECASE | re.DOTALL
)
_CONFLICT = re.compile(r"\bON\s+CONFLICT\b", re.IGNORECASE)
ROWS = 32  # of one insert; the text of many more is longer than what asyncpg keeps prepared


@lru_cache(maxsize=1_024)
def table_of(statement: str) -> str | None:
    """The only table that it names; None when it may read another, or this one as others left it."""
    found = _TABLE.match(statement)
    return None if found is None or _ANOTHER.search(found[2]) else found[1]


def waves(statements: Sequence[Statement]) -> list[list[Statement]]:
    """In their order, cut wherever a table comes again; what may read another table stands alone."""
    found: list[list[Statement]] = []
    tables: set[str] = set()
    for statement in statements:
        table = table_of(statement[0])
        if table is None or table in tables or not tables:
            found.append([])
            tables = set()
        found[-1].append(statement)
        if table is not None:
            tables.add(table)
    return found


def combined(wave: Sequence[Statement]) -> Statement:
    """One statement that does them all."""
    return _combined(tuple(text for text, _ in wave), tuple(len(values) for _, values in wave)), [
        value for _, values in wave for value in values
    ]


@lru_cache(maxsize=1_024)
def _combined(texts: tuple[str, ...], counts: tuple[int, ...]) -> str:
    if len(texts) == 1:
        return texts[0]
    *others, last = (_from(text, sum(counts[:index])) for index, text in enumerate(texts))
    named = ",\n".join(f"part_{index} AS (\n{text}\n)" for index, text in enumerate(others))
    return f"WITH {named}\n{last}"


@lru_cache(maxsize=1_024)
def of_rows(statement: str, width: int) -> str | None:
    """The same insert, of `width` values, for ROWS rows one after the other; None of what is no such insert.

    It refuses a row as the insert of that row would. Where a row that is there is changed, a row twice would be
    refused that was not, so those stay as they are.
    """
    found = _INSERT.fullmatch(statement) if table_of(statement) else None
    if found is None or _CONFLICT.search(found[2]) or (found[3] and "$" in found[3]):
        return None
    rows = ", ".join(_from(found[2], row * width) for row in range(ROWS))
    return found[1] + rows + (found[3] or "")


def _from(text: str, before: int) -> str:
    """The same statement when so many values stand before its own."""
    return _VALUE.sub(lambda value: f"${int(value[1]) + before}", text)

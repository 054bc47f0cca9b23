"""PostgreSQL's SQL, as far as the services use it, in SQLite's words; and values as SQLite keeps them.

A table "views.cases" is one table with a dot in its name. Values of types that SQLite lacks are text that begins
with a mark, so that they come back as what they were wherever a query puts them, and sort as they should.
"""

import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

MARK = "\x01"
Names = tuple[tuple[str, str], ...]  # the full name of each table that can be meant, by the name it may be called
_CAST = re.compile(r"::(?:text|uuid|int|integer|bigint|timestamptz|date|boolean|bytea|jsonb)(?:\[\])?")
_UNNEST = re.compile(r"unnest\(([^)]*)\)(?: WITH ORDINALITY)? AS (\w+) \(([^)]*)\)", re.IGNORECASE)
_BARE_INSERT = re.compile(r'\s*INSERT INTO "([^"]+)" VALUES \(([^)]*)\)', re.IGNORECASE)
_TABLE_AFTER = r"\b(FROM|JOIN|INTO|UPDATE|TABLE|TABLE IF NOT EXISTS|ON)(\s+)"
_REPLACED = (
    (re.compile(r"pg_postmaster_start_time\(\).*?pg_relation_filenode\('log.event_log'\)"), "life()"),
    (re.compile(r"\$(\d+)"), r"?\1"),
    (re.compile(r"<> ALL\s*\(\s*(\?\d+)\s*\)", re.IGNORECASE), r"NOT IN (SELECT value FROM json_each(\1))"),
    (re.compile(r"=\s*ANY\s*\(\s*(\?\d+)\s*\)", re.IGNORECASE), r"IN (SELECT value FROM json_each(\1))"),
    (re.compile(r"'\{\}'"), "'[]'"),
    (re.compile(r"\bposition\((.+?) IN (\S+)\)", re.IGNORECASE), r"instr(\2, \1)"),
    (re.compile(r"SELECT FROM\b"), "SELECT 1 FROM"),
    (re.compile(r"make_interval\(secs => (\?\d+)\)"), r"\1"),
    (re.compile(r"now\(\) - (\?\d+)"), r"seconds_ago(\1)"),
    (re.compile(r"\bFOR UPDATE\b"), ""),
    (re.compile(r"INSERT (INTO \S+ DEFAULT VALUES) ON CONFLICT DO NOTHING"), r"INSERT OR IGNORE \1"),
)
_IN_TABLES = (
    (re.compile(r"bigint\s+GENERATED ALWAYS AS IDENTITY PRIMARY KEY"), "INTEGER PRIMARY KEY AUTOINCREMENT"),
    (re.compile(r"(DEFAULT) (\w+\(\))"), r"\1 (\2)"),
    (re.compile(r"\btext\[\]"), "text_array"),
    (re.compile(r"CREATE INDEX ON (\S+)"), r"CREATE INDEX {index} ON \1"),
    (re.compile(r"CREATE INDEX IF NOT EXISTS \w+ ON"), "CREATE INDEX {index} ON"),
)


def statements(script: str) -> list[str]:
    """The statements of a script, without its comments."""
    bare = re.sub(r"--[^\n]*", "", script)
    return [part.strip() for part in re.split(r";(?=(?:[^']*'[^']*')*[^']*$)", bare) if part.strip()]


def is_write(statement: str) -> bool:
    first = parts(statement)[0]
    return bool(re.match(r"\s*(INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|TRUNCATE)\b", first, re.IGNORECASE))


@cache
def parts(statement: str) -> tuple[str, ...]:
    """The statements that `shared/combined.py` or the relay put together as one: SQLite has no such."""
    found = re.match(r"\s*WITH \w+ AS \(\n\s*(?=INSERT|UPDATE|DELETE)", statement)
    if not found:
        return (statement,)
    return tuple(re.split(r"\n\)(?:,\n\w+ AS \(\n|\n+)", statement[found.end() :]))


def own_values(statement: str, args: Sequence[Any]) -> Sequence[Any]:
    """Those up to the last that it names: SQLite wants no more."""
    return args[: max((int(number) for number in re.findall(r"\$(\d+)", statement)), default=0)]


@cache
def translated(statement: str, where: Names) -> str:
    text = _CAST.sub("", statement)
    text = _UNNEST.sub(_unnest, text)
    text = _each(text, r"\barray\(", "(WITH made (item) AS ({}) SELECT json_group_array(item) FROM made)")
    text = _each(text, r"(?<=SELECT )unnest\(", "value FROM json_each({})")
    for pattern, instead in _REPLACED:
        text = pattern.sub(instead, text)
    if re.match(r"\s*CREATE", text):
        for pattern, instead in _IN_TABLES:
            text = pattern.sub(instead, text)
    return _named(text, dict(where))


def _unnest(found: re.Match[str]) -> str:
    """`unnest(a, b) AS u (x, y)`: arrays side by side as rows."""
    arrays = [part.strip() for part in found[1].split(",")]
    names = [part.strip() for part in found[3].split(",")]
    columns = [f"item(a{n}.value) AS {name}" for n, name in enumerate(names[: len(arrays)])]
    columns += [f"a0.key + 1 AS {name}" for name in names[len(arrays) :]]  # WITH ORDINALITY
    joined = "".join(f" JOIN json_each({a}) a{n} ON a{n}.key = a0.key" for n, a in enumerate(arrays) if n)
    return f"(SELECT {', '.join(columns)} FROM json_each({arrays[0]}) a0{joined}) AS {found[2]}"


def values_of(text: str) -> tuple[str, int] | None:
    """The table of an INSERT that names no columns, and how many values it gives."""
    found = _BARE_INSERT.match(text)
    return (found[1], found[2].count(",") + 1) if found else None


def _each(text: str, opens: str, instead: str) -> str:
    """Each call of this function, whatever stands between its parentheses."""
    while found := re.search(opens, text):
        depth, end = 1, found.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            end += 1
        text = text[: found.start()] + instead.format(text[found.end() : end - 1]) + text[end:]
    return text


def _named(text: str, where: Mapping[str, str]) -> str:
    if not where:
        return text
    names = "|".join(re.escape(name) for name in sorted(where, key=len, reverse=True))
    text = re.sub(
        rf"{_TABLE_AFTER}({names})\b(?!\")(?!\.)",
        lambda m: f'{m[1]}{m[2]}"{where[m[3]]}"',
        text,
        flags=re.IGNORECASE,
    )
    return re.sub(rf"(?<![\w\".])({names})\.(?=\w)", lambda m: f'"{where[m[1]]}".', text)


def stored(value: Any) -> Any:
    """A parameter as SQLite keeps it."""
    match value:
        case UUID():
            return f"{MARK}u{value}"
        case datetime():
            return f"{MARK}t{value.astimezone(UTC).isoformat(timespec='microseconds')}"
        case date():
            return f"{MARK}d{value.isoformat()}"
        case list() | tuple():
            return json.dumps(
                [f"{MARK}b{item.hex()}" if isinstance(item, bytes) else stored(item) for item in value]
            )
        case _:
            return value


def item(value: Any) -> Any:
    """One of an array, as a column keeps it: bytes are bytes there, and may be compared."""
    return restored(value) if isinstance(value, str) and value.startswith(f"{MARK}b") else value


def restored(value: Any) -> Any:
    if not isinstance(value, str) or not value.startswith(MARK):
        return value
    match value[1]:
        case "u":
            return UUID(value[2:])
        case "t":
            return datetime.fromisoformat(value[2:])
        case "d":
            return date.fromisoformat(value[2:])
        case _:
            return bytes.fromhex(value[2:])


def greatest(*values: Any) -> Any:
    """As PostgreSQL's: what is not known does not count."""
    return max((value for value in values if value is not None), default=None)


def least(*values: Any) -> Any:
    return min((value for value in values if value is not None), default=None)


def to_char(day: str | None, shape: str) -> str | None:
    """Of a date, as a calendar writes it; nothing else is asked for."""
    if shape != "YYYY-MM-DD":
        raise ValueError(shape)
    return day and str(restored(day))


def array_append(array: str | None, item: Any) -> str:
    return json.dumps([*json.loads(array or "[]"), item])


def array_remove(array: str | None, item: Any) -> str | None:
    return None if array is None else json.dumps([each for each in json.loads(array) if each != item])


sqlite3.register_converter("boolean", lambda raw: raw == b"1")
sqlite3.register_converter("date", lambda raw: restored(raw.decode()))  # in place of sqlite3's own
sqlite3.register_converter("text_array", lambda raw: [restored(item) for item in json.loads(raw)])


class Row(Mapping[str, Any]):
    """As asyncpg's Record: by name or by number; iterating gives the values."""

    def __init__(self, names: Sequence[str], values: Sequence[Any]) -> None:
        self._names, self._values = names, values

    def __getitem__(self, key: str | int) -> Any:
        return self._values[key if isinstance(key, int) else self._names.index(key)]

    def __iter__(self) -> Any:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def keys(self) -> Any:
        return self._names

    def values(self) -> Any:
        return self._values

    def items(self) -> Any:
        return zip(self._names, self._values, strict=True)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row | tuple) and tuple(other) == tuple(self._values)

    def __hash__(self) -> int:
        return hash(tuple(self._values))

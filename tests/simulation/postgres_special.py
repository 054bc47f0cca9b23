"""What PostgreSQL answers to statements that SQLite has nothing like: locks, notices, sessions, schemas.

Each is a function of the connection that asks, the statement as it was matched, and its arguments.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from tests.simulation.sql import Row

IDLE = "idle_session_timeout"
Answer = Callable[..., Any]


def lock(c: Any, _: re.Match[str], args: Sequence[Any]) -> bool:
    holder = c.database.locks.setdefault(args[0], c)
    return holder is c


def unlock(c: Any, _: re.Match[str], args: Sequence[Any]) -> bool:
    return c.database.locks.pop(args[0], None) is c


def note(c: Any, found: re.Match[str], _: Sequence[Any]) -> None:
    if c.depth:
        c.notes.append(found[1])
    else:
        c.database.notify(found[1])


def limit(c: Any, found: re.Match[str], _: Sequence[Any]) -> None:
    c.allow(IDLE, float(found[1]))


def show_path(c: Any, *_: Any) -> str:
    return ", ".join(c.path)


def set_path(c: Any, found: re.Match[str], _: Sequence[Any]) -> None:
    c.path = [part.strip() for part in found[2].split(",")]
    if not found[1]:
        c.path_before = c.path


def drop_schema(c: Any, found: re.Match[str], _: Sequence[Any]) -> None:
    for full in c.database.tables.pop(found[1], {}).values():
        c.raw.execute(f'DROP TABLE "{full}"')
    c.database.comments.pop(found[1], None)
    c.database.reshaped()


def create_schema(c: Any, found: re.Match[str], _: Sequence[Any]) -> None:
    c.database.tables.setdefault(found[1], {})
    c.database.reshaped()


def comment(c: Any, found: re.Match[str], _: Sequence[Any]) -> None:
    c.database.comments[found[1]] = found[2]


def comment_of(c: Any, *_: Any) -> list[Row]:
    return [Row(["c"], [c.database.comments["views"]])] if "views" in c.database.tables else []


def rename_schema(c: Any, found: re.Match[str], _: Sequence[Any]) -> None:
    old, new = found[1], found[2]
    for name, full in c.database.tables[old].items():
        c.raw.execute(f'ALTER TABLE "{full}" RENAME TO "{new}.{name}"')
    c.database.tables[new] = {name: f"{new}.{name}" for name in c.database.tables.pop(old)}
    c.database.comments[new] = c.database.comments.pop(old, "")
    c.database.reshaped()


def tables_of(c: Any, _: re.Match[str], args: Sequence[Any]) -> list[Row]:
    return [Row(["tablename"], [name]) for name in sorted(c.database.tables.get(args[0], {}))]


def hash_of(c: Any, found: re.Match[str], _: Sequence[Any]) -> list[Row]:
    rows = sorted(str(row) for row in c.raw.execute(f'SELECT * FROM "{found[1]}"'))
    return [Row(["count", "encode"], [len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()])]


_SPECIAL: tuple[tuple[str, Answer], ...] = (
    (r"SELECT pg_advisory_xact_lock\(", lambda *_: None),  # every transaction is exclusive
    (r"SELECT pg_try_advisory_lock\(", lock),
    (r"SELECT pg_advisory_unlock\(", unlock),
    (r"NOTIFY (\w+)", note),
    (r"SET idle_session_timeout = '(\d+)s'", limit),
    (r"RESET idle_session_timeout", lambda c, *_: c.allow(IDLE, None)),
    (r"SET synchronous_commit = off", lambda *_: None),  # the fake loses what was committed only with its server
    (r"(SET|RESET) application_name", lambda *_: None),
    (r"SHOW search_path", show_path),
    (r"SET (LOCAL )?search_path TO (.*)", set_path),
    (r"DROP SCHEMA IF EXISTS (\w+)", drop_schema),
    (r"CREATE SCHEMA (?:IF NOT EXISTS )?(\w+)", create_schema),
    (r"COMMENT ON SCHEMA (\w+) IS '(.*)'", comment),
    (r"COMMENT ON TABLE \w+ IS '", lambda *_: None),  # nothing that is asked here tells by it
    (r"SELECT obj_description\(oid\) FROM pg_namespace", comment_of),
    (r"ALTER SCHEMA (\w+) RENAME TO (\w+)", rename_schema),
    (r"SELECT tablename FROM pg_tables WHERE schemaname = \$1", tables_of),
    (r"SELECT count\(\*\), encode\(sha256\(.* FROM (\S+) t", hash_of),
)
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE | re.DOTALL), answer) for pattern, answer in _SPECIAL)


@cache
def special(statement: str) -> tuple[Answer, re.Match[str]] | None:
    """Who answers it. None: an ordinary statement."""
    for pattern, answer in _COMPILED:
        if found := pattern.match(statement):
            return answer, found
    return None

"""A row of each case in every table that tells of cases, made up from what the table says of its columns."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID, uuid5

from shared.need.seen import tables_of_cases
from shared.service import Service

_COLUMNS = """
SELECT column_name, udt_name FROM information_schema.columns
 WHERE table_schema = 'views' AND table_name = $1 AND is_nullable = 'NO' AND is_generated = 'NEVER'
   AND is_identity = 'NO'
"""
_VALUES: Mapping[str, str] = {
    **{"bool": "false", "bytea": "", "date": "2026-11-02", "jsonb": "{}", "timestamptz": "2026-11-02T09:00Z"},
}
_ROOT = UUID(int=7)


def told_of(service: Service) -> Mapping[str, Sequence[str]]:
    """Every table that tells of cases, and the columns that say of which."""
    return tables_of_cases(view.SCHEMA for view in service.views)


async def fill(service: Service, cases: Iterable[str]) -> None:
    """A row that tells of two cases tells of the same twice."""
    for case in cases:
        for table, columns in told_of(service).items():
            await put(service, table, dict.fromkeys(columns, case))


async def put(service: Service, table: str, named: Mapping[str, str]) -> None:
    """One row, with these values; the others are made up."""
    pool, unlike = service.log.pool, "/".join(named.values())
    types = dict(map(tuple, await pool.fetch(_COLUMNS, table)))
    types |= dict.fromkeys(set(named) - set(types), "text")
    values = {name: named.get(name) or _value(type_, f"{unlike}/{name}") for name, type_ in types.items()}
    places = ", ".join(f"${n}::text::{type_}" for n, type_ in enumerate(types.values(), 1))
    await pool.execute(f"INSERT INTO views.{table} ({', '.join(types)}) VALUES ({places})", *values.values())


def _value(type_: str, unlike: str) -> str:
    """Any that the type takes, and another for every row where it can be."""
    if type_.startswith("_"):
        return "{}"
    if type_ == "uuid":
        return str(uuid5(_ROOT, unlike))
    if type_ in ("int2", "int4", "int8", "numeric"):
        return str(uuid5(_ROOT, unlike).int % 30_000)
    return _VALUES.get(type_, unlike)

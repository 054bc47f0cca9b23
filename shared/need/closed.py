"""What PostgreSQL itself keeps from whoever asks: a policy on every table of cases, made from the views' schemas.

A row is shown to `ROLE` when `shown` says so of what this transaction was told; of nothing told, none is. The
service itself owns the tables, and policies do not hold for an owner: it folds, works and verifies as ever.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from shared.need.seen import tables_of_cases
from shared.need.visible import shown

ROLE = "cspr_asker"  # made when a service's database is provisioned; it may read, and cannot log in
RELATIONS = "case_relations"
# What a transaction is told: see lent.py.
SETTINGS = ("cspr.every", "cspr.hidden", "cspr.only", "cspr.unassigned", "cspr.kinds")
_TABLE = re.compile(r"CREATE TABLE (\w+)")
# How cases stand, and never to whom: `shown` asks for no more, so the role may read no more of that table.
_STANDS = "relation IN ('assigned', 'covers', 'erased', 'to be notified', 'to be published')"


def _said(name: str) -> str:
    """Empty is how a setting reads once a transaction that was told has ended."""
    return f"NULLIF(current_setting('cspr.{name}', true), '')"


# Each in a SELECT of its own: read once for a query, not for each row. Shown is as Visible has it.
_TOLD = f"(SELECT {_said('every')} IS NOT NULL)"
_NONE_HIDDEN = f"(SELECT cardinality({_said('hidden')}::text[]) = 0)"  # for most: then no row is looked for there
_ASKED = {
    # Hashed; an array that is no constant would be gone through for each row.
    "unhidden": f"({_NONE_HIDDEN} OR {{}} NOT IN (SELECT unnest({_said('hidden')}::text[])))",
    "every": f"(SELECT {_said('every')}::boolean)",
    "among": f"{{}} IN (SELECT unnest({_said('only')}::text[]))",
    "unassigned": f"(SELECT {_said('unassigned')}::boolean)",
    "some_kinds": f"(SELECT cardinality({_said('kinds')}::text[]) > 0)",
    "of_kinds": f"= ANY ((SELECT {_said('kinds')}::text[])::text[])",
}


def policies(schemas: Sequence[str], relations: str = RELATIONS) -> str:
    """SQL, to be run where these schemas' tables were just made. `relations`: the table that says how cases stand.

    Raises ValueError where no view folds that.
    """
    return _policies(tuple(schemas), relations)


@lru_cache
def _policies(schemas: tuple[str, ...], relations: str) -> str:
    every = [name for schema in schemas for name in _TABLE.findall(schema)]
    if RELATIONS not in every:
        raise ValueError(f"no view keeps {RELATIONS}: nobody could say what is open to whom")
    of_cases = tables_of_cases(schemas)
    open_ = [name for name in every if name not in of_cases and name != RELATIONS]
    said = [f"GRANT SELECT ON {', '.join(sorted([*of_cases, *open_]))} TO {ROLE};"]
    said.append(f"GRANT SELECT (subject, relation) ON {RELATIONS} TO {ROLE};")
    said.append(_policy(RELATIONS, _STANDS))
    said += [_policy(name, _both(name, columns, relations)) for name, columns in sorted(of_cases.items())]
    return "\n".join(said)


def _policy(table: str, when: str) -> str:
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f" CREATE POLICY opened ON {table} FOR SELECT TO {ROLE} USING ({_TOLD} AND {when});"
    )


def _both(table: str, columns: Sequence[str], relations: str) -> str:
    """A row that tells of two cases is shown to whoever may see both."""
    return " AND ".join(_shown(f"{table}.{column}", relations) for column in columns)


def _shown(column: str, relations: str) -> str:
    return shown(column, relations, **{name: asked.replace("{}", column) for name, asked in _ASKED.items()})

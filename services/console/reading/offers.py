"""What can be read or done about one row of a list, by the names of what it tells. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from services.console.reading.reads import Read
from services.console.work.actions import Action
from shared.edge import CODE

_CASE = "subject"  # what rows call the case that they belong to
_NAMES: dict[str, type] = {"line": str, "number": int}  # kinds of field that may name what a row is about
_WHERE = "la_code"  # of a row: where a child lives, or harm was done, and not what the row is about
_WHOSE = "agency"  # of a row about a case: who told of it
_NUMBERED = "dispatch"  # has the number of its own document, which may be another than the one that is decided on
_PRESENT = "present"  # of a version: whether it is the one that can be decided on
_ID = "_id"  # `quarantine_id` of a path is `quarantine` of a row


def columns(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Every name that some row tells, in the order in which they first come."""
    return list(dict.fromkeys(name for row in rows for name in row))


def offers(
    row: Mapping[str, Any], reads: Iterable[Read], actions: Iterable[Action], around: Mapping[str, str]
) -> list[tuple[str, str]]:
    """(title, address). `around`: what the list was asked with; a list of one case need not name it in each row.

    Offered is what names something of the row beside its case: what concerns the case alone is on its page.
    """
    known = {**around, **row, "case": row.get("case") or row.get(_CASE) or around.get("case")}
    return [*_reads(known, reads), *_actions(known, row, actions)]


def _reads(known: Mapping[str, Any], reads: Iterable[Read]) -> Iterator[tuple[str, str]]:
    for read in reads:
        found = _found(read.parameters, known)
        if found and read.parameters != ("case",):
            query = urlencode({f"in.{name}": value for name, value in found.items()})
            yield read.title, f"/read/{read.service}/{read.id}?{query}"


def _actions(
    known: Mapping[str, Any], row: Mapping[str, Any], actions: Iterable[Action]
) -> Iterator[tuple[str, str]]:
    if row.get(_PRESENT) is False:
        return
    for action in actions:
        found = _found(action.parameters, known)
        if found is None or (known["case"] and action.parameters == (_WHOSE,)):
            continue
        named = {name: value for kind in _NAMES for name, value in _told(action, row, kind)}
        if _about(action) in named or (found and not action.on_a_case):
            told = {**found, **named, **dict(_told(action, row, "day"))}
            yield action.title, f"/work/{action.service}/{action.id}?{urlencode(told)}"


def _about(action: Action) -> str:
    """What must be said first names what it is about; what follows may only be called the same, as an owner."""
    return next((field.name for field in action.fields if field.required), "")


def _told(action: Action, row: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str]]:
    """What the row tells of what this action must be told, by the fields' names."""
    for field in action.fields:
        if field.required and not field.ours and field.kind == kind and _names(row, field.name, kind):
            yield field.name, str(row[field.name])


def _names(row: Mapping[str, Any], name: str, kind: str) -> bool:
    """An address is kept by browsers, so nothing stands in one but references, numbers and days."""
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, _NAMES.get(kind, str)) or name == _WHERE:
        return False
    return _NUMBERED not in row if kind == "number" else bool(CODE.fullmatch(str(value)))


def _found(parameters: Sequence[str], known: Mapping[str, Any]) -> dict[str, str] | None:
    """Each parameter's value; None when one is not known, or is no reference but a text or more."""
    values = {name: known.get(name, known.get(name.removesuffix(_ID))) for name in parameters}
    named = all(isinstance(value, str | int) and CODE.fullmatch(str(value)) for value in values.values())
    return {name: str(value) for name, value in values.items()} if named else None

"""What can be read or done about one row of a list, by the names of what it tells. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from services.console.reading.reads import Read
from services.console.work.actions import Action

_CASE = "subject"  # what rows call the case that they belong to
_NAMES = ("line", "number")  # the kinds of field that may name what a row is about: an id, a hash, a revision
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
    for action in actions:
        found = _found(action.parameters, known)
        if found is None:
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
        value = row.get(field.name)
        told = isinstance(value, str | int) and not isinstance(value, bool)
        if told and field.required and not field.ours and field.kind == kind:
            yield field.name, str(value)


def _found(parameters: Sequence[str], known: Mapping[str, Any]) -> dict[str, str] | None:
    """Each parameter's value; None when one is not known."""
    values = {name: known.get(name, known.get(name.removesuffix(_ID))) for name in parameters}
    return None if None in values.values() else {name: str(value) for name, value in values.items()}

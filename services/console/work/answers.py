"""What a person typed into a form, as the document that the owner is sent. Pure.

Typed values keep their names, so that a form can be shown again as it was left.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from services.console.work.schema import MOST_ROWS, ROWS_AT_FIRST, Field
from shared.calendar import LONDON

Typed = Mapping[str, str]
_CHOOSE = ("choice", "yes or no", "file")


@dataclass(frozen=True)
class Answers:
    """`document` for the owner; `missing`: (field's name, what to do) for what was left empty and is needed."""

    document: dict[str, Any]
    missing: tuple[tuple[str, str], ...]


def answers(fields: Sequence[Field], typed: Typed) -> Answers:
    missing: list[tuple[str, str]] = []
    return Answers(_group(fields, typed, missing), tuple(missing))


def _group(fields: Sequence[Field], typed: Typed, missing: list[tuple[str, str]]) -> dict[str, Any]:
    found = {}
    for field in fields:
        value = _value(field, typed, missing)
        if value is not None:
            found[field.name.rpartition(".")[2]] = value
        elif field.required:
            verb = "Choose" if field.kind in _CHOOSE else "Enter"
            missing.append((field.name, f"{verb}: {field.label.lower()}"))
    return found


def _value(field: Field, typed: Typed, missing: list[tuple[str, str]]) -> Any:
    """None where nothing was typed."""
    match field.kind:
        case "group":
            return (_group(field.inside, typed, missing) or None) if _anything(field, typed) else None
        case "list":
            filled_in = (item for item in items(field, typed) if _anything(item, typed))
            return [_element(item, typed, missing) for item in filled_in] or None
        case "pairs":
            return dict(_pairs(field, typed)) or None
        case "moment":
            return _moment(typed.get(f"{field.name}.day", ""), typed.get(f"{field.name}.time", ""))
    return _simple(field, typed.get(field.name, "").strip())


def _simple(field: Field, value: str) -> Any:
    if not value:
        return None
    if field.kind == "yes or no":
        return value == "yes"
    if field.kind == "number" and value.removeprefix("-").isdecimal() and len(value) < 19:
        return int(value)
    return value.replace("\r\n", "\n")


def _element(item: Field, typed: Typed, missing: list[tuple[str, str]]) -> Any:
    value = _value(item, typed, missing)
    tuple_like = item.kind == "group" and all(each.name.rpartition(".")[2].isdecimal() for each in item.inside)
    return [value.get(str(n), "") for n in range(len(item.inside))] if tuple_like else value


def items(field: Field, typed: Typed) -> list[Field]:
    """A list's rows, as many as were shown: their numbers stand in the names."""
    shown = min(int(typed.get(f"{field.name}.rows", "") or ROWS_AT_FIRST), MOST_ROWS)
    return [numbered(field.inside[0], number) for number in range(shown)]


def numbered(item: Field, number: int) -> Field:
    """The item of a list, at one of its places: the first `#` of each name becomes the number."""
    return replace(
        item,
        name=item.name.replace("#", str(number), 1),
        inside=tuple(numbered(each, number) for each in item.inside),
    )


def _pairs(field: Field, typed: Typed) -> Iterator[tuple[str, str]]:
    for number in range(MOST_ROWS):
        key = typed.get(f"{field.name}.{number}.key", "").strip()
        value = typed.get(f"{field.name}.{number}.value", "").strip()
        if key and value:
            yield key, value


def _moment(day: str, time: str) -> str | None:
    """London's wall clock as an instant. What cannot be read as one is sent as it is, for the owner to refuse."""
    if not day and not time:
        return None
    try:
        local = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=LONDON)
    except ValueError:
        return f"{day}T{time}"
    return local.isoformat()


def _anything(field: Field, typed: Typed) -> bool:
    """Whether any of it was filled in: a choice that stands at its default was not."""
    match field.kind:
        case "group":
            return any(_anything(each, typed) for each in field.inside)
        case "list":
            return any(_anything(each, typed) for each in items(field, typed))
        case "pairs":
            return any(_pairs(field, typed))
        case "moment":
            return bool(typed.get(f"{field.name}.day") or typed.get(f"{field.name}.time"))
    value = typed.get(field.name, "").strip()
    return bool(value) and not (field.kind in _CHOOSE and value == field.default)

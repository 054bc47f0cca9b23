"""The fields of a form, read from the JSON Schema of a command. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from services.console.work.called import as_said, called
from services.console.work.labels import label, sentence
from shared.edge import MADE_UP_BY_SENDER

Schema = Mapping[str, Any]
Kind = Literal["line", "text", "number", "day", "moment", "choice", "yes or no", "group", "list", "pairs", "file"]
LONG = 500  # characters: what may be longer gets more than one line
ROWS_AT_FIRST, MOST_ROWS_AT_FIRST = 1, 6
MOST_ROWS = 50
_AS_ANSWERED = {"true": "Yes", "false": "No"}
_BOOLEAN = re.compile(r"\b(true|false)\b")


class NotAForm(Exception):
    """A schema that no field can be made of."""


@dataclass(frozen=True)
class Field:
    """`name` is its JSON Pointer with dots. `inside`: a group's fields, a list's one item, a pair's value.

    `words`: what each of the options is called, where it is not called what it is. `rows`: of a list, how many are
    shown at first; `most`: how many there may be. `ours`: an id that whoever sends it makes up, and so no person's
    work.
    """

    name: str
    label: str
    kind: Kind
    required: bool
    hint: str = ""
    options: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    inside: tuple["Field", ...] = ()
    default: str = ""
    rows: int = ROWS_AT_FIRST
    most: int = MOST_ROWS
    ours: bool = False

    def choices(self) -> list[tuple[str, str]]:
        """(option, what it is called)."""
        return list(zip(self.options, self.words or map(as_said, self.options), strict=True))

    def word(self, option: str) -> str:
        """What it is called; anything else as it is."""
        return dict(self.choices()).get(option, option) if self.options else option


def fields(schema: Schema, prefix: str = "") -> tuple[Field, ...]:
    """Of an object. Raises NotAForm."""
    required = set(schema.get("required", ()))
    return tuple(
        field(f"{prefix}{name}", each, name in required, label(name))
        for name, each in schema.get("properties", {}).items()
    )


def field(name: str, schema: Schema, required: bool, called: str) -> Field:
    """One of them. Raises NotAForm."""
    it = _plain(schema)
    found = dict(_kinds(name, it))
    if not found:
        raise NotAForm(name)
    ours = bool(it.get(MADE_UP_BY_SENDER))
    return Field(name, called, required=required, hint=_hint(it), default=_default(it), ours=ours, **found)


def _plain(schema: Schema) -> Schema:
    """Of "this or null" only this: what is left empty is left out."""
    choices = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    if len(choices) == 1:
        return {**choices[0], **{name: value for name, value in schema.items() if name != "anyOf"}}
    return schema


def _kinds(name: str, it: Schema) -> Iterator[tuple[str, Any]]:
    match it:
        case {"enum": options}:
            among = tuple(str(option) for option in options)
            yield from {"kind": "choice", "options": among, "words": called(name, among)}.items()
        case {"const": only}:
            yield from {"kind": "choice", "options": (str(only),), "words": called(name, (str(only),))}.items()
        case {"type": "string", "format": "date"}:
            yield "kind", "day"
        case {"type": "string", "format": "date-time"}:
            yield "kind", "moment"
        case {"type": "string"}:
            yield "kind", "text" if it.get("maxLength", 0) > LONG else "line"
        case {"type": "boolean"}:
            yield "kind", "yes or no"
        case {"type": "integer"}:
            yield "kind", "number"
        case {"type": "array"}:
            yield from {"kind": "list", "inside": (_item(name, it),), **_rows(it)}.items()
        case {"type": "object", "properties": _}:
            yield from {"kind": "group", "inside": fields(it, f"{name}.")}.items()
        case {"type": "object"}:
            yield from {"kind": "pairs", "inside": (field(name, _value(it), True, "Value"),)}.items()


def _item(name: str, it: Schema) -> Field:
    """Of a list: `#` stands for its number."""
    place = f"{name}.#"
    parts: Sequence[Schema] = it.get("items", {}).get("prefixItems", ())
    if parts:
        inside = tuple(
            field(f"{place}.{n}", part, True, part.get("title", f"Part {n + 1}")) for n, part in enumerate(parts)
        )
        return Field(place, sentence(name), "group", True, inside=inside)
    return field(place, it.get("items", {"type": "string"}), True, label(name.rpartition(".")[2]))


def _rows(it: Schema) -> dict[str, int]:
    """All of a list that is never longer than a page shows, so that nobody asks for each row."""
    most = min(it.get("maxItems", MOST_ROWS), MOST_ROWS)
    return {"rows": most if most <= MOST_ROWS_AT_FIRST else ROWS_AT_FIRST, "most": most}


def _value(it: Schema) -> Schema:
    patterns: Mapping[str, Schema] = it.get("patternProperties", {})
    additional = it.get("additionalProperties")
    found = next(iter(patterns.values()), additional)
    return found if isinstance(found, Mapping) else {"type": "string"}


def _hint(it: Schema) -> str:
    """As its owner says it; whoever answers by yes or no reads what these mean, and not `true`."""
    said = str(it.get("description", "")) if it.get("type") != "object" else ""
    return _BOOLEAN.sub(lambda found: _AS_ANSWERED[found[0]], said) if it.get("type") == "boolean" else said


def _default(it: Schema) -> str:
    match it.get("default"):
        case bool() as yes:
            return "yes" if yes else "no"
        case str() | int() as value:
            return str(value)
    return ""

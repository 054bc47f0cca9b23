"""docs/events.md: every event that anybody says, in words, from the classes themselves."""

import inspect
import types
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Literal, Union, get_args, get_origin
from uuid import UUID

from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

from shared.events.base import Event, Vocabulary
from shared.sealed import Sealed

_HEAD = """# Every event

Made from the code by `make documents`; a test holds it to the truth. Each service says its events on its own
topic, `<service>.events`; those under `feedback/<agency>` also on that agency's. How an event stands on the wire
is in [architecture](architecture.md#identity-order-ownership); each service shows its own in `docs/api/`. *Sealed*
is ciphertext under the case's key.
"""
_WORDS: dict[Any, str] = {
    str: "text",
    int: "number",
    bool: "true or false",
    UUID: "UUID",
    date: "date",
    datetime: "instant",
    AwareDatetime: "instant",
    type(None): "null",
}


def catalogue(vocabularies: Sequence[Vocabulary]) -> str:
    """The whole page."""
    speakers: dict[type[Event], list[str]] = {}
    for vocabulary in vocabularies:
        for type_, event in vocabulary.classes.items():
            speakers.setdefault(event, []).append(type_)
    parts: dict[type[BaseModel], None] = {}
    lines = [_HEAD]
    for vocabulary in vocabularies:
        own = [event for event in vocabulary.classes.values() if len(speakers[event]) == 1]
        lines += [f"## {vocabulary.source}", "", *(line for e in own for line in _event(e, speakers[e], parts))]
    several = [event for event in speakers if len(speakers[event]) > 1]
    lines += ["## Several services", "", *(line for e in several for line in _event(e, speakers[e], parts))]
    lines += ["## Parts of events", "", *_parts(parts)]
    return "\n".join(lines).rstrip() + "\n"


def _event(event: type[Event], spoken: Sequence[str], parts: dict[type[BaseModel], None]) -> Iterator[str]:
    yield f"### {event.__name__}"
    yield ""
    yield inspect.cleandoc(event.__doc__ or "")
    yield ""
    yield ", ".join(f"`{type_}`" for type_ in spoken)
    yield ""
    yield from _fields(event, parts)


def _parts(parts: dict[type[BaseModel], None]) -> Iterator[str]:
    done: set[type[BaseModel]] = set()
    while waiting := [part for part in parts if part not in done]:
        for part in waiting:
            done.add(part)
            yield f"### {part.__name__}"
            yield ""
            yield inspect.cleandoc(part.__doc__ or "")
            yield ""
            yield from _fields(part, parts)


def _fields(model: type[BaseModel], parts: dict[type[BaseModel], None]) -> Iterator[str]:
    yield "| field | is | when absent |"
    yield "|---|---|---|"
    for name, field in model.model_fields.items():
        yield f"| `{name}` | {kind(field.annotation, parts)} | {_absent(field)} |"
    yield ""


def _absent(field: FieldInfo) -> str:
    if field.is_required():
        return "never absent"
    default = field.get_default(call_default_factory=True)
    return {None: "null", "": "empty", (): "empty"}.get(default, f"{default}")


def kind(annotation: Any, parts: dict[type[BaseModel], None]) -> str:
    """A type in words; the models it is made of are noted in `parts`."""
    if annotation in _WORDS:
        return _WORDS[annotation]
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in inner)
    if origin is Sealed:
        return f"sealed {kind(inner[0], parts)}"
    if origin is tuple:
        return _tuple(inner, parts)
    if origin is dict:
        return f"{kind(inner[1], parts)}, by {kind(inner[0], parts)}"
    if origin in (Union, types.UnionType):
        return " or ".join(kind(each, parts) for each in inner)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        parts.setdefault(annotation)
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    raise TypeError(f"no words for {annotation}")


def _tuple(inner: tuple[Any, ...], parts: dict[type[BaseModel], None]) -> str:
    if inner[-1] is Ellipsis:
        return f"list of {kind(inner[0], parts)}"
    return "(" + ", ".join(kind(each, parts) for each in inner) + ")"

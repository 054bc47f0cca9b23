"""Whether an event's new shape can stand beside every older one: FULL_TRANSITIVE, both ways and for ever.

A release reads what all earlier ones said, and an earlier one, still running or in another service, reads what
this one says. So a shape may only grow optional fields. As nothing else may change, what is compatible with
the last committed shape is so with all before it.
"""

from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel, TypeAdapter

from shared.events.base import Event, Vocabulary
from shared.sealed import Sealed
from shared.web.schemas import inlined

Schema = dict[str, Any]
_SAYS_NOTHING = {"title", "description", "default"}  # a default is compared where its field is


def shapes(vocabulary: Vocabulary) -> dict[str, Schema]:
    """Each type's data, and what is inside its seals, by path: that is stored for ever, too."""
    return {type_: shape(event) for type_, event in vocabulary.classes.items()}


def shape(event: type[Event]) -> Schema:
    return {
        "data": _bare(inlined(event.model_json_schema())),
        "sealed": {path: _bare(inlined(TypeAdapter(inner).json_schema())) for path, inner in _seals(event, "")},
    }


def merged(before: Mapping[str, Schema], now: Mapping[str, Schema]) -> dict[str, Schema]:
    """What to commit: today's shapes, and for ever the last of each type that nobody says any more."""
    return dict(sorted({**before, **now}.items()))


def differences(before: Mapping[str, Schema], vocabulary: Vocabulary) -> list[str]:
    """A sentence for each thing that somebody could not read. Empty: compatible."""
    now = shapes(vocabulary)
    found = []
    for type_, old in before.items():
        if type_ in now:
            found += [f"{type_}{sentence}" for sentence in _shape(old, now[type_])]
        elif type_ not in vocabulary.upcasters:
            found.append(f"{type_} is gone, and nothing turns it into a later version")
    return found


def _shape(old: Schema, new: Schema) -> Iterator[str]:
    yield from _compare(old["data"], new["data"], "")
    for path, inside in old["sealed"].items():
        if path in new["sealed"]:
            yield from _compare(inside, new["sealed"][path], f"{path} (sealed)")
        else:
            yield f"{path} is no longer sealed"


def _compare(old: Schema, new: Schema, at: str) -> Iterator[str]:
    if "anyOf" in old or "anyOf" in new:
        yield from _alternatives(old.get("anyOf", [old]), new.get("anyOf", [new]), at)
    elif _choices(old) is not None and _choices(new) is not None:
        yield from _enumerations(_choices(old) or [], _choices(new) or [], at)
    elif "properties" in old and "properties" in new:
        yield from _objects(old, new, at)
    else:
        yield from _others(old, new, at)


def _objects(old: Schema, new: Schema, at: str) -> Iterator[str]:
    before, now = old["properties"], new["properties"]
    must_before, must_now = set(old.get("required", ())), set(new.get("required", ()))
    for name, field in before.items():
        where = f"{at}/{name}"
        if name not in now:
            yield f"{where} was removed or renamed"
            continue
        yield from _compare(field, now[name], where)
        if name in must_now - must_before:
            yield f"{where} must now be there: what was said before lacks it"
        elif name in must_before - must_now:
            yield f"{where} may now be absent: earlier releases need it"
        elif field.get("default") != now[name].get("default"):
            yield f"{where} has another default: its absence would change its meaning"
    for name in now:
        if name not in before and name in must_now:
            yield f"{at}/{name} is new and must be there: what was said before lacks it"


def _enumerations(old: list[Any], new: list[Any], at: str) -> Iterator[str]:
    if gone := [value for value in old if value not in new]:
        yield f"{at} no longer takes {gone}: what was said before could not be read"
    if added := [value for value in new if value not in old]:
        yield f"{at} also takes {added}: earlier releases could not read it"


def _alternatives(old: list[Schema], new: list[Schema], at: str) -> Iterator[str]:
    """Each old one is still there, perhaps grown, and no other has come."""
    left = list(new)
    for each in old:
        same = next((other for other in left if not list(_compare(each, other, at))), None)
        if same is None:
            yield f"{at} is of another type"
            return
        left.remove(same)
    if left:
        yield f"{at} is of another type"


def _others(old: Schema, new: Schema, at: str) -> Iterator[str]:
    """Texts, numbers, lists and maps: every bound is the same, and so is what is inside."""
    for keyword in sorted((old.keys() | new.keys()) - _SAYS_NOTHING):
        before, now = old.get(keyword), new.get(keyword)
        if keyword in ("items", "additionalProperties") and isinstance(before, dict) and isinstance(now, dict):
            yield from _compare(before, now, f"{at}/*")
        elif before != now:
            yield f"{at} is of another type"
            return


def _choices(schema: Schema) -> list[Any] | None:
    return [schema["const"]] if "const" in schema else schema.get("enum")


def _bare(node: Any, *, names: bool = False) -> Any:
    """Without words for people. Under `properties` the keys are our own names, of which one may be `title`."""
    match node:
        case dict():
            kept = {key: value for key, value in node.items() if names or key not in ("title", "description")}
            return {key: _bare(value, names=key == "properties" and not names) for key, value in kept.items()}
        case list():
            return [_bare(item) for item in node]
    return node


def _seals(annotation: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Where a seal is, and what is inside it."""
    if get_origin(annotation) is Sealed:
        yield path, get_args(annotation)[0]
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            yield from _seals(field.annotation, f"{path}/{name}")
    else:
        for inner in get_args(annotation):
            yield from _seals(inner, path)

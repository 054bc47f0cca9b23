"""Markup planted in every text that an event or an answer may carry, and looked for in what a browser is given."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from pydantic import BaseModel, ValidationError

from shared.events.base import Event
from shared.sealed import Sealed
from tests.console.owner import API

TAG = "cspr-planted"
# Ends whatever a text may stand in: an attribute in either quotes, a title, a text area, a script, a comment.
PLANTED = f"\"'></title></textarea></script>--><{TAG} onfocus=alert(1)></{TAG}><script>{TAG}()</script>{{{{7*7}}}}"
OURS = {"calendar", "policy"}  # made by our own code alone, which reads them again
LINKED = f"javascript:{TAG}()"


def planted(event: Event) -> Event:
    """The same event with the markup in each of its texts that may hold it, behind its seals too."""
    changed: Event = _planted(event)
    return changed


def _planted(value: Any) -> Any:
    match value:
        case str():
            return PLANTED
        case Sealed():
            return Sealed.of(_planted(value.plain))
        case tuple():
            return tuple(map(_planted, value))
        case BaseModel():
            return _model(value)
    return value


def _model(value: BaseModel) -> BaseModel:
    """Each field that its rule lets be changed, is."""
    fields = {name: getattr(value, name) for name in type(value).model_fields}
    for name, old in [each for each in fields.items() if each[0] not in OURS]:
        try:
            type(value).model_validate({**fields, name: _planted(old)}, strict=True)
        except ValidationError:
            continue
        fields[name] = _planted(old)
    return type(value).model_validate(fields, strict=True)


def answer(service: str, path: str) -> Any:
    """What this service might answer there at worst, by its own document; None where it documents no JSON."""
    document = json.loads((API / f"{service}.openapi.json").read_bytes())
    asked = path.partition("?")[0].split("/")
    for route, operations in document["paths"].items():
        parts = route.split("/")
        if "get" in operations and len(parts) == len(asked) and all(map(_fits, parts, asked)):
            said = operations["get"]["responses"].get("200", {}).get("content", {}).get("application/json")
            return _like(said["schema"], document, 0) if said else None
    return None


def _fits(part: str, asked: str) -> bool:
    return part == asked or part.startswith("{")


def _like(schema: Mapping[str, Any], document: Mapping[str, Any], depth: int) -> Any:
    """A value of this schema; of several that it allows the first, and of what goes on for ever a dozen levels."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    several = next((schema[name] for name in ("anyOf", "oneOf", "allOf", "enum") if name in schema), None)
    if depth > 12 or several is not None:
        return _first(several or [None], document, depth)
    match schema.get("type"):
        case "object":
            return dict(_members(schema, document, depth))
        case "array":
            each = schema.get("prefixItems") or [schema.get("items", {"type": "string"})]
            return [_like(item, document, depth + 1) for item in each]
        case "integer" | "number":
            return max(1, schema.get("minimum", 1))
        case "boolean":
            return True
    return schema.get("const", _text(schema))


def _first(several: Sequence[Any], document: Mapping[str, Any], depth: int) -> Any:
    return _like(several[0], document, depth + 1) if isinstance(several[0], dict) else several[0]


def _members(schema: Mapping[str, Any], document: Mapping[str, Any], depth: int) -> Iterator[tuple[str, Any]]:
    for name, each in schema.get("properties", {}).items():
        yield name, _like(each, document, depth + 1)
    if isinstance(more := schema.get("additionalProperties"), dict):
        yield PLANTED, _like(more, document, depth + 1)


def _text(schema: Mapping[str, Any]) -> str:
    formats = {
        "uuid": "7f3a9c21-0000-4000-8000-000000000001",
        "date": "2026-01-05",
        "date-time": "2026-01-05T09:00:00Z",
    }
    return formats.get(schema.get("format", ""), LINKED if schema.get("format") == "uri" else PLANTED)


@dataclass
class Look(HTMLParser):
    """What a browser makes of a page: `elements` of the plant's own, attributes it made, and links to scripts."""

    wrong: list[str] = field(default_factory=list)
    texts: int = 0
    links: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == TAG or any(name.startswith("on") for name, _ in attrs):
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            if name in ("href", "src", "action", "formaction") and (value or "").strip().lower().startswith(
                "java"
            ):
                self.wrong.append(f"{tag} {name}")
            self.texts += TAG in (value or "")
            if tag == "a" and name == "href" and value:
                self.links.append(value)

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script" and TAG in data:
            self.wrong.append("within a script")
        self.texts += TAG in data
        if "49" in data and TAG in data and "{{7*7}}" not in data:
            self.wrong.append("a template within a text")


def seen(html: str) -> Look:
    look = Look()
    look.feed(html)
    look.close()
    return look


def every(said: Mapping[str, tuple[Event, ...]]) -> Iterator[tuple[str, Event]]:
    """What several services say alike, of duties and dispatches, as the first of them says it: an id is once."""
    told: set[type[Event]] = set()
    for source, events in said.items():
        yield from ((source, planted(event)) for event in events if type(event) not in told)
        told |= set(map(type, events))

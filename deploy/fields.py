"""Which fields each role is told, and may send: by the models of the routes, and the table of who may do what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from shared.need.decision import ACTIONS, Action
from shared.need.table import EVERYBODY, ROWS

_HEAD = """\
Which fields each role is told, and may send. Written by `python -m deploy.documents` from the models of the
routes, which leave out what they do not name, and from the table of who may do what (shared/need/table.py);
tests/need/test_fields.py asks the services. Where a role needs a relation to the case docs/who-may.txt says
which, and docs/api/asked-by.txt what agencies may ask for. Within one answer no field is told apart: what fewer
may know another route tells, under another heading. Pages of the console are made of the same; what its page of
a case keeps back from whoever may read metadata alone is in services/console/metadata.py. `x[]`: of each;
`x{}`: by a name; in parentheses: what has no fields.
"""
_PAGES = ("text/html", "text/css", "text/javascript", "application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True)
class Told:
    """`is_sent`: the fields are what the route takes."""

    service: str
    route: str
    action: Action
    fields: Sequence[str]
    is_sent: bool


def table(openapi: Mapping[str, Mapping[str, Any]]) -> str:
    """As a text. `openapi`: each service's document."""
    found = [each for service, document in openapi.items() for each in told(service, document)]
    parts = [_HEAD]
    for action in ACTIONS:
        of_action = [each for each in found if each.action == action]
        if of_action:
            parts += [f"\n{action}: {who(action)}\n", *(_lines(each) for each in of_action)]
    return "".join(parts)


def who(action: Action) -> str:
    """Which roles, by whatever relation."""
    roles = dict.fromkeys(row.role for row in ROWS if action in row.actions)
    return "everybody who is let in" if action in EVERYBODY else ", ".join(roles)


def told(service: str, document: Mapping[str, Any]) -> Iterator[Told]:
    schemas = document.get("components", {}).get("schemas", {})
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if (action := operation.get("x-does")) is None:
                continue
            named = f"{method.upper()} {path}"
            answers = [it for status, it in operation["responses"].items() if status.startswith("2")]
            for bodies, is_sent in ((answers, False), ([operation.get("requestBody", {})], True)):
                media = {name: it for body in bodies for name, it in body.get("content", {}).items()}
                if service == "console":
                    media = {name: it for name, it in media.items() if name not in _PAGES}
                if media:
                    yield Told(service, named, action, _of(media, schemas), is_sent)


def _of(content: Mapping[str, Any], schemas: Mapping[str, Any]) -> Sequence[str]:
    """Its fields; of what has none what it is instead."""
    found = [
        each
        for media, it in content.items()
        for each in (list(fields(it.get("schema", {}), schemas)) or [f"({media})"])
    ]
    return tuple(dict.fromkeys(each for each in found if each))


def fields(schema: Mapping[str, Any], schemas: Mapping[str, Any], at: str = "") -> Iterator[str]:
    """Each that has no fields of its own, by its way there."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    kinds = [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())]
    for kind in kinds:
        yield from fields(kind, schemas, at)
    for name, of in schema.get("properties", {}).items():
        yield from fields(of, schemas, f"{at}.{name}" if at else name)
    for items in (*schema.get("prefixItems", ()), schema.get("items")):
        if isinstance(items, dict):
            yield from fields(items, schemas, f"{at}[]" if at else "")
    if isinstance(more := schema.get("additionalProperties"), dict):
        yield from fields(more, schemas, f"{at}{{}}")
    elif more and not kinds:
        yield f"{at}{{}}"
    has_fields = kinds or {"properties", "prefixItems", "items", "additionalProperties"} & schema.keys()
    if at and not has_fields and schema.get("type") != "null":
        yield at


def _lines(it: Told) -> str:
    says = "takes" if it.is_sent else "tells"
    text = ", ".join(it.fields) or "nothing"
    lines = wrap(text, 112, break_long_words=False, break_on_hyphens=False)
    return f"  {it.service} {it.route} {says}\n" + "".join(f"    {line}\n" for line in lines)

"""What can be asked of a service, as its own OpenAPI document says. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.console.work.labels import sentence
from services.console.work.schema import Field, NotAForm, fields

_PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Action:
    """One command. `parameters` are those of its path; `case` among them makes it an action on a case."""

    service: str
    id: str
    path: str
    title: str
    summary: str
    parameters: tuple[str, ...]
    fields: tuple[Field, ...]

    @property
    def on_a_case(self) -> bool:
        return self.parameters == ("case",)


def actions(service: str, document: Mapping[str, Any]) -> Iterator[Action]:
    """Those that take a JSON document from a person. Pure."""
    for path, methods in document["paths"].items():
        operation = methods.get("post")
        schema = _body(operation) if operation else None
        if schema is None or not _asks_who(operation):
            continue
        try:
            found = fields(schema)
        except NotAForm:
            continue  # for machines
        id_ = operation["operationId"]
        yield Action(
            service=service,
            id=id_,
            path=path,
            title=sentence(id_ if "_" not in id_ else operation["summary"]),
            summary=operation.get("description") or schema.get("description") or operation.get("summary", ""),
            parameters=tuple(_PARAMETER.findall(path)),
            fields=found,
        )


def _body(operation: Mapping[str, Any]) -> Mapping[str, Any] | None:
    content = operation.get("requestBody", {}).get("content", {})
    schema: Mapping[str, Any] | None = content.get("application/json", {}).get("schema")
    return schema if schema and schema.get("type") == "object" else None


def _asks_who(operation: Mapping[str, Any]) -> bool:
    names = {parameter["name"].lower() for parameter in operation.get("parameters", ())}
    return {"actor", "idempotency-key"} <= names

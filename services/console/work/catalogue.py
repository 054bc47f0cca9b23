"""What can be asked of each service, as its own OpenAPI document says; read when needed, kept for a while."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import httpx

from services.console.work.labels import sentence
from services.console.work.schema import Field, NotAForm, fields
from shared.topics import SERVICES_THAT_SAY

KEPT_SECONDS = 60.0
TIMEOUT_SECONDS = 2.0
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


@dataclass
class Catalogue:
    """Every action of every service that answers."""

    addresses: Mapping[str, str]
    _known: dict[str, tuple[float, list[Action]]] = field(default_factory=dict)

    async def of(self, service: str) -> list[Action]:
        """Empty when the service does not answer, and was never asked before."""
        read_at, known = self._known.get(service, (0.0, []))
        if known and monotonic() - read_at < KEPT_SECONDS:
            return known
        document = await self._read(service)
        if document is None:
            return known
        found = list(actions(service, document))
        self._known[service] = (monotonic(), found)
        return found

    async def all(self) -> dict[str, list[Action]]:
        return {service: await self.of(service) for service in SERVICES_THAT_SAY}

    async def one(self, service: str, id_: str) -> Action | None:
        return next((action for action in await self.of(service) if action.id == id_), None)

    async def _read(self, service: str) -> Mapping[str, Any] | None:
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, trust_env=False) as client:
                answer = await client.get(f"{self.addresses[service]}/openapi.json")
            document: Mapping[str, Any] = answer.raise_for_status().json()
        except (httpx.HTTPError, KeyError, ValueError):
            return None
        return document


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

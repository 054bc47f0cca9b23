"""Commands over HTTP: POST /cases/{case}/{command}, safe to repeat with the same Idempotency-Key."""

import re
from typing import Annotated, Any, Literal
from uuid import UUID, uuid5

from fastapi import APIRouter, Header, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from shared.decider import Command
from shared.edge import BadInput, Code, read
from shared.ids import NAMESPACE
from shared.receipts import Level, level, recorded_on_kafka
from shared.service import Said, Service
from shared.web.bodies import body_of_request
from shared.web.needing import let_in_elsewhere
from shared.web.problems import documented
from shared.web.schemas import inlined

WAIT_SECONDS = 10.0

Actor = Annotated[Code, Header(description="Who asks: a person's id, as person:… or a system's")]
Key = Annotated[Code, Header(alias="Idempotency-Key", description="The same key again is the same request")]
_TAG = {"pattern": r'^("[0-9]{1,9}"|\*)$'}  # as the document shows it; `version` decides
IfMatch = Annotated[
    str | None,
    Header(description="The entity tag that you saw, to be refused if it changed", json_schema_extra=_TAG),
]
Prefer = Annotated[str | None, Header(description="wait=recorded: answer once Kafka has it too")]


def cause_of(actor: str, key: str) -> UUID:
    """The id that all ids of this request derive from. Never that of an agency's report: see `Report.cause`."""
    return uuid5(NAMESPACE, f"request\n{actor}\n{key}")


def command_path(command: type[Command]) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", command.__name__).lower()


def command_routes(service: Service, *commands: type[Command], under: str = "cases") -> APIRouter:
    """POST /<under>/{case}/<command>: `under` says what kind of stream the commands are about."""
    router = APIRouter(tags=["commands"])
    for command in commands:
        router.add_api_route(
            f"/{under}/{{case}}/{command_path(command)}",
            _endpoint(service, command),
            methods=["POST"],
            operation_id=command.__name__,
            summary=(command.__doc__ or command.__name__).strip().splitlines()[0],
            responses=RESPONSES,
            openapi_extra={"requestBody": body_of(command)},
            response_class=JSONResponse,
        )
    return router


def body_of(model: Any) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": inlined(model.model_json_schema())}}}


def body_of_any(*models: Any) -> dict[str, Any]:
    """One of several documents."""
    schemas = [inlined(model.model_json_schema()) for model in models]
    return {"required": True, "content": {"application/json": {"schema": {"anyOf": schemas}}}}


class EventSaid(BaseModel):
    id: UUID
    type: str


class Answer(BaseModel):
    """What a command led to, and how safe that is. `version` is also the entity tag."""

    case: str
    version: int
    receipt: Literal["accepted", "recorded"]
    events: list[EventSaid]


RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "Recorded: Postgres and Kafka both have it", "model": Answer},
    202: {"description": "Accepted: Postgres has it, Kafka will", "model": Answer},
    **documented(400, 404, 409, 412, 413, 415, 422, 503),
}


def _endpoint(service: Service, command: type[Command]) -> Any:
    async def endpoint(
        request: Request,
        case: Code,
        actor: Actor,
        key: Key,
        if_match: IfMatch = None,
        prefer: Prefer = None,
    ) -> Response:
        asked = read(await body_of_request(request), command)
        await let_in_elsewhere(request, asked.other_cases())
        said = await service.do(
            case,
            asked,
            actor=actor,
            cause=cause_of(actor, key),
            if_match=version(if_match),
        )
        return await answer(service, said, prefer)

    return endpoint


async def entity_tag(service: Service, subject: str) -> str:
    """For `If-Match`. Read it before what it stands for: then a change in between is noticed, never lost."""
    sql = "SELECT coalesce(max(version), 0) FROM event_log WHERE subject = $1 AND source = $2"
    return f'"{await service.log.pool.fetchval(sql, subject, service.name)}"'


def version(tag: str | None) -> int | None:
    if tag is None or tag == "*":
        return None
    if not re.fullmatch(r'"\d{1,9}"', tag):
        raise BadInput(("/header/If-Match", 'not an entity tag such as "7"'))
    return int(tag.strip('"'))


async def answer(service: Service, said: Said, prefer: str | None) -> Response:
    """What was said, and how safe it is: 200 recorded, 202 accepted."""
    waits = prefer and "wait=recorded" in prefer.replace(" ", "")
    if waits and await recorded_on_kafka(service.log, said, timeout_seconds=WAIT_SECONDS):
        receipt: Level = "recorded"
    else:
        receipt = await level(service.log, said)
    return JSONResponse(
        {
            "case": said.subject,
            "version": said.version,
            "receipt": receipt,
            "events": [{"id": str(r.id), "type": r.type} for r in said.events],
        },
        status_code=200 if receipt == "recorded" else 202,
        headers={"ETag": f'"{said.version}"'},
    )

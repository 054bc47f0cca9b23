"""Errors as RFC 9457 problem details: what rule, which field, never the value."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException  # FastAPI's own derives from it
from starlette.requests import ClientDisconnect

from shared import looking
from shared.decider import Refused
from shared.edge import BadInput, pointer
from shared.faults import OURS
from shared.service import KeyReused, NotAsExpected
from shared.web.bodies import BodyRefused
from shared.web.schemas import inlined
from shared.wrapping import KeyServiceAway

log = structlog.get_logger()
RETRY_AFTER_SECONDS = "2"
PROBLEM_JSON = "application/problem+json"
ALREADY_USED = "this id was already used for another content"


class FieldProblem(BaseModel):
    """Where (a JSON Pointer; empty is the whole), and by which rule."""

    pointer: str
    detail: str


class Problem(BaseModel):
    """RFC 9457: `type` ends with the rule. Never anything that was sent."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] | None = None


_MEANS = {
    400: "It did not come whole",
    401: "No token, or one that is not believed here; of a receipt: not signed with a secret that we know",
    403: "Not for whoever asks",
    404: "No such case, or no such thing on it",
    409: "A rule forbids it now, or the key was used for something else",
    410: "The case was erased",
    412: "The case has changed since the version in If-Match",
    413: "Too long",
    415: "Not JSON, or compressed",
    422: "Bad input: each field and rule",
    429: "Asked too often; nothing was kept; send it again as Retry-After says",
    503: "Not now; nothing was kept; send it again",
}


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What an API's document says of these answers."""
    content = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": _MEANS[status], "content": content} for status in statuses}


def document_problems(app: FastAPI) -> None:
    """Adds the schema that `documented` refers to."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        document = made()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas["Problem"] = inlined(Problem.model_json_schema())
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def problem(
    status: int,
    rule: str,
    detail: str,
    errors: Iterable[tuple[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    looking.now().reason = rule
    body: dict[str, Any] = {
        "type": f"urn:cspr:problem:{rule}",
        "title": rule.replace("-", " "),
        "status": status,
        "detail": detail,
    }
    listed = [{"pointer": where, "detail": what} for where, what in errors]
    if listed:
        body["errors"] = listed
    return JSONResponse(body, status, headers, media_type=PROBLEM_JSON)


def oauth_problem(status: int, error: str, detail: str) -> JSONResponse:
    """The same, with the two members that a client of OAuth reads (RFC 6749, 5.2)."""
    told = problem(status, error.replace("_", "-"), detail)
    body = {**json.loads(bytes(told.body)), "error": error, "error_description": detail}
    headers = {"Cache-Control": "no-store", **({"WWW-Authenticate": "Bearer"} if status == 401 else {})}
    return JSONResponse(body, status, headers, media_type=PROBLEM_JSON)


def away() -> JSONResponse:
    return problem(
        503,
        "not-now",
        "This cannot be taken in just now. Nothing was kept; please send it again.",
        headers={"Retry-After": RETRY_AFTER_SECONDS},
    )


def add_problem_handlers(app: FastAPI) -> None:
    async def refused(_: Request, error: Refused) -> JSONResponse:
        status = 404 if error.rule.startswith("no-such-") else 410 if error.rule == "erased" else 409
        where = [(error.field, error.detail)] if error.field else []
        return problem(status, error.rule, error.detail, where)

    async def bad(_: Request, error: BadInput) -> JSONResponse:
        return problem(422, "bad-input", "Some of it cannot be accepted.", error.problems)

    async def malformed(_: Request, error: RequestValidationError) -> JSONResponse:
        found = [(pointer(tuple(each["loc"])), str(each["msg"])) for each in error.errors()]
        return problem(422, "bad-input", "Some of it cannot be accepted.", found)

    async def reused(request: Request, __: KeyReused) -> JSONResponse:
        by_key = "Idempotency-Key" in request.headers
        detail = (
            "This id or Idempotency-Key was already used for another content. What is new needs one of its own."
        )
        where = "/header/Idempotency-Key" if by_key else "/id"
        return problem(409, "key-reused", detail, [(where, ALREADY_USED)])

    async def changed(_: Request, __: NotAsExpected) -> JSONResponse:
        detail = "The case has changed since you looked at it. Read it again, and send what you decide then."
        return problem(412, "changed-meanwhile", detail, [("/header/If-Match", "is not the version it has now")])

    async def sealed(_: Request, error: KeyServiceAway) -> JSONResponse:
        log.warning("http.key_service_away")
        detail = "The key service does not answer: what is sealed cannot be opened now. Nothing was kept."
        return problem(503, "key-service-away", detail, headers={"Retry-After": RETRY_AFTER_SECONDS})

    async def ours(_: Request, error: Exception) -> JSONResponse:
        log.warning("http.not_now", error_type=type(error).__name__)
        return away()

    async def plain(_: Request, error: HTTPException) -> JSONResponse:
        return problem(error.status_code, "http", str(error.detail), headers=error.headers)

    async def body_refused(_: Request, error: BodyRefused) -> JSONResponse:
        return problem(error.status, error.rule, error.detail)

    async def broken_off(_: Request, __: ClientDisconnect) -> JSONResponse:
        return problem(400, "broken-off", "It did not come whole.")  # who still listens may send it again

    handlers: list[tuple[Any, Any]] = [
        (Refused, refused),
        (BadInput, bad),
        (RequestValidationError, malformed),
        (KeyReused, reused),
        (NotAsExpected, changed),
        (BodyRefused, body_refused),
        (ClientDisconnect, broken_off),
        (HTTPException, plain),
        *((kind, ours) for kind in OURS if kind is not KeyServiceAway),
        (KeyServiceAway, sealed),
    ]
    for kind, handler in handlers:
        app.add_exception_handler(kind, handler)

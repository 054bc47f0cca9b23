"""POST /token: OAuth 2.0 client credentials (RFC 6749, 4.4); an agency proves itself by a signature (RFC 7523)."""

from typing import Any, Literal
from urllib.parse import parse_qsl

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from services.intake.token_desk import AUDIENCES, SECONDS, TokenDesk
from shared.identity.refused import NotVerified
from shared.web.bodies import bytes_of_request
from shared.web.bucket import Buckets
from shared.web.problems import documented, oauth_problem

log = structlog.get_logger()
MOST_BYTES = 8_192
MOST_FIELDS = 10
GRANT = "client_credentials"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
PER_SECOND = 1.0  # a token lasts five minutes: who asks more often does not keep it
_NO_STORE = {"Cache-Control": "no-store"}


class Asked(BaseModel):
    """A form. `audience`: the service that the token is for."""

    grant_type: Literal["client_credentials"]
    client_assertion_type: Literal["urn:ietf:params:oauth:client-assertion-type:jwt-bearer"]
    client_assertion: str
    audience: Literal["intake", "reviews"] = "intake"


class Given(BaseModel):
    access_token: str
    token_type: Literal["Bearer"] = "Bearer"
    expires_in: int = SECONDS


_FORM = {
    "required": True,
    "content": {"application/x-www-form-urlencoded": {"schema": Asked.model_json_schema()}},
}
_ANSWERS: dict[int | str, dict[str, Any]] = {**documented(400, 401, 413, 415, 429)}


def token_routes(desk: TokenDesk) -> APIRouter:
    router = APIRouter(tags=["tokens"])
    buckets = Buckets(PER_SECOND)

    @router.post("/token", response_model=Given, responses=_ANSWERS, openapi_extra={"requestBody": _FORM})
    async def give_a_token(request: Request) -> Response:
        """A token for an agency that signs for it: five minutes, one service. Each assertion is good once."""
        given = _form(await bytes_of_request(request, MOST_BYTES))
        if not desk.opens or given.get("grant_type") != GRANT:
            return oauth_problem(400, "unsupported_grant_type", "This is not how a token is asked for here.")
        if given.get("client_assertion_type") != ASSERTION:
            return oauth_problem(400, "invalid_request", "client_assertion_type must be that of RFC 7523.")
        if (audience := given.get("audience", AUDIENCES[0])) not in AUDIENCES:
            return oauth_problem(400, "invalid_target", f"audience must be one of {', '.join(AUDIENCES)}.")
        try:
            proved = desk.proved(given.get("client_assertion", ""))
            buckets.take(proved.agency)
            token = await desk.token(proved, audience)
        except NotVerified as error:
            log.warning("identity.refused", reason=error.reason)
            return oauth_problem(401, "invalid_client", f"The assertion is not believed: {error.reason}.")
        return JSONResponse(Given(access_token=token).model_dump(), headers=_NO_STORE)

    return router


def _form(body: bytes) -> dict[str, str]:
    """Empty for what is no form, or says something twice."""
    try:
        pairs = parse_qsl(body.decode("ascii"), errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}
    return dict(pairs) if len(dict(pairs)) == len(pairs) else {}

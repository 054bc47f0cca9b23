"""`cspr token`: a token to ask a service by hand; a person's by the operator's key, an agency's by its own."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, get_args
from uuid import uuid4

import httpx
import typer
from joserfc import jwt
from joserfc.jwk import Key

from deploy.commands.asking import BY_COMMAND
from deploy.commands.found import running
from deploy.commands.options import DataDir
from deploy.commands.say import say_error
from deploy.local.issuing import OPERATOR
from deploy.local.record import Record
from shared.clock import WallClock
from shared.identity.keys import KeyRefused, algorithm, key_id, read_private
from shared.identity.minting import minted, signer
from shared.identity.principal import Role

_PATIENCE_SECONDS = 15
SECONDS = 300
ASSERTION_SECONDS = 60
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def token(
    actor: Annotated[str, typer.Argument(metavar="ACTOR", help="person:… or agency:… with an id.")],
    service: Annotated[str, typer.Argument(metavar="SERVICE", help="Whom it asks: intake, reviews, …")],
    role: Annotated[list[str] | None, typer.Option(help="What a person is; may be said again.")] = None,
    key: Annotated[Path | None, typer.Option(help="An agency's private key, a JWK.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Print a token for five minutes and one service: curl -H "Authorization: Bearer $(cspr token …)"."""
    record = running(data_dir)
    try:
        asked = _of_an_agency(record, actor, service, key) if key else ""
        typer.echo(asked or _of_a_person(record, actor, service, role or BY_COMMAND))
    except (KeyRefused, OSError, ValueError) as error:
        say_error(getattr(error, "strerror", None) or _without_values(error))
        raise SystemExit(1) from None


def _of_a_person(record: Record, actor: str, service: str, roles: Sequence[str]) -> str:
    if record.operator_key_file is None:
        raise ValueError("this installation asks for no tokens: say -H 'Actor: …'")
    by = signer(OPERATOR, Path(record.operator_key_file))
    if unknown := [role for role in roles if role not in get_args(Role)]:
        raise ValueError(f"{len(unknown)} of the roles are none; there are: {', '.join(get_args(Role))}")
    given: Sequence[Role] = [each for each in get_args(Role) if each in roles and actor.startswith("person:")]
    return minted(by, actor=actor, audience=service, clock=WallClock(), roles=given, seconds=SECONDS)


def _of_an_agency(record: Record, actor: str, service: str, key: Path) -> str:
    """As the agency itself asks, at intake. Raises ValueError with what was answered."""
    at = f"{record.urls['intake']}/token"
    form = token_form(assertion(read_private(key), actor.removeprefix("agency:"), at), service)
    try:
        answer = httpx.post(at, data=form, timeout=_PATIENCE_SECONDS)
        told = answer.json()
    except httpx.HTTPError as error:
        raise ValueError(f"intake does not answer ({type(error).__name__})") from None
    if answer.is_error:
        raise ValueError(told["detail"])
    return str(told["access_token"])


def token_form(proof: str, service: str) -> dict[str, str]:
    """What `POST /token` is sent."""
    return {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION,
        "client_assertion": proof,
        "audience": service,
    }


def assertion(key: Key, agency: str, at: str) -> str:
    """Good once, for a minute, at this address (RFC 7523)."""
    now = int(WallClock().now().timestamp())
    said = {
        "iss": agency,
        "sub": agency,
        "aud": at,
        "iat": now,
        "exp": now + ASSERTION_SECONDS,
        "jti": str(uuid4()),
    }
    name = algorithm(key)
    return jwt.encode({"alg": name, "kid": key_id(key)}, said, key, algorithms=[name])


def _without_values(error: Exception) -> str:
    """What pydantic says of an actor that is none has many lines."""
    return "ACTOR must be person:… with an id" if "validation error" in str(error) else str(error)

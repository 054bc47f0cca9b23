"""What a token says: signed JSON (RFC 7519, in the shape of RFC 9068), for a few minutes, to one service."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.identity.principal import Role

LONGEST_SECONDS = 300
SKEW_SECONDS = 30  # between two machines' clocks
MOST_CHARACTERS = 4_096
TYPE = "at+jwt"  # so that no other signed document, such as an agency's assertion, passes for one
ACTOR = r"^(person|agency|service):[A-Za-z0-9][A-Za-z0-9._:/-]{0,90}$"
Instant = Annotated[int, Field(ge=0, lt=2**40)]


class _Signed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class Header(_Signed):
    """Of any token that is read here: nothing that would have to be fetched, unpacked or understood first."""

    alg: str
    kid: str
    typ: str = ""


class Claims(_Signed):
    """Instants are whole seconds since 1970."""

    iss: str
    aud: str
    sub: Annotated[str, StringConstraints(pattern=ACTOR)]
    roles: list[Role] = []
    org: Annotated[str, StringConstraints(max_length=200)] = ""
    iat: Instant
    exp: Instant
    jti: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    via: Annotated[str, StringConstraints(max_length=64)] = ""  # the agency's own key that it was asked for with

"""Who proves who people are: one file of issuers, read at start, and what their claims mean to us."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from shared.addresses import is_loopback, wrong_url
from shared.edge import OF_ISSUER
from shared.identity.principal import Role

# Signed with a key that only the issuer has. What is signed with a shared secret, or not at all, has no name here.
Algorithm = Literal["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
_ID = r"^[a-z0-9][a-z0-9-]{0,39}$"


class _Configured(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Issuer(_Configured):
    """An OpenID provider, found by discovery.

    `issuer`: as its tokens name it, and browsers reach it. `found_at`: where we reach it, when elsewhere.
    `authorities`: who signs for it where we reach it, PEM, and no other; without, whom the machine believes.
    `rsa_bits`: how many an RSA key that it signs with has at least. 3072 are 128 bits of security; 2048 are 112.
    `client_secret_file`: without one we are a public client, and PKCE alone binds a code to us.
    `person`, `roles`, `organisation_claim`: where in the id token; a dot leads into a claim.
    `people`: begins the reference of each of its people, so that two issuers can never mean the same person.
    `organisation`: whose all of them are; or `organisation_claim`, with `organisation_of` from its values to ours.
    `second_factor`: the claim that tells how they proved who they are, and which of its values mean more than one
    way; `second_factor_asked`: what we ask it for (acr_values) where one is needed. That is for what cannot be
    undone; with `second_factor_always`, to come in at all.
    `role_of`: from its values to our roles. `private_network`: it may be reached without TLS, inside.
    """

    id: Annotated[str, StringConstraints(pattern=_ID)]
    name: Text
    issuer: Text
    found_at: str = ""
    client_id: Text
    client_secret_file: Path | None = None
    authorities: Path | None = None
    scope: Text = "openid profile"
    algorithms: Annotated[tuple[Algorithm, ...], Field(min_length=1)] = ("RS256",)
    rsa_bits: Annotated[int, Field(ge=2048, le=16384)] = 3072
    people: Annotated[str, StringConstraints(pattern=f"^{OF_ISSUER}$")] = ""
    person: Text = "sub"
    organisation: str = ""
    organisation_claim: str = ""
    organisation_of: dict[str, Text] = {}
    roles: Text = "roles"
    role_of: Annotated[dict[str, Role], Field(min_length=1)]
    second_factor: Literal["", "acr", "amr"] = ""
    second_factor_values: tuple[Text, ...] = ()
    second_factor_asked: str = ""
    second_factor_always: bool = False
    private_network: bool = False

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for field in ("issuer", "found_at"):
            if (address := getattr(self, field)) and (wrong := self.wrong_address(address)):
                raise ValueError(f"{field} {wrong}")
        if "openid" not in self.scope.split():
            raise ValueError("scope must contain openid")
        by_claim = bool(self.organisation_claim and self.organisation_of)
        if by_claim == bool(self.organisation):
            raise ValueError(
                "organisation must be given, or organisation_claim with organisation_of, and not both"
            )
        if bool(self.second_factor) != bool(self.second_factor_values):
            raise ValueError("second_factor needs second_factor_values, and those need it")
        if (self.second_factor_asked or self.second_factor_always) and not self.second_factor:
            raise ValueError(
                "second_factor_asked and second_factor_always need second_factor, by which it is seen"
            )
        return self

    @property
    def address(self) -> str:
        return (self.found_at or self.issuer).rstrip("/")

    def wrong_address(self, address: str) -> str:
        """Why nothing may be asked there, or anybody sent there; empty when it is right. Never the address."""
        return wrong_url(address, plain=lambda host: self.private_network or is_loopback(host))


class Issuers(_Configured):
    issuers: Annotated[tuple[Issuer, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _apart(self) -> Self:
        for field in ("id", "issuer", "people"):
            if len({getattr(each, field) for each in self.issuers}) != len(self.issuers):
                raise ValueError(f"issuers.{field} must be each issuer's own")
        return self

    def get(self, id_: str) -> Issuer | None:
        return next((each for each in self.issuers if each.id == id_), None)


def load(path: Path) -> Issuers:
    """Raises OSError, tomllib.TOMLDecodeError or pydantic's ValidationError: nothing runs on a bad file."""
    return Issuers.model_validate(tomllib.loads(path.read_text()))

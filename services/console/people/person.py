"""A person as an issuer's claims tell of them, in our words. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.console.people.issuers import Issuer
from shared.identity.principal import Role

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,49}")


class NotOurs(Exception):
    """Known to their issuer, and nobody here. `rule`: which of what we need is missing; no value of theirs."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


@dataclass(frozen=True)
class Person:
    """`id`: as events name whoever acts, such as person:m.ellis."""

    id: str
    organisation: str
    roles: tuple[Role, ...]


def person_of(issuer: Issuer, claims: Mapping[str, Any]) -> Person:
    """Raises NotOurs for whoever has no reference, no organisation or no role with us.

    What the issuer says and the file does not know is left out: a new group there gives nobody a role here.
    """
    said = _at(claims, issuer.person)
    if not isinstance(said, str) or not _ID.fullmatch(said):
        raise NotOurs("no-reference")
    given = set(_texts(_at(claims, issuer.roles)))
    roles = tuple(role for value, role in issuer.role_of.items() if value in given)
    if not roles:
        raise NotOurs("no-role")
    return Person(f"person:{issuer.people}{said}", _organisation(issuer, claims), tuple(dict.fromkeys(roles)))


def second_factor(issuer: Issuer, claims: Mapping[str, Any]) -> bool | None:
    """Whether the issuer says that they proved who they are in more than one way (`acr`, or `amr` of RFC 8176).

    None where the file does not say how it would tell: then nobody is asked for what could not be seen.
    """
    if not issuer.second_factor:
        return None
    return not set(issuer.second_factor_values).isdisjoint(_texts(claims.get(issuer.second_factor)))


def _organisation(issuer: Issuer, claims: Mapping[str, Any]) -> str:
    if issuer.organisation:
        return issuer.organisation
    said = _texts(_at(claims, issuer.organisation_claim))
    found = {issuer.organisation_of[value] for value in said if value in issuer.organisation_of}
    if len(found) != 1:  # of two, nobody could say for which of them they act
        raise NotOurs("no-organisation")
    return found.pop()


def _at(claims: Mapping[str, Any], path: str) -> Any:
    """A claim, or one within another: `realm_access.roles`. A claim whose own name has dots is found as it is."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _texts(said: Any) -> list[str]:
    """One text, or those of a list."""
    many = said if isinstance(said, list) else [said]
    return [each for each in many if isinstance(each, str)]

"""What an issuer says of somebody is read by the partnership's own table, and by nothing else."""

from typing import Any

import pytest

from services.console.people.issuers import Issuer
from services.console.people.person import NotOurs, Person, person_of


def issuer(**more: Any) -> Issuer:
    said: dict[str, Any] = {
        "id": "council",
        "name": "The council",
        "issuer": "https://login.council.example",
        "client_id": "console",
        "organisation": "authority",
        "role_of": {"CS-Duty": "referrer", "CS-Duty-2": "referrer", "CS-Directors": "decision-maker"},
    }
    return Issuer.model_validate(said | more)


def why(it: Issuer, **claims: Any) -> str:
    with pytest.raises(NotOurs) as refused:
        person_of(it, claims)
    return refused.value.rule


def test_a_person_has_a_reference_an_organisation_and_the_roles_of_the_table() -> None:
    claims = {"sub": "m.ellis", "roles": ["CS-Duty", "CS-Duty-2", "Football"]}
    assert person_of(issuer(), claims) == Person("person:m.ellis", "authority", ("referrer",))


def test_each_issuer_may_say_it_in_claims_of_its_own() -> None:
    keycloak = issuer(person="preferred_username", roles="realm_access.roles")
    claims = {"preferred_username": "d.okafor", "realm_access": {"roles": ["CS-Directors"]}}
    assert person_of(keycloak, claims).roles == ("decision-maker",)
    named_with_dots = issuer(roles="https://council.example/roles")
    assert person_of(named_with_dots, {"sub": "a", "https://council.example/roles": "CS-Duty"}).roles == (
        "referrer",
    )


def test_people_of_two_issuers_are_never_the_same_person() -> None:
    police = issuer(people="police/")
    claims = {"sub": "m.ellis", "roles": ["CS-Duty"]}
    assert person_of(police, claims).id == "person:police/m.ellis"
    assert why(issuer(), sub="police/m.ellis", roles=["CS-Duty"]) == "no-reference"


@pytest.mark.parametrize("roles", [[], None, "Football", ["Football"], {"CS-Duty": True}, 7, [["CS-Duty"]]])
def test_whoever_has_no_role_of_ours_is_nobody_here(roles: object) -> None:
    assert why(issuer(), sub="m.ellis", roles=roles) == "no-role"


@pytest.mark.parametrize("sub", [None, "", " ", "a b", "a:b", "-a", 7, ["a"], "x" * 81, "a\n"])
def test_whoever_has_no_reference_that_an_event_could_bear_is_nobody_here(sub: object) -> None:
    assert why(issuer(), sub=sub, roles=["CS-Duty"]) == "no-reference"


def test_an_organisation_may_be_a_claim_and_is_exactly_one() -> None:
    it = issuer(organisation="", organisation_claim="org", organisation_of={"PGH": "hospital", "MVP": "police"})
    assert person_of(it, {"sub": "a", "roles": ["CS-Duty"], "org": "PGH"}).organisation == "hospital"
    assert why(it, sub="a", roles=["CS-Duty"], org=["PGH", "MVP"]) == "no-organisation"
    assert why(it, sub="a", roles=["CS-Duty"], org="NHS") == "no-organisation"
    assert why(it, sub="a", roles=["CS-Duty"]) == "no-organisation"

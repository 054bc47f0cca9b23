"""The partnership's file: what is wrong in it is named, and then nothing runs."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from shared.partnership import Partnership
from shared.recipients import wrong_address
from tests import examples as ex


def as_written(**changes: Any) -> dict[str, Any]:
    """The shipped file, with its first recipient changed."""
    content = tomllib.loads((Path(__file__).parents[2] / "deploy" / "partnership.toml").read_text())
    content["recipients"][0] |= changes
    return content


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        ("email", "office@panel.example"),
        ("email", "o'neill+notices@panel.example"),
        ("webhook", "https://panel.example/notices?from=cspr"),
        ("portal", "https://childsafeguarding.example/"),
        ("file", "/srv/outgoing/panel"),
    ],
)
def test_an_address_suits_its_channel(channel: Any, address: str) -> None:
    assert wrong_address(channel, address) == ""
    Partnership.model_validate(as_written(channel=channel, address=address))


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        ("email", "https://panel.example/"),
        ("email", "office"),
        ("email", "office@panel.example, other@panel.example"),
        ("email", "office@panel.example\r\nBcc: x@y.example"),
        ("webhook", "http://panel.example/notices"),
        ("webhook", "http://localhost/notices"),
        ("webhook", "ftp://panel.example/notices"),
        ("webhook", "https://user:secret@panel.example/"),
        ("webhook", "https://panel.example/#part"),
        ("webhook", "https://"),
        ("webhook", "https://panel.example:port/"),
        ("webhook", "https://panel.example/ notices"),
        ("webhook", "office@panel.example"),
        ("portal", "http://childsafeguarding.example/"),
        ("file", "outgoing/panel"),
    ],
)
def test_one_that_does_not_is_named_and_not_repeated(channel: Any, address: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Partnership.model_validate(as_written(channel=channel, address=address))
    (problem,) = caught.value.errors(include_input=False)
    assert problem["loc"] == ("recipients", 0) and "address must" in problem["msg"]
    assert address not in problem["msg"]


def test_only_on_this_machine_and_when_told_so_may_it_go_without_tls() -> None:
    assert wrong_address("webhook", "http://localhost:8000/", private_network=True) == ""
    assert wrong_address("webhook", "http://panel.example/", private_network=True) != ""


def test_an_unknown_channel_is_refused() -> None:
    with pytest.raises(ValidationError, match="channel"):
        Partnership.model_validate(as_written(channel="pigeon"))


@pytest.mark.parametrize("via", ["nobody", "ofsted"], ids=["unknown", "itself told through another"])
def test_via_is_somebody_who_is_told_directly(via: str) -> None:
    content = as_written()
    content["recipients"][1]["via"] = via
    with pytest.raises(ValidationError, match=r"recipients\.1\.via"):
        Partnership.model_validate(content)


def test_an_id_is_one_recipients() -> None:
    content = as_written()
    content["recipients"][4]["id"] = content["recipients"][3]["id"]
    with pytest.raises(ValidationError, match=r"recipients\.id"):
        Partnership.model_validate(content)


def test_the_shipped_file_is_good() -> None:
    assert ex.partnership() == Partnership.model_validate(as_written())


@pytest.mark.parametrize("name", ["requester", "guest"])
def test_no_recipient_of_the_file_is_called_as_a_requester_or_a_guest_is(name: str) -> None:
    content = as_written()
    content["recipients"][4]["id"] = name
    with pytest.raises(ValidationError, match=rf"recipients\.id must not be {name}"):
        Partnership.model_validate(content)


def test_a_team_is_known_by_its_name_and_a_person_by_their_teams() -> None:
    teams = [{"name": "Duty", "members": ["person:a", "person:b"]}, {"name": "Reviews", "members": ["person:b"]}]
    ours = Partnership.model_validate({**as_written(), "teams": teams})
    assert ours.members("Reviews") == ("person:b",)
    assert ours.members("Nobody") == ()
    assert (ours.teams_of("person:b"), ours.teams_of("person:c")) == (("Duty", "Reviews"), ())


@pytest.mark.parametrize("team", [{"name": "", "members": ["person:a"]}, {"name": "Duty", "members": []}])
def test_a_team_has_a_name_and_somebody_in_it(team: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Partnership.model_validate({**as_written(), "teams": [team]})


def test_an_id_is_one_agencys() -> None:
    content = as_written()
    content["agencies"][1]["id"] = content["agencies"][0]["id"]
    with pytest.raises(ValidationError, match=r"agencies\.id must be each agency's own"):
        Partnership.model_validate(content)


def test_an_agencys_mailbox_is_one() -> None:
    content = as_written()
    content["agencies"][0]["address"] = "the duty desk"
    with pytest.raises(ValidationError) as caught:
        Partnership.model_validate(content)
    (problem,) = caught.value.errors(include_input=False)
    assert problem["loc"] == ("agencies", 0, "address") and "must be one mailbox" in problem["msg"]

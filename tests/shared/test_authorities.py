"""Which codes stand for an English authority with children's services, and since and until when."""

from datetime import date

import pytest

from shared.authorities import authority
from tests import examples as ex

THE_DAY_BEFORE, THE_DAY = date(2023, 3, 31), date(2023, 4, 1)


@pytest.mark.parametrize(
    ("code", "name"),
    [("E06000045", "Southampton"), ("E09000001", "City of London"), ("E10000014", "Hampshire")],
)
def test_an_english_authority_is_known_by_its_code(code: str, name: str) -> None:
    found = authority(code)
    assert found is not None and found.name == name
    assert not found.abolished_by(THE_DAY)


@pytest.mark.parametrize(
    "code",
    [
        "W06000015",  # Cardiff
        "S12000036",  # Edinburgh
        "N09000003",  # Belfast
        "E07000223",  # a district: no children's services
        "E99999999",
        "e06000045",
        "",
    ],
)
def test_another_code_is_not(code: str) -> None:
    assert authority(code) is None


@pytest.mark.parametrize("code", ["E10000006", "E10000023", "E10000027"])
def test_what_was_abolished_is_known_and_said_to_be(code: str) -> None:
    found = authority(code)
    assert found is not None
    assert not found.abolished_by(THE_DAY_BEFORE)
    assert found.abolished_by(THE_DAY)


def test_its_successor_begins_the_day_after() -> None:
    cumberland = authority("E06000063")
    assert cumberland is not None and cumberland.valid_from == THE_DAY


@pytest.mark.parametrize(("older", "newer"), [("E08000016", "E08000038"), ("E08000019", "E08000039")])
def test_barnsley_and_sheffield_have_two_codes_each(older: str, newer: str) -> None:
    assert authority(older) == authority(newer) is not None


def test_the_partnerships_own_authority_is_there_today() -> None:
    ours = authority(ex.partnership().authority.code)
    assert ours is not None and ours.valid_to is None

"""Whether somebody proved who they are in more than one way, as their issuer tells it, and what needs that."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from services.console.people.issuers import Issuer
from services.console.people.person import second_factor
from tests.console.conftest import MakeConsole
from tests.console.people.conftest import Doorstep
from tests.console.people.issuing import FakeIssuer, file_of
from tests.console.people.test_issuers import GOOD, refused
from tests.console.test_pages import words

TELLS = """second_factor = "amr"
second_factor_values = ["mfa", "otp"]
second_factor_asked = "two"
"""


def by(claim: str, *values: str) -> Issuer:
    return Issuer.model_validate({**GOOD, "second_factor": claim, "second_factor_values": values})


@pytest.mark.parametrize(
    ("claims", "shown"),
    [
        ({"amr": ["pwd", "otp"]}, True),
        ({"amr": ["mfa"]}, True),
        ({"amr": "mfa"}, True),
        ({"amr": ["pwd"]}, False),
        ({"amr": []}, False),
        ({"amr": None}, False),
        ({"amr": {"mfa": True}}, False),
        ({"amr": [["mfa"], 1]}, False),
        ({"amr": ["MFA"]}, False),
        ({"acr": "mfa"}, False),
        ({}, False),
    ],
)
def test_a_second_factor_is_seen_in_the_claim_and_the_words_that_the_file_names(
    claims: dict[str, Any], shown: bool
) -> None:
    assert second_factor(by("amr", "mfa", "otp"), claims) is shown


def test_a_level_is_a_second_factor_as_well() -> None:
    assert second_factor(by("acr", "urn:two"), {"acr": "urn:two"}) is True
    assert second_factor(by("acr", "urn:two"), {"acr": "urn:one", "amr": ["urn:two"]}) is False


def test_where_the_file_does_not_say_how_it_is_told_nothing_is_known() -> None:
    assert second_factor(Issuer.model_validate(GOOD), {"amr": ["mfa"]}) is None


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"second_factor": "amr"}, "second_factor needs second_factor_values"),
        ({"second_factor_values": ["mfa"]}, "second_factor needs second_factor_values"),
        ({"second_factor_asked": "two"}, "second_factor_asked and second_factor_always need"),
        ({"second_factor_always": True}, "second_factor_always need second_factor"),
        ({"second_factor": "sub", "second_factor_values": ["mfa"]}, "second_factor"),
    ],
)
def test_half_of_how_it_is_told_is_refused(change: dict[str, Any], rule: str) -> None:
    assert rule in refused({**GOOD, **change})


@pytest.fixture
async def telling(make_console: MakeConsole, issuer: FakeIssuer, tmp_path: Path) -> Doorstep:
    said = {"CSPR_SIGN_IN": "oidc", "CSPR_IDENTITY": str(file_of(issuer, tmp_path, TELLS))}
    return Doorstep(await make_console(said=said), issuer)


async def taken(browser: httpx.AsyncClient) -> httpx.Response:
    """A list leaves the console: one of the acts that need it."""
    return await browser.get("/cases.csv")


@pytest.mark.real
async def test_what_cannot_be_undone_needs_a_second_factor_where_the_issuer_tells(telling: Doorstep) -> None:
    async with telling.browser() as browser:
        await telling.signs_in(browser, amr=["pwd"])
        assert await telling.signed_in(browser)  # for anything less one does
        assert (await browser.get("/cases")).status_code == 200
        answer = await taken(browser)
        assert answer.status_code == 403 and "A second proof is needed" in words(answer)
        (again,) = re.findall(r'href="/sign-in(\?minutes=0&amp;back=%2Fcases.csv)"', answer.text)
        back = await telling.signs_in(browser, again.replace("&amp;", "&"), amr=["pwd", "otp"])
        assert back.headers["location"] == "/cases.csv"
        assert (await taken(browser)).status_code == 200


@pytest.mark.real
async def test_a_second_factor_of_the_last_sign_in_counts_and_no_earlier_one(telling: Doorstep) -> None:
    async with telling.browser() as browser:
        await telling.signs_in(browser, amr=["pwd", "otp"])
        assert (await taken(browser)).status_code == 200
        await telling.signs_in(browser, "?minutes=0", amr=["pwd"])
        assert (await taken(browser)).status_code == 403


@pytest.mark.real
async def test_the_issuer_is_asked_for_a_second_factor_where_it_is_needed_alone(telling: Doorstep) -> None:
    async with telling.browser() as browser:
        asked = parse_qs(urlsplit(await telling.begins(browser)).query)
        assert "acr_values" not in asked
        asked = parse_qs(urlsplit(await telling.begins(browser, "?minutes=0")).query)
        assert asked["acr_values"] == ["two"]


@pytest.mark.real
async def test_where_the_issuer_does_not_tell_a_fresh_proof_is_enough(door: Doorstep) -> None:
    async with door.browser() as browser:
        await door.signs_in(browser, amr=["pwd"])
        assert (await taken(browser)).status_code == 200
        assert "acr_values" not in await door.begins(browser, "?minutes=0")


@pytest.mark.real
async def test_where_the_file_asks_for_two_proofs_always_nobody_comes_in_by_one(
    make_console: MakeConsole, issuer: FakeIssuer, tmp_path: Path
) -> None:
    file = file_of(issuer, tmp_path, TELLS + "second_factor_always = true\n")
    door = Doorstep(await make_console(said={"CSPR_SIGN_IN": "oidc", "CSPR_IDENTITY": str(file)}), issuer)
    async with door.browser() as browser:
        assert "acr_values=two" in await door.begins(browser)
        for claims in ({"amr": ["pwd"]}, {"amr": None}, {"acr": "mfa"}):
            refused_page = await door.signs_in(browser, **claims)
            assert refused_page.status_code == 403 and "needs two" in words(refused_page)
            assert 'href="/sign-in?minutes=0"' in refused_page.text
            assert not await door.signed_in(browser)
        await door.signs_in(browser, amr=["pwd", "otp"])
        assert await door.signed_in(browser)
        assert (await taken(browser)).status_code == 200

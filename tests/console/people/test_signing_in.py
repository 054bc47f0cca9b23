"""Signing in at an issuer, which may lie: who gets a session, and who gets a page that says why not."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from structlog.testing import capture_logs

from services.console.people.begun import MOST, SOON
from tests.console.examples import MONDAY
from tests.console.people.conftest import GO, Doorstep
from tests.console.people.issuing import ANOTHER, SHORT, signed, signed_with_what_is_public, unsigned
from tests.console.test_pages import words

pytestmark = pytest.mark.real


async def sessions(door: Doorstep) -> int:
    found: int = await door.console.service.log.pool.fetchval("SELECT count(*) FROM people.session")
    return found


async def refused(door: Doorstep, browser: httpx.AsyncClient, address: str, status: int = 400) -> str:
    """What the page says; and nobody is signed in."""
    answer = await browser.get(address)
    assert (answer.status_code, "session" in answer.headers.get("set-cookie", "")) == (status, False)
    assert await sessions(door) == 0
    assert not await door.signed_in(browser)
    return words(answer)


async def test_whoever_is_not_signed_in_is_shown_the_way_in_and_comes_back_to_where_they_were(door):
    async with door.browser() as browser:
        asked = await browser.get("/cases?area=E06000045")
        assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?back=%2Fcases%3Farea%3DE06000045")
        page = await browser.get(asked.headers["location"])
        assert "Sign in with The council" in words(page)
        (go,) = re.findall(r'href="(/sign-in/to/council[^"]*)"', page.text)
        location = (await browser.get(go.replace("&amp;", "&"))).headers["location"]
        back = await browser.get(door.issuer.grants(location))
        assert (back.status_code, back.headers["location"]) == (303, "/cases?area=E06000045")
        assert (await browser.get(back.headers["location"])).status_code == 200


async def test_the_issuer_is_asked_for_a_code_that_only_this_browser_can_use(door):
    async with door.browser() as browser:
        location = urlsplit(await door.begins(browser))
        asked = {name: values[0] for name, values in parse_qs(location.query).items()}
        assert f"{location.scheme}://{location.netloc}{location.path}" == f"{door.issuer.url}/authorize"
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        assert asked["redirect_uri"] == "http://127.0.0.1:8400/sign-in/return"
        assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
        again = parse_qs(urlsplit(await door.begins(browser)).query)
        assert all(asked[name] != again[name][0] for name in ("state", "nonce", "code_challenge"))


async def test_a_session_is_kept_as_a_hash_and_held_where_no_script_can_read_it(door):
    async with door.browser() as browser:
        cookie = (await door.signs_in(browser)).headers["set-cookie"]
        assert cookie.startswith("session=") and "HttpOnly" in cookie and "SameSite=lax" in cookie
        assert "Path=/" in cookie and "Max-Age=36000" in cookie and "Domain" not in cookie
        held = browser.cookies["session"]
        (row,) = await door.console.service.log.pool.fetch("SELECT * FROM people.session")
        assert held not in repr(dict(row)) and row["person"] == "person:m.ellis"
        assert b"eyJ" not in row["id_token"]


async def test_whoever_signs_in_gets_a_session_of_their_own_and_not_the_one_that_was_brought(door):
    async with door.browser() as browser:
        browser.cookies.set("session", "chosen-by-somebody-else", domain="console.local")
        await door.signs_in(browser)
        first = browser.cookies["session"]
        assert first != "chosen-by-somebody-else"
        await door.signs_in(browser, "?minutes=0")
        assert browser.cookies["session"] != first
        assert await sessions(door) == 1
    async with door.browser() as thief:
        thief.cookies.set("session", first)
        assert not await door.signed_in(thief)
        thief.cookies.set("session", "chosen-by-somebody-else")
        assert not await door.signed_in(thief)


FORGED: list[tuple[str, Any]] = [
    ("a stranger's key", lambda claims: signed(claims, ANOTHER)),
    ("no signature", lambda claims: unsigned(claims, alg="none")),
    ("a public secret", signed_with_what_is_public),
    ("another audience", lambda claims: signed({**claims, "aud": "another"})),
    ("another issuer", lambda claims: signed({**claims, "iss": "https://login.elsewhere.example"})),
    ("too old", lambda claims: signed({**claims, "exp": claims["iat"] - 3600})),
    ("another sign-in's", lambda claims: signed({**claims, "nonce": "another"})),
    ("no nonce", lambda claims: signed({name: value for name, value in claims.items() if name != "nonce"})),
    ("no token at all", lambda claims: "x"),
]


@pytest.mark.parametrize(("how", "made"), FORGED, ids=[how for how, _ in FORGED])
async def test_what_is_not_the_issuers_word_to_us_lets_nobody_in(door, how, made):
    async with door.browser() as browser:
        location = await door.begins(browser)
        token = made(door.issuer.claims(location))
        assert "could not be believed" in await refused(door, browser, door.issuer.grants(location, token))


async def test_a_sign_in_that_another_browser_began_is_refused(door):
    async with door.browser() as mine, door.browser() as theirs:
        address = door.issuer.grants(await door.begins(theirs))
        await door.begins(mine)
        assert "was not begun here" in await refused(door, mine, address)
        assert "used already" in await refused(door, theirs, address)  # nobody can use it after that


async def test_a_sign_in_comes_back_once(door):
    async with door.browser() as browser:
        address = door.issuer.grants(await door.begins(browser))
        assert (await browser.get(address)).status_code == 303
        assert (await browser.get(address)).status_code == 400
        assert await sessions(door) == 1


async def test_a_code_that_was_used_before_is_refused(door):
    async with door.browser() as mine, door.browser() as theirs:
        used = door.issuer.grants(await door.begins(theirs))
        await theirs.get(used)
        await door.submits(theirs, "/sign-out", {})
        state = parse_qs(urlsplit(await door.begins(mine)).query)["state"][0]
        code = parse_qs(urlsplit(used).query)["code"][0]
        assert "could not be believed" in await refused(door, mine, f"/sign-in/return?state={state}&code={code}")


async def test_a_code_that_was_stolen_is_of_no_use_in_another_browser(door):
    """It was asked for with a challenge that only the browser it was asked in can answer."""
    async with door.browser() as mine, door.browser() as theirs:
        stolen = parse_qs(urlsplit(door.issuer.grants(await door.begins(theirs))).query)["code"][0]
        state = parse_qs(urlsplit(await door.begins(mine)).query)["state"][0]
        await refused(door, mine, f"/sign-in/return?state={state}&code={stolen}")


async def test_a_sign_in_that_took_too_long_is_refused(door):
    async with door.browser() as browser:
        address = door.issuer.grants(await door.begins(browser))
        door.console.it_is(MONDAY + timedelta(minutes=16))
        assert "took too long" in await refused(door, browser, address)


async def test_another_issuers_answer_is_refused(door):
    async with door.browser() as browser:
        address = door.issuer.grants(await door.begins(browser))
        await refused(door, browser, f"{address}&iss=https%3A%2F%2Flogin.elsewhere.example")


@pytest.mark.parametrize(
    "address", ["/sign-in/return", "/sign-in/return?state=x&code=y", "/sign-in/return?state=%00"]
)
async def test_what_was_never_begun_is_refused(door, address):
    async with door.browser() as browser:
        await refused(door, browser, address)


async def test_whoever_breaks_off_is_told_so(door):
    async with door.browser() as browser:
        state = parse_qs(urlsplit(await door.begins(browser)).query)["state"][0]
        page = await refused(door, browser, f"/sign-in/return?state={state}&error=access_denied", 403)
        assert "broken off" in page


async def test_whoever_is_known_and_has_no_role_here_is_told_whom_to_ask(door):
    async with door.browser() as browser:
        address = door.issuer.grants(await door.begins(browser), groups=["football"])
        page = await refused(door, browser, address, 403)
        assert "You are known, and have no role here." in page and "partnership@portsea-meon.example" in page


async def test_a_key_that_is_too_short_lets_nobody_in_and_whoever_looks_after_it_is_told_which(door):
    door.issuer.key = SHORT
    async with door.browser() as browser:
        address = door.issuer.grants(await door.begins(browser))
        with capture_logs() as log:
            page = await refused(door, browser, address, 403)
    assert "too short" in page and "rsa_bits" in page and "partnership@portsea-meon.example" in page
    told = {"event": "sign_in.refused", "rule": "short-key", "source": "council", "log_level": "warning"}
    assert log == [told]


async def test_whoever_has_no_reference_here_is_told_so(door):
    async with door.browser() as browser:
        address = door.issuer.grants(await door.begins(browser), sub="no reference")
        page = await refused(door, browser, address, 403)
        assert "no-reference" in page and "no reference" not in page


async def test_with_the_issuer_away_nobody_comes_in_and_whoever_is_in_goes_on(door):
    async with door.browser() as mine, door.browser() as theirs:
        await door.signs_in(mine)
        address = door.issuer.grants(await door.begins(theirs))
        door.issuer.sound = False
        for path in (GO, address):
            answer = await theirs.get(path)
            assert answer.status_code == 503 and "Signing in does not work just now" in words(answer)
        assert await door.signed_in(mine)


async def begun(door: Doorstep) -> int:
    found: int = await door.console.service.log.pool.fetchval("SELECT count(*) FROM people.sign_in")
    return found


async def test_with_the_issuer_away_nothing_is_kept_of_a_sign_in(door):
    door.issuer.sound = False
    async with door.browser() as browser:
        assert (await browser.get(GO)).status_code == 503
    assert await begun(door) == 0


async def test_of_sign_ins_that_nobody_ends_only_so_many_are_kept_and_for_a_quarter_of_an_hour(door):
    await door.console.service.log.pool.execute(
        "INSERT INTO people.sign_in SELECT sha256(number::text::bytea), sha256(''), $1, ''"
        " FROM generate_series(2, $2::int) AS number",
        MONDAY,
        MOST,
    )
    async with door.browser() as browser:
        assert await door.begins(browser)  # the last for which there is room
        full = await browser.get(GO)
        assert (full.status_code, await begun(door)) == (503, MOST)
        assert "Signing in does not work just now" in words(full)
        door.console.it_is(MONDAY + SOON + timedelta(seconds=1))
        await door.signs_in(browser)
        assert await door.signed_in(browser)


async def test_an_issuer_that_is_not_in_the_file_is_none(door):
    async with door.browser() as browser:
        assert (await browser.get("/sign-in/to/elsewhere")).status_code == 404


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"])
async def test_nobody_is_led_to_another_site_after_signing_in(door, back):
    async with door.browser() as browser:
        answer = await door.signs_in(browser, f"?back={back}")
        assert answer.headers["location"] == "/"

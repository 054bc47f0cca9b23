"""What every answer says to a browser, of every service and of the public site, whatever was asked.

Nothing is connected: most answers are refusals, or say that it cannot be read now. That each route's goes through
the one place is what is shown here; pages with something on them are looked at by their own tests.
"""

import re

import httpx
import pytest

from shared.web.headers import POLICY
from tests.identity.answering import ANSWERING, Answering, answering
from tests.identity.tokens import Authorities, authorities

WORD = "elsewhere.example"
LEADS_ASTRAY = {
    "Host": WORD,
    "X-Forwarded-Host": WORD,
    "X-Forwarded-Proto": "gopher",
    "Forwarded": f"host={WORD}",
    "X-Original-URL": f"https://{WORD}/",
    "X-Rewrite-URL": f"https://{WORD}/",
    "Origin": f"https://{WORD}",
    "Referer": f"https://{WORD}/",
}
OVERRIDES = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Authorities:
    return authorities(tmp_path_factory.mktemp("trust"))


@pytest.fixture(scope="module", params=ANSWERING)
def it(request: pytest.FixtureRequest, trust: Authorities) -> Answering:
    return answering(request.param, trust)


def directives(answer: httpx.Response) -> dict[str, list[str]]:
    parts = [each.split() for each in answer.headers[POLICY].split(";")]
    assert len(parts) == len({name for name, *_ in parts}), "of two the browser believes the first"
    return {name: values for name, *values in parts}


def looked_at(it: Answering, asked: tuple[str, str], answer: httpx.Response) -> None:
    policy, headers = directives(answer), answer.headers
    for name in ("default-src", "object-src", "base-uri", "frame-ancestors"):
        assert policy[name] == ["'none'"], (asked, name)
    allowed = {value for values in policy.values() for value in values}
    assert allowed <= {"'none'", "'self'"}, asked
    assert headers.get_list("X-Content-Type-Options") == ["nosniff"], asked
    assert headers["Referrer-Policy"] in ("no-referrer", "same-origin"), asked
    (age, *more) = headers["Strict-Transport-Security"].split("; ")
    assert int(age.removeprefix("max-age=")) >= 31_536_000 and more == ["includeSubDomains"], asked
    assert headers["Cache-Control"] in (("no-cache", "no-store") if it.name == "site" else ("no-store",)), asked
    assert not [name for name in headers if name.startswith("access-control-")], asked
    assert "server" not in headers and "x-powered-by" not in headers
    type_ = headers.get("Content-Type", "")
    if type_.startswith("text/") or "xml" in type_:
        assert type_.endswith("charset=utf-8"), asked


async def test_every_answer_says_what_a_browser_may_do_with_it(it: Answering) -> None:
    asked, statuses = it.asked(), set()
    assert len(asked) > 6
    for told in ({"Origin": f"https://{WORD}"}, {"Authorization": ""}):
        async with it.client() as client:
            for method, path in asked:
                answer = await client.request(method, path, headers=told)
                looked_at(it, (method, path), answer)
                statuses.add(answer.status_code)
    assert statuses & {401, 404}, "some were refused"


async def test_the_answer_to_a_fault_of_ours_says_it_too_and_tells_nothing(it: Answering) -> None:
    async def fails() -> None:
        raise RuntimeError("a word that nobody may read")

    it.app.add_api_route("/fails", fails)
    async with it.client() as client:
        answer = await client.get("/fails")
    assert answer.status_code == 500 and "word" not in answer.text
    looked_at(it, ("GET", "/fails"), answer)


async def test_nobody_but_the_console_keeps_a_cookie_in_a_browser(it: Answering) -> None:
    async with it.client() as client:
        for method, path in it.asked():
            kept = (await client.request(method, path)).headers.get_list("Set-Cookie")
            assert it.name == "console" or kept == [], path
            for cookie in kept:
                assert "HttpOnly" in cookie and re.search("SameSite=(lax|strict)", cookie, re.I), path
                assert "Domain" not in cookie, path


async def test_what_a_request_calls_our_host_is_repeated_nowhere(it: Answering) -> None:
    async with it.client() as client:
        for method, path in it.asked():
            answer = await client.request(method, path, headers=LEADS_ASTRAY)
            assert WORD not in answer.text, path
            assert not [name for name, value in answer.headers.items() if WORD in value], path
            assert answer.headers.get("Location", "/").startswith("/"), path


@pytest.mark.parametrize("name", OVERRIDES)
async def test_a_method_is_what_the_request_line_says(it: Answering, name: str) -> None:
    """A header or a field that asks for another is read by nobody: what only POST does is not there for GET."""
    reads = {path for method, path in it.asked() if method == "GET"}
    acts = {path for method, path in it.asked() if method not in ("GET", "HEAD")} - reads
    async with it.client() as client:
        for path in sorted(acts):
            for query in ("", "?_method=POST"):
                answer = await client.get(path + query, headers={name: "POST"})
                assert answer.status_code in (404, 405), path

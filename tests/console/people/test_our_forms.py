"""What changes something bears the token of our own forms: another site's page can send all but that."""

import re
from pathlib import Path

import pytest

from services.console.people.form_token import HEADER, FormTokens
from tests.console.conftest import BROWSER, Console
from tests.console.test_pages import words

PAGES = Path(__file__).parents[3] / "services" / "console" / "pages"
FORM = re.compile(r'<form method="post".*?</form>', re.DOTALL)


def test_every_form_that_changes_something_bears_the_token() -> None:
    forms = [(page.name, form) for page in sorted(PAGES.glob("*.html")) for form in FORM.findall(page.read_text())]
    assert len(forms) >= 12
    assert [name for name, form in forms if '{% include "form-token.html" %}' not in form] == []


def test_a_token_is_of_one_browser() -> None:
    tokens = FormTokens(b"a key")
    assert tokens.is_of("mine", tokens.of("mine"))
    assert not tokens.is_of("theirs", tokens.of("mine"))
    assert not tokens.is_of("mine", FormTokens(b"another key").of("mine"))
    assert not tokens.is_of("", tokens.of("")) and not tokens.is_of("mine", "") and not tokens.is_of("mine", "é")


@pytest.mark.real
async def test_every_address_that_changes_something_refuses_what_bears_no_token(console: Console) -> None:
    paths = console.module.app.openapi()["paths"]
    by_form = sorted(path for path in paths if "post" in paths[path] and not path.startswith("/quarantine"))
    assert len(by_form) >= 8
    tokens = FormTokens(console.service.keyring.key_for("cspr console forms"))
    async with console.browser(ours=False) as browser:
        for path in by_form:
            address = re.sub(r"\{\w+\}", "x", path)
            for held, token in (("", ""), ("", tokens.of(BROWSER)), (BROWSER, ""), (BROWSER, tokens.of("x"))):
                told = {"Cookie": f"you=person:officer; browser={held}"}
                answer = await browser.post(address, data={"form_token": token, "you": "person:x"}, headers=told)
                assert (answer.status_code, "Nothing was done" in words(answer)) == (403, True), (path, held)
                as_file = await browser.post(address, files={"form_token": (None, token)}, headers=told)
                assert as_file.status_code == 403, path


@pytest.mark.real
async def test_what_commands_ask_cannot_be_sent_by_a_form(console: Console) -> None:
    """A form can set no header; without Actor, or a token where tokens are believed, nothing is done."""
    paths = console.module.app.openapi()["paths"]
    commands = sorted(path for path in paths if "post" in paths[path] and path.startswith("/quarantine"))
    assert commands
    async with console.browser(ours=False) as browser:
        for path in commands:
            address = path.replace("{quarantine_id}", "00000000-0000-4000-8000-000000000000")
            assert (await browser.post(address, data={"reason": "x"})).status_code in (415, 422), path


@pytest.mark.real
async def test_a_form_of_ours_is_taken_in_the_browser_it_was_opened_in(console: Console) -> None:
    async with console.browser(ours=False) as browser:
        page = await browser.get("/you")
        (token,) = re.findall(r'name="form_token" value="(\w{64})"', page.text)
        answer = await browser.post("/you", data={"you": "person:officer", "form_token": token})
        assert answer.status_code == 303
        by_header = await browser.post("/you", data={"you": "person:officer"}, headers={HEADER: token})
        assert by_header.status_code == 303


@pytest.mark.real
async def test_where_nobody_signs_in_every_page_says_so(console: Console) -> None:
    async with console.browser() as browser:
        for path in ("/", "/cases", "/help", "/you", "/system", "/locked", "/signed-out"):
            assert "Not for real cases: nobody signs in here." in words(await browser.get(path)), path

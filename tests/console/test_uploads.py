"""Files through the console: chosen, kept until they are sent, sent as they are to the owner's own door."""

import re
from hashlib import sha256
from html import unescape

import httpx
import pytest

from tests.console.conftest import Console, MakeConsole
from tests.console.examples import CASE
from tests.console.owner import Owner, owner
from tests.console.story import whole_case
from tests.console.test_pages import words
from tests.console.test_work import WHO

pytestmark = pytest.mark.real
IMPORT = f"/work/publisher/import_docx_cases__case__import_docx_post?case={CASE}"
DISPATCH = "0b7f2a52-9c9b-4d0e-8f0e-6f2f7a1f9f01"
PROOF = (
    f"/work/publisher/keep_proof_cases__case__dispatches__dispatch__proofs_post?case={CASE}&dispatch={DISPATCH}"
)
DOCX = b"PK\x03\x04\r\n--boundary\r\n\x00 a document of any bytes \xff"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')


@pytest.fixture
async def publisher():
    async with owner("publisher") as it:
        yield it


@pytest.fixture
async def console(make_console: MakeConsole, publisher: Owner) -> Console:
    console = await make_console({"publisher": publisher.address})
    await console.hears(whole_case())
    return console


async def submit(console: Console, path: str, fields: dict[str, str], file: bytes | None = None, **who: str):
    files = {"file": ("draft.docx", file or b"", "application/octet-stream")}
    async with console.browser() as browser:
        return await browser.post(path, data=fields, files=files, headers={**WHO, **who})


async def hidden(console: Console, path: str) -> dict[str, str]:
    async with console.browser() as browser:
        return dict(HIDDEN.findall((await browser.get(path)).text))


async def test_a_document_is_sent_as_it_is_with_what_is_asked_beside_it(console, publisher):
    fields = {**await hidden(console, IMPORT), "part": "briefing"}
    checked = await submit(console, IMPORT, fields, DOCX)
    assert "Check before you send" in words(checked) and "draft.docx" in words(checked)
    assert publisher.asked == []

    told = {"receipt": "recorded", "left_behind": [{"what": "a comment", "count": 2}]}
    publisher.answers.append((200, told))
    sent = await submit(console, IMPORT, {**fields, "file": "draft.docx", "step": "send"})

    ((path, headers, body),) = publisher.asked
    assert httpx.URL(path).path == f"/cases/{CASE}/import-docx"
    assert dict(httpx.URL(path).params) == {"part": "briefing"}
    assert body == DOCX
    assert (headers["actor"], headers["idempotency-key"]) == ("person:officer", fields["key"])
    assert headers["content-type"] == "application/octet-stream"
    assert (sent.status_code, "a comment 2" in words(sent)) == (200, True)


async def test_a_file_is_kept_while_something_else_is_put_right(console, publisher):
    """A browser forgets what was chosen: nobody has to choose it twice."""
    fields = await hidden(console, IMPORT)
    refused = await submit(console, IMPORT, fields, DOCX, Cookie="you=")
    assert refused.status_code == 422
    assert "Kept: draft.docx, 1 kB." in words(refused)
    await submit(console, IMPORT, {**dict(HIDDEN.findall(refused.text)), "step": "send"})
    assert [body for _, _, body in publisher.asked] == [DOCX]


async def test_without_a_document_nothing_is_sent(console, publisher):
    for named in ({}, {"file": "named.docx"}):
        refused = await submit(console, IMPORT, {**await hidden(console, IMPORT), **named, "step": "send"})
        assert refused.status_code == 422
        assert '<a href="#file">Choose: the document</a>' in refused.text
    assert publisher.asked == []


async def test_the_owner_says_what_is_no_proof_and_the_file_is_kept(console, publisher):
    publisher.answers.append((415, {"detail": "A proof is a PDF, a PNG or a JPEG."}))
    fields = await hidden(console, PROOF)
    refused = await submit(
        console, PROOF, {**fields, "in.case": CASE, "in.dispatch": DISPATCH, "step": "send"}, DOCX
    )
    assert (refused.status_code, "A proof is a PDF, a PNG or a JPEG." in words(refused)) == (422, True)
    ((path, headers, _),) = publisher.asked
    assert (path, headers["content-type"]) == (f"/cases/{CASE}/dispatches/{DISPATCH}/proofs", "application/pdf")
    assert "Kept: draft.docx" in words(refused)


async def test_a_proof_that_was_kept_leads_to_the_form_that_names_it(console, publisher):
    """Its SHA-256 is what is asked for, no service tells it, and nobody works it out by hand."""
    typed = {**await hidden(console, PROOF), "in.case": CASE, "in.dispatch": DISPATCH}
    sent = await submit(console, PROOF, {**typed, "step": "send"}, b"%PDF-1.7 a receipt")
    ((address, title),) = re.findall(r'<a class="step" href="([^"]*)">Go on: ([^<]*)<', sent.text)
    assert title == "Attest portal submission"
    about = {"case": CASE, "dispatch": DISPATCH, "proof": sha256(b"%PDF-1.7 a receipt").hexdigest()}
    assert dict(httpx.URL(unescape(address)).params) == about
    async with console.browser() as browser:
        form = await browser.get(unescape(address), headers=WHO)
    assert f'value="{about["proof"]}"' in form.text and f'value="{DISPATCH}"' in form.text


async def test_another_document_leads_nowhere_by_its_hash(console, publisher):
    fields = {**await hidden(console, IMPORT), "part": "briefing", "step": "send"}
    assert "Go on:" not in (await submit(console, IMPORT, fields, DOCX)).text


async def test_what_was_only_checked_is_sent_in_earnest_with_the_file_that_was_chosen(make_console):
    async with owner("intake") as intake:
        console = await make_console({"intake": intake.address})
        path = "/work/intake/report_by_spreadsheet_reports_csv_post"
        answered = {"taken_in": 1, "refused": 0, "rows": []}
        intake.answers = [(200, answered), (200, answered)]
        fields = {**await hidden(console, path), "agency": "hospital", "check": "yes"}
        checked = await submit(console, path, {**fields, "step": "send"}, b"id\n1\n")
        assert "Checked Nothing is kept yet." in words(checked)
        again = dict(HIDDEN.findall(checked.text))
        sent = await submit(console, path, {**again, "step": "send"})
        assert "Sent What the service answered" in words(sent)
        asked = [(httpx.URL(path).params["check"], body) for path, _, body in intake.asked]
        assert asked == [("true", b"id\n1\n"), ("false", b"id\n1\n")]


async def test_rubbish_and_too_much_are_no_error_of_ours(console, publisher):
    headers = {**WHO, "Content-Type": "multipart/form-data; boundary=x"}
    async with console.browser() as browser:
        for body in (b"", b"--x", b"--x\r\n\r\nno name\r\n--x--", b"\xff" * 1000):
            assert (await browser.post(IMPORT, content=body, headers=headers)).status_code == 422
        odd = {**headers, "Content-Type": "multipart/form-data; boundary=x; charset=raw_unicode_escape"}
        half = b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n\\ud800\r\n--x--\r\n'
        assert (await browser.post(IMPORT, content=half, headers=odd)).status_code == 422
        no_boundary = {**WHO, "Content-Type": "multipart/form-data"}
        assert (await browser.post(IMPORT, content=b"x", headers=no_boundary)).status_code == 422
        too_much = b"\x00" * (12 * 1024 * 1024)
        assert (await browser.post(IMPORT, content=too_much, headers=headers)).status_code == 413
    assert publisher.asked == []

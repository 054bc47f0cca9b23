"""Staff act through the console: what its owner is asked, and what a person is told."""

import re
from urllib.parse import urlencode

import httpx
import pytest

from tests.console.conftest import Console, MakeConsole
from tests.console.examples import CASE
from tests.console.owner import Owner, owner
from tests.console.story import whole_case
from tests.console.test_pages import words

pytestmark = pytest.mark.real
AWARENESS = f"/work/intake/RecordAwareness?case={CASE}"
TYPED = {"incident_aware_at.day": "2026-01-05", "incident_aware_at.time": "11:30", "channel": "desk"}
WHO = {"Cookie": "you=person:officer"}


@pytest.fixture
async def intake():
    async with owner("intake") as it:
        yield it


@pytest.fixture
async def console(make_console: MakeConsole, intake: Owner) -> Console:
    console = await make_console({"intake": intake.address})
    await console.hears(whole_case())
    return console


async def submit(console: Console, path: str, typed: dict[str, str], **headers: str) -> httpx.Response:
    told = {"Content-Type": "application/x-www-form-urlencoded", **WHO, **headers}
    async with console.browser() as browser:
        return await browser.post(path, content=urlencode(typed), headers=told)


async def form(console: Console, path: str = AWARENESS) -> dict[str, str]:
    """What a browser would send of the empty form."""
    async with console.browser() as browser:
        page = await browser.get(path)
    assert page.status_code == 200
    return dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page.text))


async def test_what_is_sent_is_checked_first_and_bears_name_key_and_version(console, intake):
    hidden = await form(console)
    checked = await submit(console, AWARENESS, {**hidden, **TYPED})
    assert "Check before you send" in words(checked)
    assert "in the name of person:officer" in words(checked)
    assert intake.asked == []

    done = await submit(console, AWARENESS, {**hidden, **TYPED, "step": "send"})

    ((path, headers, document),) = intake.asked
    assert path == f"/cases/{CASE}/record-awareness"
    assert document == {"incident_aware_at": "2026-01-05T11:30:00+00:00", "channel": "desk"}
    assert headers["actor"] == "person:officer"
    assert headers["idempotency-key"] == hidden["key"]
    assert headers["if-match"] == f'"{hidden["version"]}"'
    assert done.status_code == 303
    async with console.browser() as browser:
        shown = words(await browser.get(done.headers["location"]))
    assert "Done: Record awareness It is recorded." in shown


async def test_each_partner_stands_by_name_where_its_view_is_asked_for(console, intake):
    path = f"/work/intake/DecideToNotify?case={CASE}"
    async with console.browser() as browser:
        shown = await browser.get(path)
    named = "Portsea and Meon Integrated Care Board"
    assert f'<label for="partner_views.0.value">{named}</label>' in shown.text
    assert "For whom or what" not in shown.text
    said = {"grounds": "g", "authority": "Director", "reasons": "r", "partner_views.1.value": "notify"}
    checked = words(await submit(console, path, {**await form(console, path), **said}))
    assert "Partner views: Meon Valley Police, chief officer notify" in checked
    await submit(console, path, {**await form(console, path), **said, "step": "send"})
    ((_, _, document),) = intake.asked
    assert document["partner_views"] == {"chief-officer-of-police": "notify"}


async def test_what_is_missing_or_refused_is_told_and_nothing_typed_is_lost(console, intake):
    typed = {**await form(console), **TYPED, "channel": "<b>desk</b>", "step": "send"}
    intake.answers.append(
        (422, {"detail": "no", "errors": [{"pointer": "/channel", "detail": "Input should be x"}]})
    )

    refused = await submit(console, AWARENESS, typed)

    assert refused.status_code == 422
    assert '<a href="#channel">Input should be x</a>' in refused.text
    assert "&lt;b&gt;desk&lt;/b&gt;" in refused.text or "<b>desk</b>" not in refused.text
    assert 'value="2026-01-05"' in refused.text
    empty = await submit(console, AWARENESS, {**await form(console), "channel": "desk"})
    assert (empty.status_code, "There is a problem" in words(empty)) == (422, True)
    assert "Enter: incident aware at what time" in words(empty)


async def test_a_rule_that_forbids_it_is_told_in_the_owners_words(console, intake):
    intake.answers.append((409, {"detail": "Its awareness is recorded; correct it instead."}))
    refused = await submit(console, AWARENESS, {**await form(console), **TYPED, "step": "send"})
    assert refused.status_code == 422
    assert "Its awareness is recorded; correct it instead." in words(refused)


async def test_who_was_slower_is_told_and_may_go_on_with_another_key(console, intake):
    hidden = await form(console)
    intake.answers.append((412, {"detail": "The case has changed since you looked at it."}))

    conflict = await submit(console, AWARENESS, {**hidden, **TYPED, "step": "send"})

    assert conflict.status_code == 409
    assert "Somebody else was quicker" in words(conflict)
    assert "This console has not heard of it yet" in words(conflict)
    again = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', conflict.text))
    assert again["key"] != hidden["key"]
    assert 'value="11:30"' in conflict.text


async def test_who_was_slower_reads_what_the_other_did_beside_what_they_typed(console, intake):
    hidden = await form(console)
    intake.answers.append((412, {"detail": "The case has changed since you looked at it."}))
    conflict = await submit(console, AWARENESS, {**hidden, **TYPED, "version": "1", "step": "send"})
    told = words(conflict)
    assert "Authority became aware person:officer, Tue 6 Jan 2026" in told
    assert "Incident reported" not in told  # that they had seen
    assert 'value="11:30"' in conflict.text


async def test_an_owner_that_is_away_loses_nothing_and_the_same_key_is_sent_again(console, intake):
    hidden = await form(console)
    intake.answers.append((503, "not a problem document"))
    away = await submit(console, AWARENESS, {**hidden, **TYPED, "step": "send"})
    assert "The service does not answer just now" in words(away)
    assert hidden["key"] in away.text


async def test_nobody_acts_without_saying_who_they_are(console, intake):
    typed = {**await form(console), **TYPED, "step": "send"}
    for cookie in ("", "you=", "you=a b", "you=<b>"):
        refused = await submit(console, AWARENESS, typed, Cookie=cookie)
        assert refused.status_code == 422
        assert "Say who you are first" in words(refused)
    assert intake.asked == []


async def test_another_sites_form_is_not_taken(console, intake):
    typed = {**await form(console), **TYPED, "step": "send"}
    refused = await submit(console, AWARENESS, typed, Origin="https://elsewhere.example")
    assert (refused.status_code, intake.asked) == (404, [])


async def test_who_acts_is_kept_and_one_comes_back_to_where_one_was(console):
    said = await submit(console, "/you", {"you": "person:m.ellis", "back": f"/cases/{CASE}"})
    assert (said.status_code, said.headers["location"]) == (303, f"/cases/{CASE}")
    cookie = said.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    for back in ("https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"):
        assert (await submit(console, "/you", {"you": "person:x", "back": back})).headers["location"] == "/"
    for said in ("M Ellis", "m.ellis", "agency:ward-7"):
        assert (await submit(console, "/you", {"you": said})).status_code == 422


@pytest.mark.parametrize(
    "path", ["/work/intake/Unknown", "/work/nobody/RecordAwareness", "/work/reviews/DecideNextStep"]
)
async def test_an_action_that_is_not_known_or_whose_owner_is_away_is_not_found(console, path):
    async with console.browser() as browser:
        assert (await browser.get(path)).status_code == 404
    assert (await submit(console, path, {})).status_code == 404


async def test_rubbish_in_a_form_is_no_error_of_ours(console, intake):
    for body in (b"\xff\xfe", b"&" * 10_000, b"key=1&add=nothing", b"recommendations.rows=9999999999999&add=x"):
        async with console.browser() as browser:
            headers = {"Content-Type": "application/x-www-form-urlencoded", **WHO}
            answer = await browser.post(AWARENESS, content=body, headers=headers)
        assert answer.status_code in (200, 422)
    assert intake.asked == []


async def test_what_can_be_done_is_listed_on_the_case_and_what_concerns_no_case_under_work(console):
    async with console.browser() as browser:
        case, work = await browser.get(f"/cases/{CASE}"), await browser.get("/work")
    assert f'href="/work/intake/RecordAwareness?case={CASE}"' in case.text
    assert "RecordAwareness" not in work.text
    assert "Suspend" in words(work)

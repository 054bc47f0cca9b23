"""The partners' page, and a record that is mended there and taken in after all."""

import json
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from services.console.explained import explained
from services.console.partner_facts import SetAside
from tests.console.conftest import Console, MakeConsole
from tests.console.examples import CASE
from tests.console.owner import Owner, owner
from tests.console.test_pages import words

ID = "0b7f2a52-9c9b-4d0e-8f0e-6f2f7a1f9f01"
MEND = f"/partners/mend/intake/{ID}"
PARTNER = {
    "agency": "hospital",
    "state": "conformant",
    "last_heard_at": "2026-01-05T09:00:00Z",
    "sample_passed_at": "2026-01-02T09:00:00Z",
    "conformant_at": "2026-01-03T09:00:00Z",
    "suspended_at": None,
    "versions": [{"detail": "v2", "times": 3, "last_at": "2026-01-05T09:00:00Z"}],
    "tests": [],
    "refusals": [{"detail": "must be ten digits", "times": 2, "last_at": "2026-01-04T09:00:00Z"}],
}
ASIDE = {
    "quarantine": ID,
    "topic": "partner.hospital.incidents",
    "partition": 0,
    "offset": 7,
    "reason": "must be ten digits",
    "pointer": "/data/children/0/nhs_number",
    "at": "2026-01-04T09:00:00Z",
}
RECORD = {"text": '{"data":{"children":[{"nhs_number":"1"}]}}', "is_text": True, "headers": []}


def test_a_rule_is_explained_in_the_words_of_the_agencies_catalogue() -> None:
    found = explained("longer than 1048576 bytes")
    assert found and found.means == "The whole is larger than 1 MiB."
    assert explained("not an event: missing") is None


@pytest.mark.parametrize(
    ("topic", "agency"),
    [("partner.hospital.incidents", "hospital"), ("intake.events", ""), ("http/receipts", ""), ("case-keys", "")],
)
def test_a_record_belongs_to_the_agency_of_its_topic(topic: str, agency: str) -> None:
    assert SetAside.model_validate({**ASIDE, "topic": topic}).agency == agency


@pytest.fixture
async def intake():
    async with owner("intake") as it:
        yield it


@pytest.fixture
async def console(make_console: MakeConsole, intake: Owner) -> Console:
    return await make_console({"intake": intake.address})


async def look(console: Console, path: str, who: str = "person:officer") -> httpx.Response:
    async with console.browser() as browser:
        return await browser.get(path, headers={"Cookie": f"you={who}"})


async def submit(console: Console, typed: dict[str, str], who: str = "person:officer") -> httpx.Response:
    told = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"you={who}"}
    async with console.browser() as browser:
        return await browser.post(MEND, content=urlencode(typed), headers=told)


def asked(intake: Owner, path: str) -> list[tuple[str, dict[str, str], Any]]:
    return [each for each in intake.asked if path in each[0]]


@pytest.mark.real
async def test_each_agency_is_shown_with_what_it_sends_and_what_waits(console, intake):
    intake.answers = [(200, [PARTNER]), (200, [ASIDE])]
    shown = words(await look(console, "/partners"))
    assert "Portsea General Hospital Conformant" in shown
    assert "v2: 3 reports" in shown
    assert "must be ten digits An NHS number has ten digits and nothing else. Remove spaces and dashes." in shown
    assert "/data/children/0/nhs_number : must be ten digits" in shown
    assert "Notifier, Reviews, Publisher do not answer just now" in shown
    assert [path for path, _, _ in intake.asked] == ["/partners", "/quarantine"]


@pytest.mark.real
async def test_what_was_discarded_is_shown_with_the_day_on_which_it_is_destroyed(console, intake):
    discarded = {**ASIDE, "state": "discarded", "kept_until": "2026-07-03", "purged_at": None}
    purged = {**discarded, "reason": "long ago", "purged_at": "2026-01-01T00:00:00Z"}
    intake.answers = [(200, [PARTNER]), (200, [discarded, purged, {**ASIDE, "state": "replayed"}])]
    shown = words(await look(console, "/partners"))
    assert "Records that were discarded 1 record" in shown and "Fri 3 Jul 2026" in shown
    assert "long ago" not in shown and "Mend and take in" not in shown


@pytest.mark.real
async def test_whose_test_has_passed_can_be_let_to_report_in_earnest(console, intake):
    waiting = {**PARTNER, "state": "not yet conformant", "conformant_at": None}
    for partner, offered in ((waiting, True), ({**waiting, "sample_passed_at": None}, False), (PARTNER, False)):
        intake.answers = [(200, [partner]), (200, [])]
        assert ("Let it report in earnest" in words(await look(console, "/partners"))) == offered


@pytest.mark.real
async def test_without_intake_the_page_says_what_it_cannot_tell(make_console: MakeConsole) -> None:
    console = await make_console()
    shown = await look(console, "/partners")
    assert (shown.status_code, "cannot be told while intake does not answer" in words(shown)) == (200, True)


@pytest.mark.real
async def test_a_record_is_read_in_the_name_of_who_mends_it_and_for_that_purpose(console, intake):
    intake.answers = [(200, ASIDE), (200, RECORD)]
    page = await look(console, MEND)
    assert "&#34;nhs_number&#34;: &#34;1&#34;" in page.text
    ((path, headers, _),) = asked(intake, "/record")
    assert (httpx.URL(path).params["purpose"], headers["actor"]) == ("to mend it", "person:officer")


@pytest.mark.real
async def test_nothing_is_opened_for_nobody(console, intake):
    intake.answers = [(200, ASIDE)]
    page = await look(console, MEND, who="")
    assert (page.status_code, asked(intake, "/record")) == (200, [])
    assert "says who they are" in words(page)


@pytest.mark.real
async def test_what_was_mended_is_taken_in_and_the_case_named(console, intake):
    intake.answers = [(200, ASIDE), (200, {"receipt": "recorded", "case": CASE})]
    typed = {"key": "k1", "document": '{"data": {"é": 1}}', "reason": "Rang the ward."}
    done = await submit(console, typed)
    assert (done.status_code, done.headers["location"]) == (303, f"/partners?took={CASE}")
    ((path, headers, document),) = asked(intake, "/replay-record")
    assert (path, headers["idempotency-key"]) == (f"/quarantine/{ID}/replay-record", "k1")
    assert document == {"reason": "Rang the ward.", "document": {"data": {"é": 1}}}


@pytest.mark.real
async def test_as_it_came_sends_no_document(console, intake):
    intake.answers = [(200, ASIDE)]
    await submit(console, {"key": "k", "document": "not JSON", "reason": "Mended here.", "step": "as it came"})
    ((_, _, document),) = asked(intake, "/replay-record")
    assert document == {"reason": "Mended here."}


@pytest.mark.real
@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ({"document": '{"a": }', "reason": "r"}, "It is no JSON: look at line 1, column 7"),
        ({"document": "", "reason": "r"}, "It is no JSON"),
        ({"document": "[" * 100_000, "reason": "r"}, "It is no JSON"),
        ({"document": '{"a": NaN}', "reason": "r"}, "It is no JSON"),
        ({"document": '{"a": "\\ud83d"}', "reason": "r"}, "It is no JSON"),
        ({"document": "9" * 5_000, "reason": "r"}, "It is no JSON"),
        ({"document": "{}", "reason": " "}, "Enter: why it may be taken in after all"),
    ],
)
async def test_what_cannot_be_sent_is_told_and_kept(console, intake, typed, what):
    intake.answers = [(200, ASIDE)]
    refused = await submit(console, {"key": "k", **typed})
    assert (refused.status_code, what in words(refused)) == (422, True)
    assert asked(intake, "/replay-record") == []


@pytest.mark.real
async def test_what_is_still_wrong_is_told_with_its_place_and_nothing_typed_is_lost(console, intake):
    problem = {"pointer": "/document/data/harm", "detail": "Field required"}
    intake.answers = [(200, ASIDE), (422, {"detail": "no", "errors": [problem]})]
    refused = await submit(console, {"key": "k", "document": json.dumps({"a": "typed"}), "reason": "r"})
    assert refused.status_code == 422
    assert '<a href="#document">/data/harm: Field required</a>' in refused.text
    assert "typed" in refused.text


@pytest.mark.real
@pytest.mark.parametrize("path", ["/partners/mend/intake/x", f"/partners/mend/nobody/{ID}", MEND])
async def test_a_record_that_is_not_there_is_not_found(console, intake, path):
    intake.answers = [(404, {"detail": "no"})]
    assert (await look(console, path)).status_code == 404


@pytest.mark.real
async def test_a_record_of_our_own_services_is_not_mended_by_hand(console, intake):
    intake.answers = [(200, {**ASIDE, "topic": "notifier.events"})]
    assert (await look(console, MEND)).status_code == 404

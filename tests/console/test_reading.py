"""What services tell staff: a page for each question of their APIs, and what can be done about a row."""

import json
import re

import httpx
import pytest

from services.console.reading.offers import columns, offers
from services.console.reading.reads import reads
from services.console.work.actions import actions
from shared.topics import SERVICES_THAT_SAY
from tests.console.conftest import Console, MakeConsole
from tests.console.examples import CASE
from tests.console.owner import API, Owner, owner
from tests.console.test_pages import words

WHO = {"Cookie": "you=person:officer"}
ROW = {"subject": CASE, "dispatch": "0d7f", "recipient": "ofsted", "state": "in doubt", "due_on": "2026-01-13"}


def document(service: str) -> dict[str, object]:
    return json.loads((API / f"{service}.openapi.json").read_text())


@pytest.mark.parametrize("service", SERVICES_THAT_SAY)
def test_every_question_of_a_service_has_an_address_of_its_own(service: str) -> None:
    found = list(reads(service, document(service)))
    assert len({read.id for read in found}) == len(found)
    assert all("/" not in read.id and read.title for read in found)


def test_what_is_for_machines_or_told_better_elsewhere_is_left_out() -> None:
    paths = {read.path for read in reads("intake", document("intake"))}
    assert not paths & {"/metrics", "/status", "/health/live", "/events", "/duties", "/cases"}
    assert {"/partners", "/awaiting-second-signature", "/cases/{case}/report"} <= paths


def test_what_is_said_of_a_question_is_for_people() -> None:
    said = {
        read.path: read.summary for service in ("intake", "notifier") for read in reads(service, document(service))
    }
    assert said["/notifications/{case}"] == "One case's notification and where it stands."
    assert not any("ETag" in each for each in said.values())


@pytest.mark.parametrize("service", ["intake", "notifier", "reviews", "publisher"])
def test_no_name_of_the_code_stands_in_what_is_said_of_a_question_or_a_form(service: str) -> None:
    said = [it.summary for it in (*reads(service, document(service)), *actions(service, document(service)))]
    assert len(said) > 20 and not [each for each in said if "`" in each]


def test_columns_are_all_that_some_row_tells() -> None:
    assert columns([{"a": 1}, {"b": 2, "a": 3}]) == ["a", "b"]


def test_a_row_offers_what_names_something_of_it() -> None:
    """A dispatch that waits for a person: its content to copy in, and the command that attests it."""
    said = document("notifier")
    offered = dict(offers(ROW, reads("notifier", said), actions("notifier", said), {}))
    assert offered["To copy"] == (
        f"/read/notifier/cases.case.dispatches.dispatch.to-copy?in.case={CASE}&in.dispatch=0d7f"
    )
    assert any(f"case={CASE}" in address and "dispatch=0d7f" in address for address in offered.values())
    assert "Draft notification" not in offered  # that concerns the case, not the row


def test_what_must_be_named_to_certify_and_to_approve_comes_from_where_it_is_read() -> None:
    """Nobody copies a hash or a revision by hand."""
    said, of_case = document("publisher"), {"case": CASE}
    told = {"text_hash": "ab" * 32, "publish_on": "2026-07-01", "held": True}
    offered = dict(offers(told, reads("publisher", said), actions("publisher", said), of_case))
    assert offered["Approve publication"] == (
        f"/work/publisher/ApprovePublication?case={CASE}&text_hash={'ab' * 32}&publish_on=2026-07-01"
    )
    assert f"text_hash={'ab' * 32}" in offered["Sign anonymity certificate"]
    assert "Send advance copies" not in offered  # a day names nothing
    said = document("notifier")
    offered = dict(offers({"revision": 2}, reads("notifier", said), actions("notifier", said), of_case))
    assert offered["Approve notification"] == f"/work/notifier/ApproveNotification?case={CASE}&revision=2"


def test_a_row_offers_what_it_is_about_and_not_what_only_has_a_name_in_common() -> None:
    said, row = document("reviews"), {"subject": CASE, "action": "A1", "owner": "A hospital"}
    offered = dict(offers(row, [], actions("reviews", said), {}))
    assert offered["Verify action"] == f"/work/reviews/VerifyAction?case={CASE}&action=A1"
    assert not {"Record immediate action", "Link parallel process"} & offered.keys()  # they have an owner, too


@pytest.mark.parametrize(
    ("service", "row", "around"),
    [
        ("intake", {"case": CASE, "agency": "hospital", "report": {"children": [{"first_name": "Rowan"}]}}, {}),
        ("reviews", {"agency": "hospital", "involvement": "Rowan was seen twice"}, {"case": CASE}),
    ],
)
def test_nothing_that_somebody_wrote_stands_in_an_address(service: str, row: dict, around: dict) -> None:
    """A browser keeps addresses, and hands them on."""
    said = document(service)
    offered = offers(row, reads(service, said), actions(service, said), around)
    assert not [address for _, address in offered if "Rowan" in address]


def test_how_many_there_are_names_none_of_them() -> None:
    said, row = document("reviews"), {"subject": CASE, "action": "A1", "evidence": 1}
    offered = dict(offers(row, [], actions("reviews", said), {}))
    assert offered["Verify action"] and not any("evidence=" in address for address in offered.values())


def test_a_dispatch_does_not_offer_to_approve_the_notification_with_the_number_of_its_own_document() -> None:
    said = document("notifier")
    offered = dict(offers({**ROW, "revision": 2}, reads("notifier", said), actions("notifier", said), {}))
    assert offered["To copy"] and "Approve notification" not in offered


def test_a_version_that_is_not_the_present_one_is_read_alone() -> None:
    said, row = document("publisher"), {"text_hash": "ab" * 32, "present": False}
    assert not dict(offers(row, [], actions("publisher", said), {"case": CASE}))
    assert dict(offers({**row, "present": True}, [], actions("publisher", said), {"case": CASE}))


def test_a_case_offers_nothing_about_the_agency_that_told_of_it() -> None:
    said, row = document("intake"), {"case": CASE, "agency": "hospital", "la_code": "E06000044"}
    offered = dict(offers(row, [], actions("intake", said), {}))
    assert not {"Suspend agency", "Mark conformant", "Record authority told"} & offered.keys()
    assert "Suspend agency" in dict(offers({"agency": "hospital"}, [], actions("intake", said), {}))


def test_a_row_without_a_case_offers_nothing_about_one() -> None:
    said = document("notifier")
    assert offers({"dispatch": "0d7f"}, reads("notifier", said), actions("notifier", said), {}) == []


@pytest.fixture
async def intake():
    async with owner("intake") as it:
        yield it


@pytest.fixture
async def console(make_console: MakeConsole, intake: Owner) -> Console:
    return await make_console({"intake": intake.address})


async def look(console: Console, path: str) -> httpx.Response:
    async with console.browser() as browser:
        return await browser.get(path, headers=WHO)


@pytest.mark.real
async def test_a_list_is_a_table_whose_cases_are_links(console: Console, intake: Owner) -> None:
    intake.answers = [(200, [{"subject": CASE, "until_on": "2026-01-13", "officer": "person:one"}])]
    page = await look(console, "/read/intake/snoozed")
    assert page.status_code == 200
    assert "Until on which day" in words(page)
    assert "Tue 13 Jan 2026" in words(page)
    assert f'href="/cases/{CASE}"' in page.text


@pytest.mark.real
async def test_one_thing_that_is_read_offers_what_can_be_done_with_it(make_console: MakeConsole) -> None:
    async with owner("publisher") as publisher:
        publisher.answers = [(200, {"subject": CASE, "text_hash": "ab" * 32})]
        console = await make_console({"publisher": publisher.address})
        page = await look(console, f"/read/publisher/publications.case?in.case={CASE}")
    assert "What can be done with it" in words(page)
    assert f"SignAnonymityCertificate?case={CASE}&amp;text_hash={'ab' * 32}" in page.text


@pytest.mark.real
async def test_what_is_asked_goes_to_the_owner_in_a_persons_name(console: Console, intake: Owner) -> None:
    intake.answers = [(200, {"subject": CASE, "report": {"harm": "<b>death</b>"}})]
    page = await look(console, f"/read/intake/cases.case.report?in.case={CASE}&purpose=screening")
    ((path, headers, _),) = intake.asked
    assert path == f"/cases/{CASE}/report?purpose=screening"
    assert headers["actor"] == "person:officer"
    assert "&lt;b&gt;death" in page.text  # every word may have been written by a stranger


@pytest.mark.real
async def test_a_purpose_must_be_said_before_a_seal_is_opened(console: Console, intake: Owner) -> None:
    page = await look(console, f"/read/intake/cases.case.report?in.case={CASE}")
    assert page.status_code == 200
    assert "Purpose" in words(page)
    empty = await look(console, f"/read/intake/cases.case.report?in.case={CASE}&purpose=")
    assert empty.status_code == 422
    assert "Purpose: must be said" in words(empty)
    assert intake.asked == []


@pytest.mark.real
async def test_nothing_is_chosen_for_a_person_who_has_not_chosen(console: Console, intake: Owner) -> None:
    """The last purpose stood chosen, and would have been sent as theirs."""
    question = f"/read/intake/cases.case.report?in.case={CASE}"
    assert " selected" not in (await look(console, question)).text
    intake.answers = [(200, {"subject": CASE})]
    chosen = await look(console, f"{question}&purpose=screening")
    assert chosen.text.count(" selected") == 1
    assert '<option value="screening" selected>' in chosen.text


@pytest.mark.real
async def test_a_page_that_opens_seals_does_not_say_that_none_is_opened(console: Console) -> None:
    page = await look(console, f"/read/intake/cases.case.report?in.case={CASE}")
    assert "never shown here" not in words(page)
    assert "Whoever opens what is sealed is recorded" in words(page)
    assert "never shown here" in words(await look(console, "/lists"))


@pytest.mark.real
async def test_who_asks_must_be_said(console: Console, intake: Owner) -> None:
    async with console.browser() as browser:
        page = await browser.get(f"/read/intake/cases.case.report?in.case={CASE}&purpose=screening")
    assert page.status_code == 422
    assert "Say who you are first" in words(page)
    assert intake.asked == []


@pytest.mark.real
@pytest.mark.parametrize("case", ["../../metrics", "x?y", "%2e%2e", "a/../../metrics", ""])
async def test_an_address_cannot_lead_to_another_question(console: Console, intake: Owner, case: str) -> None:
    async with console.browser() as browser:
        asked = {"in.case": case}
        page = await browser.get("/read/intake/cases.case.clocks", params=asked, headers=WHO)
    assert page.status_code in (200, 422)
    assert all("/" not in path[len("/cases/") : -len("/clocks")] for path, _, _ in intake.asked)


@pytest.mark.real
async def test_what_the_owner_refuses_is_told_with_field_and_rule(console: Console, intake: Owner) -> None:
    problem = {"detail": "Bad", "errors": [{"pointer": "/path/case", "detail": "is not a reference"}]}
    intake.answers = [(422, problem), (404, {"detail": "No such case."})]
    page = await look(console, f"/read/intake/cases.case.clocks?in.case={CASE}")
    assert (page.status_code, "case: is not a reference" in words(page)) == (422, True)
    page = await look(console, f"/read/intake/cases.case.clocks?in.case={CASE}")
    assert (page.status_code, "No such case." in words(page)) == (404, True)


@pytest.mark.real
async def test_a_file_is_handed_on_and_never_shown_in_our_name(console: Console, intake: Owner) -> None:
    intake.answers, intake.media = [(200, b"\x89PNG")], "application/octet-stream"
    question = f"/read/intake/cases.case.attachments.attachment?in.case={CASE}&in.attachment=a1&purpose=screening"
    page = await look(console, question)
    assert page.content == b"\x89PNG"
    assert page.headers["content-disposition"].startswith("attachment")


@pytest.mark.real
async def test_a_preview_keeps_its_marks_and_loses_its_scripts(make_console: MakeConsole) -> None:
    async with owner("publisher") as publisher:
        html = b'<style>x{}</style><p onclick="x()">Seen with <mark title="name">Ann</mark></p><script>1</script>'
        publisher.answers, publisher.media = [(200, html)], "text/html"
        console = await make_console({"publisher": publisher.address})
        page = await look(console, f"/read/publisher/cases.case.preview?in.case={CASE}")
    assert '<p>Seen with <mark title="name">Ann</mark></p>' in page.text
    assert "<script>" not in page.text and "onclick" not in page.text and "x{}" not in page.text


@pytest.mark.real
async def test_a_service_that_is_away_is_said(make_console: MakeConsole, intake: Owner) -> None:
    console = await make_console({"intake": intake.address})
    await look(console, "/lists")
    intake.answers = [(503, {"detail": "away"})]
    page = await look(console, "/read/intake/snoozed")
    assert page.status_code == 503
    assert "does not answer just now" in words(page)
    assert (await look(console, "/read/intake/nothing-such")).status_code == 404


@pytest.mark.real
async def test_the_lists_page_names_every_list_of_a_service_that_answers(console: Console) -> None:
    page = await look(console, "/lists")
    assert 'href="/read/intake/awaiting-second-signature"' in page.text
    assert "It does not answer just now." in words(page)  # the other three are away


async def test_a_list_that_asks_nothing_of_people_has_nothing_to_press(make_console: MakeConsole) -> None:
    """Where it begins and how long it is are for programs."""
    async with owner("reviews") as reviews:
        reviews.answers = [(200, []), (200, [])]
        console = await make_console({"reviews": reviews.address})
        async with console.browser() as browser:
            watched, returns = [await browser.get(f"/read/reviews/{name}") for name in ("watch", "returns")]
    assert watched.status_code == returns.status_code == 200
    assert "There is none." in words(watched) and ">Show<" not in watched.text
    assert ">Show<" in returns.text


async def test_what_stands_for_a_case_and_is_none_leads_to_no_page(make_console: MakeConsole) -> None:
    async with owner("publisher") as publisher:
        publisher.answers = [(200, [{"subject": "request-1"}, {"subject": "agency/police"}, {"subject": CASE}])]
        console = await make_console({"publisher": publisher.address})
        async with console.browser() as browser:
            shown = await browser.get("/read/publisher/requests")
    assert "request-1" in words(shown) and "agency/police" in words(shown)
    assert re.findall(r'href="/cases/([^"]+)"', shown.text) == [CASE]

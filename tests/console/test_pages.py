"""The pages: what operators see, and what they still see when something is away."""

import json
import re
from datetime import timedelta
from html.parser import HTMLParser

import httpx
import pytest

from services.console.reading.reads import reads
from shared.events.duties import DeadlineMissed, DutyAcknowledged, ReminderRaised
from shared.topics import SERVICES_THAT_SAY
from tests.console.conftest import Console, MakeConsole
from tests.console.examples import CASE, MONDAY, NOTIFICATION, RAPID, REPORTED, arose, day
from tests.console.neighbour import neighbour
from tests.console.owner import API
from tests.console.story import Story, whole_case

pytestmark = pytest.mark.real
PAGES = [
    "/",
    "/waiting",
    "/cases",
    f"/cases/{CASE}",
    "/cases/unknown",
    "/system",
    "/work",
    "/work/intake/unknown",
    "/you",
    "/drafts",
    "/calendar",
    "/learning",
    "/help",
    "/first-visit",
    "/partners",
    "/partners/mend/intake/unknown",
    "/report-by-hand",
    "/report-by-hand/sent",
    "/report",
    "/statistics",
    "/lists",
    "/read/intake/unknown",
]


class Outline(HTMLParser):
    """What a page is made of: its elements with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def words(page: httpx.Response) -> str:
    """What a reader reads."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.text).split())


async def look(console: Console, path: str) -> httpx.Response:
    async with console.browser() as browser:
        return await browser.get(path)


async def test_the_duty_board_shows_what_was_reminded_of_and_nobody_acknowledged(console: Console) -> None:
    """Decision 0046: every duty has an acknowledgement or an escalation; who looks sees which have neither."""
    told = Story()
    panel = arose(NOTIFICATION, "notification", MONDAY, "national-panel")
    ofsted = arose(NOTIFICATION, "notification", MONDAY, "ofsted")
    reminder = {"step": "two working days", "due_on": panel.due.due_on, "role": "officer", "escalated": False}
    await console.hears(told.said("notifier", event, day(0)) for event in (panel, ofsted))
    assert "Somebody sees to every duty that was reminded of" in words(await look(console, "/"))
    raised = [ReminderRaised.model_validate({"duty": it.duty, **reminder}) for it in (panel, ofsted)]
    await console.hears(told.said("notifier", event, day(3)) for event in raised)
    assert "2 duties that people were reminded of" in words(await look(console, "/"))
    seen = DutyAcknowledged(duty=ofsted.duty, by="person:two", acknowledged_at=day(3))
    await console.hears([told.said("notifier", seen, day(3))])
    shown = words(await look(console, "/?seen=nobody"))
    assert "1 duty that people were reminded of, or that was missed, and that nobody has said they see to" in shown
    assert "Later 1 duty" in shown and "person:two" not in shown
    missed = DeadlineMissed(duty=ofsted.duty, due_on=ofsted.due.due_on)
    await console.hears([told.said("notifier", missed, day(8))])
    assert "person:two" not in words(await look(console, "/?seen=nobody")), "missed, and somebody sees to it"


async def test_a_missed_duty_that_nobody_was_reminded_of_is_unacknowledged_too(console: Console) -> None:
    told = Story()
    late = arose(NOTIFICATION, "notification", MONDAY, "national-panel")
    missed = DeadlineMissed(duty=late.duty, due_on=late.due.due_on)
    await console.hears([told.said("notifier", late, day(0)), told.said("notifier", missed, day(8))])
    console.it_is(day(9))
    shown = words(await look(console, "/?seen=nobody"))
    assert "Overdue 1 duty" in shown and "nobody yet" in shown


async def test_the_duty_board_shows_what_is_owed_by_how_near_it_is(console: Console) -> None:
    await console.hears(list(whole_case())[:7])
    console.it_is(MONDAY + timedelta(days=9))
    page = await look(console, "/")
    assert page.status_code == 200
    shown = words(page)
    assert "It is Wed 14 Jan 2026, 09:00 in London" in shown
    assert "2 overdue 0 due today 0 in one working day 0 in two working days 0 later" in shown
    assert "Overdue 2 duties" in shown
    assert "Tue 13 Jan 2026 1 working day overdue Should notify of the serious incident" in shown
    assert "Portsea and Meon Integrated Care Board" in shown


async def test_what_waits_for_somebody_and_is_no_duty_is_one_step_from_the_board(console: Console) -> None:
    page = (await look(console, "/")).text
    documents = {name: json.loads((API / f"{name}.openapi.json").read_text()) for name in SERVICES_THAT_SAY}
    offered = {(name, each.id) for name, document in documents.items() for each in reads(name, document)}
    asked = re.findall(r'href="/read/([a-z]+)/([a-z.-]+)"', page)
    assert 'href="/waiting"' in page and ("reviews", "returns") in asked
    assert set(asked) <= offered  # each is a question that its owner answers


async def test_the_duty_board_is_filtered_by_duty_recipient_and_band(console: Console) -> None:
    told = Story()
    rapid = arose(RAPID, "rapid-review", day(0), "national-panel")
    await console.hears(
        [
            told.said("notifier", arose(NOTIFICATION, "notification", day(0), "ofsted"), MONDAY),
            told.said("reviews", rapid, MONDAY),
        ]
    )
    assert "0 in two working days 2 later" in words(await look(console, "/"))
    for query, n in (
        ("rule=rapid-review", 1),
        ("owed_to=ofsted", 1),
        ("rule=rapid-review&owed_to=ofsted", 0),
        ("rule=nothing", 0),
    ):
        assert f"two working days {n} later" in words(await look(console, f"/?{query}"))
    only = words(await look(console, "/?band=later"))
    assert "2 later" in only
    assert "overdue" not in only


async def test_the_system_page_asks_every_service(make_console: MakeConsole) -> None:
    async with neighbour(unpublished=7) as address:
        console = await make_console({"intake": address})
        shown = words(await look(console, "/system"))
    assert "Intake Up 7 0 s 0 0 0 not measured" in shown
    assert "Notifier Away" in shown


async def test_a_case_shows_its_duties_with_the_reason_for_each_date_and_its_timeline(console: Console) -> None:
    await console.hears(whole_case())
    page = await look(console, f"/cases/{CASE}")
    shown = words(page)
    assert page.status_code == 200
    assert "Case 7F3A9C21 Taken down on Wed 2 Jun 2027" in shown
    assert "Meon Valley Police (police)" in shown
    assert "late, not yet explained" not in shown
    assert "2 working days late, explained" in shown
    assert "5 working days from Tue 6 Jan 2026 : the authority became aware of the incident" in shown
    assert "Sat 10 Jan 2026 skipped Saturday" in shown
    assert "Report taken down publisher person:officer" in shown


@pytest.fixture
async def told(console: Console) -> Console:
    """A console that has heard one whole case."""
    await console.hears(whole_case())
    return console


async def test_nothing_sealed_is_shown(told: Console) -> None:
    for path in PAGES:
        page = await look(told, path)
        assert "c2Vh" not in page.text
        assert "MVP/1" not in page.text  # nor the agency's own reference, which is theirs to know


async def test_every_page_can_be_read_by_everybody(told: Console) -> None:
    for path in PAGES:
        outline = Outline((await look(told, path)).text)
        assert outline.all("html") == [{"lang": "en-GB"}]
        assert len(outline.all("h1")) == len(outline.all("title")) == len(outline.all("main")) == 1
        assert outline.all("a")[0] == {"class": "skip", "href": "#main", "accesskey": "s"}
        assert len(outline.all("caption")) == len(outline.all("table"))
        assert all(heading.get("scope") in ("col", "row") for heading in outline.all("th"))
        ids = [attributes["id"] for _, attributes in outline.found if "id" in attributes]
        assert len(ids) == len(set(ids))


async def test_pages_have_different_titles(told: Console) -> None:
    titles = {re.findall("<title>(.*)</title>", (await look(told, path)).text)[0] for path in PAGES}
    assert len(titles) == len(PAGES)


async def test_the_browser_may_run_and_fetch_nothing_but_our_own(told: Console) -> None:
    for path in (*PAGES, "/console.css", "/live.js", "/cases.json", "/nowhere"):
        page = await look(told, path)
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';")
        assert page.headers["x-content-type-options"] == "nosniff"
        assert page.headers["cache-control"] == "no-store"
        assert not re.search(
            r"<script(?! src=\"/(console|live)\.js\" defer></script>)| style=|https?://|@import|@font-face"
            r"|GDS Transport",
            page.text,
        )


async def test_what_a_stranger_wrote_is_text(console: Console) -> None:
    by = REPORTED.reported_by.model_copy(update={"agency": "<b>bold</b>"})
    forged = REPORTED.model_copy(update={"reported_by": by})
    await console.hears([Story().said("intake", forged, MONDAY)])
    for path in ("/cases", f"/cases/{CASE}"):
        page = await look(console, path)
        assert "<b>bold</b>" not in page.text
        assert "&lt;b&gt;bold&lt;/b&gt;" in page.text


async def test_a_case_that_nobody_knows_is_not_found(console: Console) -> None:
    for subject in ("unknown", "%00", "a%20b", "feedback", "x" * 200):
        page = await look(console, f"/cases/{subject}")
        assert page.status_code == 404
        assert "Case not found" in words(page)


async def test_an_empty_console_says_so(console: Console) -> None:
    assert "Nothing is owed to anybody." in words(await look(console, "/"))
    assert "No case has been reported yet." in words(await look(console, "/cases"))


async def test_machines_get_the_same_as_data(console: Console) -> None:
    told = Story()
    await console.hears(
        [
            told.said("intake", REPORTED, MONDAY),
            told.said("notifier", arose(NOTIFICATION, "notification", day(0), "ofsted"), MONDAY),
        ]
    )
    (case,) = (await look(console, "/cases.json")).json()
    (duty,) = (await look(console, "/duties.json")).json()
    assert (case["subject"], case["reference"], case["stage"]) == (CASE, "7F3A9C21", "Reported")
    assert (duty["subject"], duty["due_on"], duty["standing"]) == (CASE, "2026-01-12", "in 5 working days")


@pytest.mark.parametrize("away", ["not read yet", "gone"])
async def test_without_postgres_the_pages_say_so(make_console: MakeConsole, away: str) -> None:
    console = await make_console()
    await without_postgres(console, away)
    for path in ("/", "/cases"):
        page = await look(console, path)
        assert page.status_code == 503
        assert "Cases and duties cannot be shown just now" in words(page)
    page = await look(console, f"/cases/{CASE}")
    assert page.status_code == 503
    assert "This case cannot be shown just now" in words(page)
    for path in ("/cases.json", "/cases.csv", "/duties.json", "/health/ready"):
        answer = await look(console, path)
        assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")


async def without_postgres(console: Console, away: str) -> None:
    if away == "gone":
        await console.service.log.pool.close()
    else:
        console.module.application.status.accepting = False


async def test_health_and_metrics_are_as_for_every_service(console: Console) -> None:
    assert (await look(console, "/health/live")).json() == {"status": "live"}
    assert (await look(console, "/health/ready")).status_code == 200
    status = (await look(console, "/status")).json()
    assert (status["service"], status["said"], status["unpublished"]) == ("console", 0, 0)
    assert 'cspr_unpublished{service="console"} 0.0' in (await look(console, "/metrics")).text
    assert (await look(console, "/openapi.json")).status_code == 200

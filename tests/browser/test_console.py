"""The console as staff use it: real Chromium without scripts, real services, three people, a phone's width.

One installation, on a clock that each part of the story sets on: from a telephone call to a report that anybody
can read, and a recommendation that somebody else saw carried out.
"""

import re
import sys
from asyncio import create_subprocess_exec
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import datetime

import pytest
import pytest_asyncio

from deploy.local.clock_file import ClockStart
from tests.browser import whole_case as told
from tests.browser.axe import barriers
from tests.browser.desk import Desk
from tests.browser.serving import NARROW, WIDE, browsing, pictured, presses, sideways
from tests.faults.installation import Installation, installed
from tests.faults.road import Client
from tests.toys import until

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]
SERVICES = ("console", "intake", "notifier", "reviews", "publisher")
BEGINS = ClockStart(datetime.fromisoformat("2026-11-02T12:00:00+00:00"), speed=1)


class Story:
    """`desk` at a phone's width without scripts; `eyes` with them, to look at what a page became."""

    def __init__(self, runtime: Installation, desk: Desk, eyes: Desk) -> None:
        self.runtime = runtime
        self.desk = desk
        self.eyes = eyes
        self.case = ""

    def it_is(self, at: str) -> None:
        self.runtime.clock.set(datetime.fromisoformat(at))

    async def does(self, service: str, title: str, answers: told.Answers | None = None) -> None:
        await self.desk.does(self.case, service, title, answers)

    async def reads(self, service: str, title: str, until_it_says: str) -> None:
        await self.desk.reads(self.case, service, title, until_it_says=until_it_says)

    async def looks(self, name: str, path: str = "") -> None:
        """At the page that the desk is on, or another: no barrier, and nothing to be scrolled sideways."""
        page = self.eyes.page
        await page.goto(path or self.desk.page.url)
        assert await barriers(page) == [], name
        for size in (NARROW, WIDE):
            await page.set_viewport_size(size)  # type: ignore[arg-type]
            assert not await sideways(page), (name, size)
        await pictured(page, f"walk-{name}")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def runtime() -> AsyncIterator[Installation]:
    async with installed(SERVICES, clock=BEGINS) as runtime:
        yield runtime


@pytest_asyncio.fixture(loop_scope="module")
async def story(runtime: Installation) -> AsyncIterator[Story]:
    async with AsyncExitStack() as stack:
        url = runtime.url("console")
        plain = browsing(base_url=url, java_script_enabled=False, viewport=NARROW)
        page = await stack.enter_async_context(plain)
        eyes = await stack.enter_async_context(browsing(base_url=url))
        yield Story(runtime, Desk(page), Desk(eyes))


async def test_what_is_wrong_is_said_at_the_top_and_leads_to_the_field(story: Story) -> None:
    client, page = Client(story.runtime), story.desk.page
    case = await client.report("with-mistakes")
    await client.http.aclose()
    await _heard(story, case)
    await story.desk.opens(case, "Intake", "Record awareness")
    await presses(page, "Continue")
    summary = page.get_by_role("alert")
    assert "Say who you are first" in await summary.inner_text()
    await summary.get_by_role("link", name="Enter: channel").click()
    await page.wait_for_url(re.compile("#channel$"))
    assert (await page.title()).startswith("Error: ")


async def test_three_people_take_a_case_from_a_call_to_a_public_report_and_what_came_of_it(story: Story) -> None:
    await story.eyes.is_(told.OFFICER)
    await _reported_and_decided(story)
    await _notified(story)
    story.it_is("2026-11-12T09:00:00+00:00")
    await _reviewed_rapidly(story)
    await _weighed_and_decided(story)
    story.it_is("2027-04-01T09:00:00+01:00")
    await _reviewed(story)
    await _kept_anonymous(story)
    await _certified_and_scheduled(story)
    story.it_is("2027-04-20T00:00:05+01:00")
    await _public(story)
    story.it_is("2027-04-20T10:00:00+01:00")
    await _learned(story)


async def test_what_is_verified_inside_its_container_stands_on_the_system_page(story: Story) -> None:
    """By the service's own environment and nothing else, as `docker compose exec` would run it."""
    like = story.runtime.services["intake"].child

    async def verifies() -> bool:
        """What is still on its way may be named: then it is run again, as docs/running.md says."""
        command = [sys.executable, "-m", "deploy.verify_here", "intake"]
        verifying = await create_subprocess_exec(*command, env=like.env, cwd=like.cwd, stdout=DEVNULL)
        return await verifying.wait() == 0

    await until(verifies)
    await story.desk.page.goto("/system")
    row = story.desk.page.locator("#services tr", has_text="Intake")
    assert "The same" in await row.inner_text()


async def _reported_and_decided(story: Story) -> None:
    desk = story.desk
    await desk.is_(told.OFFICER)
    story.case = await _reports_by_hand(desk)
    await _heard(story, story.case)
    for title, answers in told.AWARE:
        await story.does("Intake", title, answers)
    await desk.is_(told.DIRECTOR)
    await desk.opens(story.case, "Intake", "Decide to notify")
    await story.looks("decide-to-notify")
    await desk.sends("Decide to notify", told.DECIDE)


async def _notified(story: Story) -> None:
    """Whoever drafted it may not approve it."""
    desk = story.desk
    await desk.is_(told.OFFICER)
    await story.reads("Notifier", "Notification", "State drafting")
    await story.does("Notifier", "Draft notification", {"Narrative": "What is known."})
    await story.reads("Notifier", "Notification", "Revision 1")
    approves = "Approve notification"
    await desk.follows(approves)
    assert "Whoever drafted it cannot approve it" in await desk.is_refused(approves)
    await desk.is_(told.DIRECTOR)
    await story.reads("Notifier", "Notification", "Revision 1")
    await story.looks("notification")
    await desk.offered(approves)
    await story.reads("Notifier", "Notification", "State submitted")


async def _reviewed_rapidly(story: Story) -> None:
    await story.desk.is_(told.MANAGER)
    await story.reads("Reviews", "Review", "State open")
    await story.does("Reviews", "Request agency return", {"Agency": "hospital"})
    await story.does("Reviews", "Submit agency return", told.RETURN)
    await story.does("Reviews", "Record meeting", told.MEETING)
    for purpose in told.PURPOSES:
        await story.does("Reviews", "Address purpose", {"Purpose": purpose, "Account": f"Of the {purpose}."})


async def _weighed_and_decided(story: Story) -> None:
    for circumstance in told.CIRCUMSTANCES:
        weighed = {
            "Circumstance": circumstance,
            "Applies": "No",
            "Account": "Three organisations knew the family.",
        }
        await story.does("Reviews", "Weigh circumstance", weighed)
    for criterion in told.CRITERIA:
        assessed = {"Criterion": criterion, "Met": "Yes", "Finding": "A bruise was not passed on."}
        await story.does("Reviews", "Assess criterion", assessed)
    await story.does("Reviews", "Decide next step", told.NEXT_STEP)
    await story.does("Reviews", "Submit rapid review")
    await story.reads("Reviews", "Review", "State submitted")
    await story.does("Reviews", "Appoint reviewer", told.REVIEWER)


async def _reviewed(story: Story) -> None:
    await story.does("Reviews", "Accept report", told.REPORT)
    await story.reads("Publisher", "Publication", "State ready")


async def _kept_anonymous(story: Story) -> None:
    """A child's name in the draft: nobody may certify it until it is gone."""
    desk = story.desk
    await story.does("Publisher", "Save draft", told.draft(told.LEAK))
    await story.reads("Publisher", "Publication", "these must go")
    await story.looks("publication-with-a-name")
    await desk.is_(told.OFFICER)
    await story.reads("Publisher", "Publication", "State drafted")
    await desk.follows("Sign anonymity certificate")
    assert "these must go" in await desk.is_refused("Sign anonymity certificate", told.certificate("Not begun"))
    await story.reads("Publisher", "Findings", told.CHILD)
    await story.looks("findings")
    await story.reads("Publisher", "Preview", told.CHILD)
    await story.looks("preview")
    await desk.is_(told.MANAGER)
    await story.does("Publisher", "Save draft", told.draft(told.CLEAN))
    await story.reads("Publisher", "Publication", "Not yet because Two people must certify")


async def _certified_and_scheduled(story: Story) -> None:
    desk, day = story.desk, {"Publish on which day": told.PUBLIC_ON}
    await story.does("Publisher", "Name person to tell", told.TO_TELL)
    for person, method in ((told.OFFICER, "An hour's search"), (told.DIRECTOR, "Read as a neighbour would")):
        await desk.is_(person)
        await story.reads("Publisher", "Publication", "State drafted")
        await desk.offered("Sign anonymity certificate", told.certificate(method))
    await desk.is_(told.MANAGER)
    await story.does("Publisher", "Send advance copies", day)
    await story.reads("Publisher", "People to tell", "M. Fictional")
    await story.looks("people-to-tell")
    await desk.offered("Record person told", told.TOLD)
    await story.reads("Publisher", "Publication", "Not yet because –")
    await story.does("Publisher", "Schedule publication", day)
    await desk.is_(told.DIRECTOR)
    await story.reads("Publisher", "Publication", "State scheduled")
    await story.looks("publication-scheduled")
    await desk.offered("Approve publication")


async def _public(story: Story) -> None:
    """At the start of its day, to whoever comes by."""
    await story.reads("Publisher", "Publication", "State published")
    main = story.desk.page.locator("main")
    reference = await main.locator("dt", has_text="Reference").locator("xpath=../dd").inner_text()
    page = story.desk.page
    await page.goto(f"{story.runtime.url('site')}/reviews/{reference}")
    assert told.PSEUDONYM in await page.get_by_role("heading", level=1).inner_text()
    assert told.CLEAN in await page.locator("main").inner_text()
    assert told.CHILD not in await page.content()


async def _learned(story: Story) -> None:
    """Claimed by one, and seen by another of another organisation, who is told where it is read what to name."""
    desk = story.desk
    await desk.is_(told.MANAGER)
    await story.does("Reviews", "Propose action", told.ACTION)
    for title, answers in told.DONE:
        await story.reads("Reviews", "Actions of case", "A1")
        await desk.offered(title, answers)
    await desk.is_(told.OFFICER)
    await story.reads("Reviews", "Actions of case", "evidenced")
    await story.looks("actions")
    await desk.offered("Verify action", told.VERIFIED)
    await story.reads("Reviews", "Actions of case", "verified")
    await story.looks("case", f"/cases/{story.case}")


async def _reports_by_hand(desk: Desk) -> str:
    """What an agency told by telephone, part by part; the case that it opened."""
    page = desk.page
    await page.goto("/report-by-hand")
    heard_at = {"Day": "2026-11-02", "Time in London": "10:15"}
    happened = {
        "Serious harm": None,
        "Local authority where it happened": "Southampton",
        "What is known of it": "Found unwell at home.",
    }
    for part, answers in (
        ("Who reports it", {"Portsea General Hospital": None, **heard_at}),
        ("What happened", happened),
        ("Child 1", {"First name": told.CHILD}),
    ):
        await desk.follows(part)
        await desk.fills(answers)
        await desk.presses("Save and continue")
        await page.get_by_role("heading", name="Report an incident by hand").wait_for()
    await desk.follows("Check it and send it")
    await desk.presses("Send the report")
    link = await page.get_by_role("status").get_by_role("link").get_attribute("href")
    assert link and link.startswith("/cases/")
    return link.removeprefix("/cases/")


async def _heard(story: Story, case: str) -> None:
    async def shown() -> bool:
        answer = await story.desk.page.goto(f"/cases/{case}")
        return answer is not None and answer.ok

    await until(shown)

"""What the Panel reads of a rapid review under each heading; and what is told to be missing before it is sent."""

from collections.abc import Sequence
from datetime import date, timedelta

import httpx
import pytest
from fastapi import FastAPI

from services.reviews.case_known import Gathered
from services.reviews.chronology import Entry, Told
from services.reviews.commands import SubmitRapidReview
from services.reviews.completeness import Lacking, lacking
from services.reviews.completeness_http import completeness_routes
from services.reviews.document import sections
from services.reviews.document.contents import Action, Child, Contents, Incident, Process
from services.reviews.worker import composer
from shared.dispatch import post
from shared.dispatch.paper import Section
from shared.events.base import Event
from shared.sealed import Sealed
from shared.sealing import seal
from shared.service import Service
from shared.web.problems import add_problem_handlers
from tests import examples
from tests.reviews import examples as ex
from tests.reviews import gathering_examples as ge
from tests.reviews import parallel_examples as pa
from tests.reviews import stories
from tests.reviews.conftest import SteppedClock

CRITERIA = tuple(ex.assess(criterion) for criterion in ("11a", "11b", "11c", "11d"))
EVERYTHING: tuple[Event, ...] = (*ex.all_assessed, *ex.written)
key_episode = ge.bruise.model_copy(update={"significance": "key episode"})


def contents(**changes: object) -> Contents:
    told: dict[str, object] = {
        "case": ex.CASE,
        "submitted": stories.submitted,
        "due": ex.opened[1].due,  # type: ignore[attr-defined]
        "incident": Incident("serious harm", date(2026, 4, 2)),
        "children": [Child("Robin Example", date(2025, 11, 3)), Child("Wren", None)],
        "findings": {},
        "circumstances": {"institution": (True, "It was a children's home.")},
        "decided": ex.decided_to("none"),
        "reasons": "It was found what there is to find.",
        "practice_review": None,
        "accounts": dict.fromkeys(("facts", "immediate action", "improvements", "context"), "Written."),
        "headings": {"child's voice": "She asked to stay with her gran."},
        "returned": {},
        "chronology": [],
        "actions": [Action("Portsea General Hospital", date(2026, 4, 14), "Seen the same day.")],
        "processes": [Process("inquest", "Coroner for Portsea", "under way")],
    }
    return Contents(**{**told, **changes})  # type: ignore[arg-type]


def titled(found: Sequence[Section], title: str) -> Section:
    (section,) = [section for section in found if section.title == title]
    return section


def test_every_heading_of_the_guidance_is_in_the_document() -> None:
    assert [section.title for section in sections(contents(), ex.partnership())] == [
        "Rapid review",
        "Decision",
        "Views of the safeguarding partners",
        "Child and family",
        "Facts, as far as readily established",
        "The child's voice and lived experience",
        "Analysis and themes of practice",
        "Good practice",
        "Action needed for children's safety",
        "Immediate action",
        "Potential for improvements",
        "Context, and how inequalities influenced it",
        "Agencies asked for a return",
        "Chronology",
        "Parallel proceedings",
        "Criteria (SI 2018/789, regulation 11)",
        "What the partners had regard to",
        "Reasons for the decision",
    ]


def test_the_panel_reads_whom_it_is_about_what_happened_and_what_runs_beside() -> None:
    found = sections(contents(), ex.partnership())
    assert titled(found, "Child and family").rows == (
        ("Child 1", "Robin Example, born Mon 3 Nov 2025"),
        ("Child 2", "Wren, date of birth not known"),
    )
    assert ("Incident", "serious harm, Thu 2 Apr 2026") in titled(found, "Rapid review").rows
    assert titled(found, "Parallel proceedings").rows == (("Inquest", "Coroner for Portsea, under way"),)
    assert titled(found, "The child's voice and lived experience").text == "She asked to stay with her gran."
    assert titled(found, "Good practice").text == "Nothing was recorded."
    assert "institution: YES\nIt was a children's home." in titled(found, "What the partners had regard to").text


def test_the_document_shows_key_episodes_in_order_and_says_how_much_routine_it_leaves_out() -> None:
    def entry(number: int, told: Told) -> Entry:
        return Entry(pa.PROCESS, "hospital", told.model_copy(update={"on": date(2026, 3, number)}))

    chronology = [entry(3, key_episode), entry(4, ge.bruise), entry(5, ge.bruise)]
    text = titled(sections(contents(chronology=chronology), ex.partnership()), "Chronology").text
    assert text == (
        "3 Mar 2026, Portsea General Hospital - KEY EPISODE\nSeen with a bruise.\n\n"
        "Routine entries that are not shown here: 2."
    )


def parts(known: Sequence[Event], *, gathered: Gathered | None = None, acted: bool = True) -> list[str]:
    return [it.part for it in told(known, gathered=gathered, acted=acted)]


def told(known: Sequence[Event], *, gathered: Gathered | None = None, acted: bool = True) -> list[Lacking]:
    state = ex.decider().state(known)
    return lacking(state, gathered or whole(), acted=acted)  # type: ignore[arg-type]


def whole() -> Gathered:
    it = Gathered(())
    it.asked, it.told, it.met_on = ["hospital"], {"hospital": ge.told}, ge.MET_ON
    return it


def test_a_rapid_review_that_has_everything_but_the_decision_lacks_the_decision_alone() -> None:
    assert parts(EVERYTHING) == ["decision"]
    assert told(EVERYTHING)[0].holds_up == "sending"
    assert parts((*EVERYTHING, ex.decided_to("none"))) == []


@pytest.mark.parametrize("missing", [*ex.addressed, *ex.weighed, *ex.all_assessed[-4:]])
def test_what_the_decision_waits_for_is_told_beforehand(missing: Event) -> None:
    found = [it for it in told([event for event in EVERYTHING if event != missing]) if it.part != "decision"]
    assert len(found) == 1 and found[0].holds_up == "the decision"
    named = (getattr(missing, name, None) for name in ("purpose", "criterion", "circumstance"))
    assert any(name and name in found[0].part for name in named)


@pytest.mark.parametrize("missing", ex.written)
def test_a_heading_that_nobody_wrote_is_told_and_holds_nothing_up(missing: Event) -> None:
    (found,) = [it for it in told([event for event in EVERYTHING if event != missing]) if it.part != "decision"]
    assert (found.part, found.holds_up) == (missing.heading, "nothing")  # type: ignore[attr-defined]


def test_returns_that_did_not_come_a_meeting_and_actions_are_told_and_hold_nothing_up() -> None:
    nobody, silent = Gathered(()), Gathered(())
    silent.asked = ["hospital", "police"]
    assert parts(EVERYTHING, gathered=nobody, acted=False) == [
        "agencies' returns: none was asked for",
        "chronology",
        "immediate actions",
        "meeting",
        "decision",
    ]
    found = told(EVERYTHING, gathered=silent)
    assert [it.part for it in found][:2] == ["agencies' returns: 2 to come", "chronology"]
    assert {it.holds_up for it in found if it.part != "decision"} == {"nothing"}
    assert not any(agency in str(found) for agency in silent.asked)


def test_nothing_is_lacking_once_it_was_sent_or_cancelled() -> None:
    assert parts(ex.submitted, gathered=Gathered(())) == []
    assert parts((*ex.opened, *ex.cancelled), gathered=Gathered(())) == []


@pytest.mark.real
async def test_what_was_written_told_and_linked_is_what_the_panel_gets(service: Service) -> None:
    others = stories.Others(service)
    await stories.with_the_cases_key(service)
    key = await service.keyring.find(service.log.pool, ex.CASE, "composing a rapid review")
    details = seal(Sealed.of(examples.details), ex.CASE, key)
    await others.say("intake", examples.incident_reported.model_copy(update={"details": details}))
    await others.say("notifier", stories.submitted)
    report = ge.submit.model_copy(update={"chronology": (key_episode,)})
    gathered = (ge.ask, report, ge.act, *ex.purposes, *ex.circumstances, *ex.headings, *CRITERIA, pa.link)
    await stories.do(service, *gathered, ex.decide_practice_review, SubmitRapidReview())
    (row,) = await post.of_case(service.log.pool, ex.CASE)
    mail = await composer(service, ex.partnership())(row)
    (child,) = examples.details.children
    for line in (
        f"{child.first_name} {child.last_name}, born",
        "What is told of child's voice.",
        "What is told of good practice.",
        "3 Mar 2026, Portsea General Hospital - KEY EPISODE\nSeen with a bruise.",
        "Criminal: Meon Valley Police, under way",
        "What was made of several areas.",
    ):
        assert line in mail.text
    assert pa.link.reference not in mail.text  # a court's number leads to names


@pytest.mark.real
async def test_what_is_lacking_is_read_over_http_as_it_was_known(service: Service, stepped: SteppedClock) -> None:
    app = FastAPI()
    add_problem_handlers(app)
    app.include_router(completeness_routes(service, ex.partnership()))
    await stories.with_the_cases_key(service)
    await stories.Others(service).say("notifier", stories.submitted)
    before = stepped.at.isoformat().replace("+00:00", "Z")
    stepped.at += timedelta(hours=1)
    await stories.do(service, *ex.purposes)
    path = f"/cases/{ex.CASE}/completeness"
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://reviews") as client:
        now = {it["part"] for it in (await client.get(path)).json()}
        then = {it["part"] for it in (await client.get(path, params={"as_of": before})).json()}
        unknown = await client.get("/cases/unknown/completeness")
    assert then - now == {"facts", "immediate action", "improvements", "context"}
    assert now < then and unknown.status_code == 404

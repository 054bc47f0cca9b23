"""A case as whoever may read its metadata alone is shown it: who did what and when, and never what about."""

from dataclasses import asdict, replace
from datetime import date, datetime
from uuid import UUID

from services.console.kept import Hold, Kept
from services.console.metadata import Metadata, metadata
from services.console.milestones import columns
from services.console.owed import Owed, owed
from services.console.parts import parts
from services.console.records import OneCase
from services.console.views.cases import CaseRow
from services.console.views.timeline import entries
from shared.calendar import LONDON
from shared.duties.board import DutyRow
from shared.events.base import Recorded
from shared.events.intake import ChildDied
from tests.console.examples import CASE, MONDAY, REPORTED, arose, day
from tests.console.shown import shown
from tests.console.story import Story, whole_case

DIED = ChildDied(known_at=day(5))
HELD = Hold(ground="criminal proceedings", put_at=day(20), put_by="person:solicitor")
CONTENT = ("serious harm", "E06000045", "criminal", "trigger_class='A'", "has died", "next_step='practice review'")


def name_of(recipient: str) -> str:
    return recipient


def one_case() -> OneCase:
    said = [recorded for recorded in whole_case() if recorded.time < datetime(2026, 2, 1, tzinfo=LONDON)]
    story = Story(CASE, {"intake": 4})
    return _of([*said, story.said("intake", DIED, day(5))])


def _of(said: list[Recorded]) -> OneCase:
    row: dict[str, object] = {}
    for recorded in said:
        row |= columns(recorded)
    case = CaseRow(subject=CASE, opened_at=MONDAY, assigned_to="person:officer", **row)
    timeline = entries(said, name_of)
    return OneCase(case, [], [], timeline, [], None, parts(CASE, said, name_of), Kept(holds=[HELD], erased=None))


def test_the_whole_page_has_what_the_other_must_not_have() -> None:
    it = one_case()
    told = repr((it.case, it.timeline, it.parts, it.kept))
    assert [each for each in CONTENT if each not in told] == []


def test_nothing_of_what_the_case_is_about_is_in_it() -> None:
    told = repr(asdict(metadata(CASE, one_case())))
    assert [each for each in CONTENT if each in told] == []


def test_who_did_what_and_when_is_in_it() -> None:
    it = metadata(CASE, one_case())
    assert ("Reported", day(0)) in it.reached and ("Notified to the Panel", day(4)) in it.reached
    assert next((each.at, each.by) for each in it.decisions) == (day(2), "person:officer")
    assert (day(5), "News of a child recorded", "") in {(e.at, e.what, e.particulars) for e in it.timeline}
    assert it.holds == ((day(20), "person:solicitor"),)
    assert len(it.timeline) == len(one_case().timeline)


def test_its_page_tells_the_same() -> None:
    it: Metadata = metadata(CASE, one_case())
    page = shown("case-metadata", it=it, wrong=None, may_break=False)
    assert [each for each in CONTENT if each in page] == []
    assert "Break the glass" not in page
    for told in (
        "You see who did what and when",
        "Notified to the Panel",
        "Who looked at this case",
        "Legal hold",
    ):
        assert told in page


def owed_of(rule: str, to: str) -> list[Owed]:
    row = DutyRow.model_validate(
        dict.fromkeys(DutyRow.model_fields)
        | {
            "duty": UUID(int=1),
            "subject": CASE,
            "about": UUID(int=2),
            "rule": rule,
            "owed_to": to,
            "strength": "must",
        }
        | {"start": "2026-01-05", "due_on": date(2026, 1, 7), "policy": "2026.1", "calendar": "civil"}
        | {"state": "open", "lateness_explained": False}
    )
    return owed([row], date(2026, 1, 5), name_of)


def page_of(duties: list[Owed]) -> str:
    it = metadata(CASE, replace(one_case(), duties=duties))
    return shown("case-metadata", it=it, wrong=None, may_break=False)


def test_a_duty_that_only_a_death_has_is_shown_as_any_other_telling_is() -> None:
    of_a_death = owed_of("cdop", "cdop")
    assert "child death overview panel" in of_a_death[0].what
    page = page_of(of_a_death)
    assert "Must tell who has to be told" in page and "Wed 7 Jan 2026" in page and "in 2 working days" in page
    assert page == page_of(owed_of("notification", "panel"))


def test_nor_is_it_told_which_service_had_it() -> None:
    story = Story(CASE)
    said = [
        story.said("intake", REPORTED, day(0)),
        story.said("intake", arose(UUID(int=2), "cdop", day(5), "cdop"), day(5)),
    ]
    told = {(entry.what, entry.source) for entry in metadata(CASE, _of(said)).timeline}
    assert told == {("Incident reported", "intake"), ("Duty arose", "not told")}


def test_whoever_may_break_the_glass_is_offered_it_there_too() -> None:
    """Who is auditor and referrer is let in as the one, and needs what is offered to the other."""
    page = shown("case-metadata", it=metadata(CASE, one_case()), wrong=None, may_break=True)
    assert f'href="/work/intake/BreakGlass?case={CASE}"' in page

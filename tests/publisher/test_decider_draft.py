"""Opening a publication, and drafting its text."""

from services.publisher.commands import MakeReady, SaveDraft
from shared.events.dispatch import DispatchWithdrawn
from shared.events.duties import DutyFellAway
from shared.events.publisher import DraftSaved
from shared.testing import Given
from tests.publisher import examples as ex

it = Given(ex.decider())
CHANGED = "the text was changed"


def test_a_review_begun_is_owed_to_the_public_within_six_months() -> None:
    it.given().when(ex.open_it).then(ex.opened, ex.owed)
    assert ex.owed.due.due_on == ex.DUE_ON  # worked date W5: a Sunday, and not moved


def test_a_case_has_one_publication() -> None:
    it.given(ex.opened, ex.owed).when(ex.open_it).then_nothing()


def test_an_accepted_report_makes_it_ready() -> None:
    it.given(ex.opened, ex.owed).when(ex.make_ready).then(ex.ready)


def test_the_same_report_accepted_again_is_no_news() -> None:
    it.given(*ex.accepted_so_far).when(ex.make_ready).then_nothing()


def test_a_report_of_another_review_is_none_of_ours() -> None:
    other = MakeReady(practice_review=ex.PUBLICATION, report_hash="c" * 64, reviewer=ex.accepted.reviewer)
    it.given(ex.opened, ex.owed).when(other).then_nothing()


def test_a_report_without_a_publication_raises_nothing() -> None:
    it.given().when(ex.make_ready).then_nothing()


def test_nothing_is_drafted_before_the_partners_accept() -> None:
    it.given(ex.opened, ex.owed).when(ex.save()).then_refused("not-accepted-yet")


def test_a_draft_is_saved_with_its_hash() -> None:
    it.given(*ex.accepted_so_far).when(ex.save(), actor=ex.WRITER).then(ex.drafted())


def test_a_draft_may_lack_reviewer_and_briefing_and_says_so() -> None:
    bare = SaveDraft(title="Willow", pseudonym="Willow", report="# Report")
    saved = it.given(*ex.accepted_so_far).when(bare).then_one(DraftSaved)
    assert saved.lacks == ("the reviewer's name", "the six-step briefing")


def test_a_briefing_with_an_empty_step_is_not_written() -> None:
    steps = (*ex.text.briefing[:5], ("Reflect and record", " "))
    words = ex.text.model_copy(update={"briefing": steps})
    saved = it.given(*ex.accepted_so_far).when(ex.save(words)).then_one(DraftSaved)
    assert saved.lacks == ("the six-step briefing",)


def test_the_same_text_again_is_no_news() -> None:
    it.given(*ex.certified_so_far).when(ex.save()).then_nothing()


def test_another_text_calls_back_what_has_not_left() -> None:
    history = (*ex.certified_so_far, *ex.sent_to("ofsted"), ex.copy_due("national-panel"))
    panel = ex.copy_owed("national-panel")
    it.given(*history, panel).when(ex.save(ex.other_text), actor=ex.WRITER).then(
        ex.drafted(ex.other_text),
        DispatchWithdrawn(dispatch=ex.dispatch_to("national-panel"), reason=CHANGED),
        DutyFellAway(duty=panel.duty, reason=CHANGED),
    )


def test_what_was_published_stays_as_it_is() -> None:
    it.given(*ex.published_so_far).when(ex.save(ex.other_text)).then_refused("already-published")


def test_a_case_without_a_review_has_nothing_to_draft() -> None:
    it.given().when(ex.save()).then_refused("no-such-case")

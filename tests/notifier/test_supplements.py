"""Further facts after the submission: numbered, to those who have the notice, and without a clock."""

from services.notifier.commands import ApproveSupplement, DraftNotification, DraftSupplement
from services.notifier.supplement import Supplement, as_sections
from shared.events.base import Event
from shared.events.dispatch import DispatchDue, DispatchHandedOver
from shared.events.notifier import SupplementDrafted
from shared.testing import Given
from tests import examples as ex
from tests.notifier import examples as asked
from tests.notifier.examples import BOARD, PANEL, story

given = Given(asked.decider()).given
new = DraftSupplement(information=ex.supplement_drafted.information.plain)
approve = ApproveSupplement(number=1)
both: tuple[Event, ...] = story(
    asked.open_it(),
    asked.draft,
    asked.approve,
    asked.attempt(),
    asked.hand_over(),
    asked.attempt(BOARD),
    asked.hand_over(BOARD),
)
drafted: tuple[Event, ...] = (*both, ex.supplement_drafted)
out: tuple[Event, ...] = (*drafted, *given(*drafted).when(approve, actor=ex.APPROVER).happened)
(to_panel, to_board) = (e for e in out if isinstance(e, DispatchDue) and e.supplement)


def test_what_is_new_is_drafted_sealed_with_a_number() -> None:
    given(*both).when(new, actor=ex.DRAFTER).then(ex.supplement_drafted)


def test_before_anybody_has_the_notification_what_is_new_belongs_into_its_draft() -> None:
    given(*asked.approved()).when(new).then_refused("not-submitted")


def test_it_goes_to_those_who_have_the_notification_and_to_nobody_else() -> None:
    assert [to_panel.recipient, to_board.recipient] == [PANEL, BOARD]


def test_no_clock_starts() -> None:
    assert (to_panel.due_on, to_board.due_on) == (None, None)


def test_the_drafter_does_not_approve() -> None:
    given(*drafted).when(approve, actor=ex.DRAFTER).then_refused("two-people")


def test_nor_whoever_wrote_an_earlier_draft_of_it() -> None:
    other = ex.supplement_drafted.model_copy(update={"drafter": "person:other"})
    given(*drafted, other).when(approve, actor=ex.DRAFTER).then_refused("two-people")


def test_without_a_draft_there_is_nothing_to_approve() -> None:
    given(*both).when(approve, actor=ex.APPROVER).then_refused("not-the-latest-draft")
    given(*drafted).when(ApproveSupplement(number=2), actor=ex.APPROVER).then_refused("not-the-latest-draft")


def test_the_next_one_has_the_next_number() -> None:
    assert given(*out).when(new, actor=ex.DRAFTER).then_one(SupplementDrafted).number == 2


def test_what_was_submitted_is_immutable() -> None:
    given(*out).when(DraftNotification(narrative="n")).then_refused("already-approved")


def test_its_hand_over_meets_no_duty_and_submits_nothing() -> None:
    attempt = asked.attempt().model_copy(update={"dispatch": to_panel.dispatch})
    sent = (*out, *given(*out).when(attempt).happened)
    then = given(*sent).when(asked.hand_over().model_copy(update={"dispatch": to_panel.dispatch}))
    assert [type(event) for event in then.happened] == [DispatchHandedOver]


def test_its_refusal_opens_no_duty_again() -> None:
    handed = ex.handed_over.model_copy(update={"dispatch": to_panel.dispatch})
    back = asked.refuse.model_copy(update={"dispatch": to_panel.dispatch})
    attempted = ex.attempted.model_copy(update={"dispatch": to_panel.dispatch})
    assert len(given(*out, attempted, handed).when(back).happened) == 1


def test_it_is_headed_by_the_reference_of_the_notice_and_the_whole_id_beside_it() -> None:
    (about, _) = as_sections(ex.CASE, ex.partnership(), Supplement(1, ex.SENT_AT, "More is known."))
    assert about.rows[1:3] == (("Reference", "0F6C2A4E"), ("Case identifier", ex.CASE))
    assert about.rows[3][0] == "Submitted"

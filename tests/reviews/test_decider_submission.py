"""The rapid review on its way to the Panel: each way of arriving meets the duty, once, in time or late."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

import pytest

from services.reviews.commands import SubmitRapidReview
from shared.decider import Command
from shared.dispatch.life import (
    AttemptDispatch,
    AttestPortalSubmission,
    NoticeDoubt,
    RecordFailure,
    RecordHandOver,
    RecordReceipt,
    RecordRefusal,
    ResolveDoubt,
)
from shared.duties.life import ExplainLateness, NoticeMissedDeadline, RaiseReminder
from shared.events.base import Event
from shared.events.dispatch import DispatchDue, DispatchFailed, DispatchWithdrawn
from shared.events.duties import DeadlineMissed, DutyMet, DutyReopened, LatenessExplained, ReminderRaised
from shared.events.reviews import RapidReviewSubmitted
from shared.sealed import Sealed
from shared.testing import Given
from tests.reviews import examples as ex

review = Given(ex.decider())
took_it = RecordHandOver(dispatch=ex.DISPATCH, attempt=1, response="250 queued as 7")
attested = AttestPortalSubmission(dispatch=ex.DISPATCH, reference="CSPR-1", submitted_at=ex.SENT_AT)
it_arrived = ResolveDoubt(dispatch=ex.DISPATCH, decision="it arrived", reason="The Panel's office says so.")
receipt = RecordReceipt(dispatch=ex.DISPATCH, reference="RR-7", received_at=ex.SENT_AT)
send_again = ResolveDoubt(dispatch=ex.DISPATCH, decision="send again", reason="Nobody at the Panel has it.")


@pytest.mark.parametrize(
    ("history", "command"),
    [
        ((*ex.sending,), took_it),
        ((*ex.decided, ex.dispatch_due), attested),
        ((*ex.sending, ex.in_doubt), it_arrived),
        ((*ex.sending, ex.in_doubt), receipt),
    ],
    ids=["handed over", "attested", "doubt resolved", "acknowledged while in doubt"],
)
def test_however_it_arrives_the_rapid_review_is_submitted_and_the_duty_met(
    history: tuple[Event, ...], command: Command
) -> None:
    said = review.given(*history).when(command, at=ex.SENT_AT)
    assert said.happened[-2:] == list(ex.arrived)


def test_a_receipt_after_the_hand_over_submits_nothing_again() -> None:
    said = review.given(*ex.submitted).when(receipt)
    assert [type(event).__name__ for event in said.happened] == ["DispatchReceived"]


def test_what_the_panel_refused_is_owed_again_and_a_new_revision_can_be_sent() -> None:
    refuse = RecordRefusal(dispatch=ex.DISPATCH, reference="RR-7", refused_at=ex.SENT_AT, reason="Incomplete.")
    back = review.given(*ex.submitted).when(refuse)
    assert back.then_one(DutyReopened).duty == ex.DUTY
    anew = review.given(*ex.submitted, *back.happened).when(SubmitRapidReview()).then_one(DispatchDue)
    assert anew.revision == 2
    attempt = AttemptDispatch(dispatch=anew.dispatch, attempt=1)
    history = [*ex.submitted, *back.happened, anew]
    history += review.given(*history).when(attempt).happened
    took_the_new = RecordHandOver(dispatch=anew.dispatch, attempt=1, response="250 queued as 8")
    said = review.given(*history).when(took_the_new, at=ex.LATER)
    assert said.then_one(DutyMet).met_at == ex.LATER
    assert not any(isinstance(event, RapidReviewSubmitted) for event in said.happened)


def test_an_attempt_is_no_submission() -> None:
    command = AttemptDispatch(dispatch=ex.DISPATCH, attempt=1)
    review.given(*ex.decided, ex.dispatch_due).when(command, at=ex.attempted.attempted_at).then(ex.attempted)


def test_a_doubt_is_no_submission() -> None:
    command = NoticeDoubt(dispatch=ex.DISPATCH, attempt=1)
    review.given(*ex.sending).when(command).then(ex.in_doubt)


@pytest.mark.parametrize(
    ("at", "late", "days"),
    [
        (datetime(2026, 5, 5, 22, 59, 59, tzinfo=UTC), False, 0),
        (datetime(2026, 5, 5, 23, 0, tzinfo=UTC), True, 1),  # midnight in London: Wednesday
        (datetime(2026, 5, 11, 9, 0, tzinfo=UTC), True, 4),
    ],
)
def test_late_is_a_comparison_of_london_dates(at: datetime, late: bool, days: int) -> None:
    met = review.given(*ex.sending).when(took_it, at=at).then_one(DutyMet)
    assert (met.late, met.working_days_late) == (late, days)


def test_refused_for_good_it_may_be_sent_anew_as_another_revision() -> None:
    refused = DispatchFailed(dispatch=ex.DISPATCH, attempt=1, failure="permanent", detail="SMTP 550")
    anew = review.given(*ex.sending, refused).when(SubmitRapidReview())
    second = uuid5(ex.REVIEW, "dispatch/national-panel/2")
    anew.then(ex.dispatch_due.model_copy(update={"dispatch": second, "revision": 2}))


def test_what_arrives_after_the_cancellation_submits_nothing() -> None:
    said = review.given(*ex.sending, *ex.cancelled).when(took_it, at=ex.SENT_AT)
    said.then_one(type(ex.handed_over))
    assert not any(isinstance(event, RapidReviewSubmitted | DutyMet) for event in said.happened)


def test_what_did_not_leave_before_the_cancellation_is_not_tried_again() -> None:
    failed = RecordFailure(
        dispatch=ex.DISPATCH,
        attempt=1,
        failure="retryable",
        detail="SMTP 451",
        retry_at=ex.SENT_AT + timedelta(minutes=5),
    )
    withdrawn = DispatchWithdrawn(dispatch=ex.DISPATCH, reason="the rapid review was cancelled")
    said = review.given(*ex.sending, *ex.cancelled).when(failed)
    said.then(DispatchFailed(**failed.model_dump()), withdrawn)


def test_a_doubt_resolved_after_the_cancellation_sends_nothing_again() -> None:
    said = review.given(*ex.sending, ex.in_doubt, *ex.cancelled).when(send_again)
    said.then_one(DispatchWithdrawn)


def test_the_duty_is_reminded_of_and_missed_like_any_other() -> None:
    remind = RaiseReminder(duty=ex.DUTY, step="four office hours", role="director", first="duty officer")
    raised = ReminderRaised(
        duty=ex.DUTY, step="four office hours", due_on=ex.DUE_ON, role="director", escalated=True
    )
    review.given(*ex.opened).when(remind).then(raised)
    missed = DeadlineMissed(duty=ex.DUTY, due_on=ex.DUE_ON)
    review.given(*ex.opened).when(NoticeMissedDeadline(duty=ex.DUTY)).then(missed)


def test_lateness_is_explained() -> None:
    missed = DeadlineMissed(duty=ex.DUTY, due_on=ex.DUE_ON)
    explain = ExplainLateness(duty=ex.DUTY, reason="An agency's return came late.")
    review.given(*ex.opened).when(explain).then_refused("not-late")
    explained = LatenessExplained(duty=ex.DUTY, reason=Sealed.of("An agency's return came late."))
    review.given(*ex.opened, missed).when(explain).then(explained)


@pytest.mark.parametrize("command", [took_it, attested, receipt, it_arrived])
def test_an_unknown_dispatch_is_no_surprise(command: Command) -> None:
    other = command.model_copy(update={"dispatch": UUID(int=99)})
    review.given(*ex.sending).when(other).then_refused("no-such-dispatch")


def test_the_dispatch_knows_its_date() -> None:
    assert ex.dispatch_due.due_on == date(2026, 5, 5)

"""The rapid review: opened once, decided by all partners on all criteria, sent late or not, ended in time only."""

import pytest

from services.reviews.commands import DecideNextStep, RecordPanelReply, SubmitRapidReview
from shared.events.base import Event
from shared.events.dispatch import DispatchWithdrawn
from shared.events.duties import DutyFellAway
from shared.events.reviews import PanelReplied, RapidReviewCancelled, RapidReviewRuledOut, SubmissionSetAside
from shared.testing import Given
from tests.reviews import examples as ex

review = Given(ex.decider())


def test_the_first_submission_of_class_a_opens_a_rapid_review_and_its_duty_to_the_panel() -> None:
    review.given().when(ex.open_it, at=ex.SUBMITTED_AT).then(*ex.opened)


def test_a_rapid_review_is_opened_exactly_once_per_case() -> None:
    review.given(*ex.opened).when(ex.open_it).then_nothing()


def test_a_cancelled_rapid_review_is_not_opened_again() -> None:
    review.given(*ex.opened, *ex.cancelled).when(ex.open_it).then_nothing()


def test_a_reclassification_ends_a_rapid_review_and_its_duty() -> None:
    review.given(*ex.opened).when(ex.cancel_it).then(*ex.cancelled)


def test_what_was_to_be_sent_is_not_once_the_rapid_review_is_cancelled() -> None:
    reason = ex.cancel_it.reason
    review.given(*ex.decided, ex.dispatch_due).when(ex.cancel_it).then(
        RapidReviewCancelled(rapid_review=ex.REVIEW, reason=reason),
        DutyFellAway(duty=ex.DUTY, reason=reason),
        DispatchWithdrawn(dispatch=ex.DISPATCH, reason=reason),
    )


def test_after_submission_the_rapid_review_stands() -> None:
    review.given(*ex.submitted).when(ex.cancel_it).then_nothing()


def test_a_reclassification_that_overtakes_the_submission_is_remembered() -> None:
    ruled_out = RapidReviewRuledOut(as_of=6, reason=ex.cancel_it.reason)
    review.given().when(ex.cancel_it).then(ruled_out)
    review.given(ruled_out).when(ex.open_it).then(SubmissionSetAside(**ex.open_it.model_dump()))


def test_a_submission_that_knew_of_the_reclassification_opens_a_rapid_review() -> None:
    ruled_out = RapidReviewRuledOut(as_of=6, reason=ex.cancel_it.reason)
    knowing = ex.open_it.model_copy(update={"as_of": 7})
    review.given(ruled_out).when(knowing, at=ex.SUBMITTED_AT).then(*ex.opened)


def test_a_notification_withdrawn_before_it_was_sent_ends_nothing() -> None:
    withdrawn = ex.cancel_it.model_copy(update={"as_of": 0})
    review.given().when(withdrawn).then_nothing()


def test_a_reply_of_the_panel_that_does_not_come_alerts_once_and_is_owed_by_nobody() -> None:
    given = review.given(*ex.submitted)
    given.when(ex.missed_reply).then(ex.reply_missed)
    review.given(*ex.submitted, ex.reply_missed).when(ex.missed_reply).then_nothing()
    review.given(*ex.submitted, ex.reply_missed).when(ex.reply, at=ex.LATER).then(ex.replied)


def test_nobody_is_alerted_of_a_reply_that_came_or_of_what_was_not_sent() -> None:
    review.given(*ex.submitted, ex.replied).when(ex.missed_reply).then_nothing()
    review.given(*ex.decided).when(ex.missed_reply).then_nothing()
    review.given().when(ex.missed_reply).then_nothing()


def test_a_criterion_is_assessed_with_what_was_found() -> None:
    review.given(*ex.opened).when(ex.assess("11a")).then(ex.assessed("11a"))


def test_a_finding_is_replaced_only_by_saying_that_it_is_a_correction() -> None:
    given = review.given(*ex.opened, ex.assessed("11a"))
    given.when(ex.assess("11a", met=False)).then_refused("already-assessed")
    given.when(ex.assess("11a", met=False, correction=True)).then(ex.assessed("11a", met=False))


def test_no_criterion_is_assessed_after_the_decision() -> None:
    review.given(*ex.decided).when(ex.assess("11a", correction=True)).then_refused("already-decided")


@pytest.mark.parametrize("missing", ex.addressed)
def test_the_next_step_waits_until_every_purpose_is_addressed(missing: Event) -> None:
    history = [event for event in ex.all_assessed if event != missing]
    review.given(*history).when(ex.decide_practice_review, at=ex.TODAY).then_refused("purposes-first")


def test_a_purpose_is_addressed_anew_only_as_a_correction_and_not_after_the_decision() -> None:
    given = review.given(*ex.opened, *ex.addressed)
    given.when(ex.purposes[0]).then_refused("already-addressed")
    given.when(ex.purposes[0].model_copy(update={"correction": True})).then(ex.addressed[0])
    review.given(*ex.decided).when(ex.purposes[0]).then_refused("already-decided")


@pytest.mark.parametrize("missing", ex.weighed)
def test_the_next_step_waits_until_regard_was_had_to_every_circumstance_of_the_guidance(missing: Event) -> None:
    history = [event for event in ex.all_assessed if event != missing]
    review.given(*history).when(ex.decide_practice_review, at=ex.TODAY).then_refused("circumstances-first")


def test_a_circumstance_is_weighed_anew_only_as_a_correction_and_not_after_the_decision() -> None:
    review.given(*ex.opened).when(ex.circumstances[0]).then(ex.weighed[0])
    given = review.given(*ex.opened, *ex.weighed)
    given.when(ex.circumstances[0]).then_refused("already-weighed")
    given.when(ex.circumstances[0].model_copy(update={"correction": True})).then(ex.weighed[0])
    review.given(*ex.decided).when(ex.circumstances[0]).then_refused("already-decided")


def test_a_heading_is_written_anew_only_as_a_correction_and_no_decision_waits_for_it() -> None:
    review.given(*ex.opened).when(ex.headings[0]).then(ex.written[0])
    given = review.given(*ex.opened, *ex.written)
    given.when(ex.headings[0]).then_refused("already-written")
    given.when(ex.headings[0].model_copy(update={"correction": True})).then(ex.written[0])
    review.given(*ex.decided).when(ex.headings[0]).then_refused("already-decided")
    review.given(*ex.all_assessed).when(ex.decide_practice_review, at=ex.TODAY).then(
        ex.decided_to("practice review"), ex.initiated
    )


@pytest.mark.parametrize("missing", [-1, -2, -3, -4])
def test_the_next_step_waits_for_all_four_criteria(missing: int) -> None:
    history = [event for event in ex.all_assessed if event != ex.all_assessed[missing]]
    review.given(*history).when(ex.decide_practice_review, at=ex.TODAY).then_refused("criteria-first")


@pytest.mark.parametrize("partner", list(ex.views))
def test_the_next_step_needs_a_view_of_each_safeguarding_partner(partner: str) -> None:
    views = {id_: view for id_, view in ex.views.items() if id_ != partner}
    command = ex.decide_practice_review.model_copy(update={"views": views})
    review.given(*ex.all_assessed).when(command, at=ex.TODAY).then_refused("every-partner")


def test_nobody_else_has_a_view() -> None:
    command = ex.decide_practice_review.model_copy(update={"views": {**ex.views, "ofsted": "agrees"}})
    review.given(*ex.all_assessed).when(command, at=ex.TODAY).then_refused("partners-only")


def test_dissent_is_recorded_and_stops_nothing() -> None:
    said = review.given(*ex.all_assessed).when(ex.decide_practice_review, at=ex.TODAY)
    said.then(ex.decided_to("practice review"), ex.initiated)


@pytest.mark.parametrize("next_step", ["none", "other learning"])
def test_only_a_decision_for_a_practice_review_initiates_one(next_step: str) -> None:
    command = ex.decide_practice_review.model_copy(update={"next_step": next_step})
    decided = ex.decided_to(next_step)  # type: ignore[arg-type]
    review.given(*ex.all_assessed).when(command, at=ex.TODAY).then(decided)


def test_the_decision_is_not_in_the_future() -> None:
    yesterday = ex.SUBMITTED_AT
    review.given(*ex.all_assessed).when(ex.decide_practice_review, at=yesterday).then_refused("not-in-the-future")


def test_the_decision_is_not_before_the_clock_started() -> None:
    command = ex.decide_practice_review.model_copy(update={"decided_on": ex.AWARE_AT.date()})
    review.given(*ex.all_assessed).when(command, at=ex.TODAY).then_refused("not-before-the-clock")


def test_another_decision_is_refused() -> None:
    other = ex.decide_practice_review.model_copy(update={"next_step": "none"})
    review.given(*ex.decided).when(other, at=ex.TODAY).then_refused("already-decided")


def test_the_panel_is_sent_a_decided_rapid_review_only() -> None:
    review.given(*ex.all_assessed).when(SubmitRapidReview()).then_refused("decide-first")
    review.given(*ex.decided).when(SubmitRapidReview()).then(ex.dispatch_due)


def test_lateness_never_blocks_a_submission() -> None:
    review.given(*ex.decided).when(SubmitRapidReview(), at=ex.LATER).then(ex.dispatch_due)


def test_a_cancelled_rapid_review_takes_no_more_decisions() -> None:
    given = review.given(*ex.all_assessed, *ex.cancelled)
    commands = (ex.assess("11a"), ex.decide_practice_review, SubmitRapidReview(), ex.reply)
    for command in commands:
        given.when(command, at=ex.LATER).then_refused("cancelled")


def test_the_panel_may_reply_many_times() -> None:
    review.given(*ex.submitted).when(ex.reply, at=ex.LATER).then(ex.replied)
    another = RecordPanelReply(outcome="asks for more", replied_on=ex.reply.replied_on)
    said = PanelReplied(rapid_review=ex.REVIEW, outcome="asks for more", replied_on=ex.reply.replied_on)
    review.given(*ex.submitted, ex.replied).when(another, at=ex.LATER).then(said)


def test_the_panel_replies_to_what_it_has_only() -> None:
    review.given(*ex.sending).when(ex.reply, at=ex.LATER).then_refused("not-submitted")


def test_a_reply_is_not_in_the_future() -> None:
    review.given(*ex.submitted).when(ex.reply, at=ex.TODAY).then_refused("not-in-the-future")


@pytest.mark.parametrize("command", [ex.assess("11a"), ex.decide_practice_review, SubmitRapidReview(), ex.reply])
def test_without_a_rapid_review_there_is_nothing_to_do(command: DecideNextStep) -> None:
    review.given().when(command).then_refused("no-such-case")

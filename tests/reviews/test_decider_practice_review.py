"""The practice review: an independent reviewer, regular checks, and a report with all it must have."""

from datetime import UTC, date, datetime
from uuid import uuid5

import pytest
from pydantic import ValidationError

from services.reviews.commands import AcceptReport, AppointReviewer, RecordProgressCheck
from services.reviews.decider.practice_review import practice_review
from shared.decider import Command
from shared.edge import BadInput, read
from shared.events.reviews import ReviewerAppointed
from shared.sealed import Sealed
from shared.testing import OCCASION, Given
from tests.reviews import examples as ex

review = Given(practice_review(ex.partnership()))
begun = review.given(ex.initiated)


def test_a_reviewer_is_appointed_with_a_declaration_of_independence() -> None:
    begun.when(ex.appoint).then(
        ReviewerAppointed(
            practice_review=ex.PRACTICE_REVIEW,
            reviewer=Sealed.of("Dr A. Example"),
            independence="",
            suitability=Sealed.of(ex.appoint.suitability),
            appointment=uuid5(OCCASION, "appointment"),
            stated_independence=Sealed.of(ex.appoint.independence),
        ),
        *ex.named,
    )


def test_a_conflict_of_interest_rules_a_reviewer_out() -> None:
    begun.when(ex.appoint.model_copy(update={"conflict": True})).then_refused("no-conflict")


def test_the_declaration_cannot_be_empty() -> None:
    with pytest.raises(ValidationError):
        AppointReviewer(reviewer="Dr A. Example", suitability="Six reviews.", independence=" ", conflict=False)


def test_there_is_one_reviewer_at_a_time() -> None:
    another = ex.appoint.model_copy(update={"independence": "A retired headteacher from elsewhere."})
    given = review.given(ex.initiated, ex.appointed)
    given.when(another).then_refused("one-reviewer")
    review.given(ex.initiated, ex.appointed, ex.removed).when(another).then_one(ReviewerAppointed)


def test_a_reviewer_may_be_removed_with_a_reason() -> None:
    review.given(ex.initiated, ex.appointed).when(ex.remove).then(ex.removed)


def test_nobody_can_be_removed_before_somebody_is_appointed() -> None:
    begun.when(ex.remove).then_refused("no-reviewer")


def test_time_and_quality_are_checked_as_often_as_needed() -> None:
    begun.when(ex.check).then(ex.checked)
    next_one = RecordProgressCheck(on_time=False, quality="needs work", checked_on=date(2026, 5, 30))
    said = review.given(ex.initiated, ex.checked).when(next_one)
    assert len(said.happened) == 1


def test_a_check_lies_between_the_decision_and_today() -> None:
    begun.when(ex.check, at=ex.TODAY).then_refused("not-in-the-future")
    early = ex.check.model_copy(update={"checked_on": date(2026, 4, 28)})
    begun.when(early).then_refused("not-before-decision")


def test_the_report_is_accepted_with_the_reviewers_name_as_it_was_sealed() -> None:
    review.given(ex.initiated, ex.appointed).when(ex.accept, at=ex.LATER).then(ex.accepted)


def test_no_report_without_a_reviewer() -> None:
    begun.when(ex.accept, at=ex.LATER).then_refused("reviewer-first")
    gone = review.given(ex.initiated, ex.appointed, ex.removed)
    gone.when(ex.accept, at=ex.LATER).then_refused("reviewer-first")


def test_the_acceptance_lies_between_the_decision_and_today() -> None:
    given = review.given(ex.initiated, ex.appointed)
    given.when(ex.accept, at=ex.TODAY).then_refused("not-in-the-future")
    early = ex.accept.model_copy(update={"accepted_on": date(2026, 4, 28)})
    given.when(early, at=ex.LATER).then_refused("not-before-decision")


def test_another_report_is_refused_once_one_is_accepted() -> None:
    another = ex.accept.model_copy(update={"report_hash": "cd" * 32})
    given = review.given(ex.initiated, ex.appointed, ex.accepted)
    given.when(another, at=ex.LATER).then_refused("already-accepted")
    given.when(ex.remove).then_refused("already-accepted")


@pytest.mark.parametrize(
    "missing",
    [
        '"improvements": ""',
        '"systemic_reasons": " "',
        '"recommendations": []',
        '"recommendations": [{"owner": "", "due_on": "2027-01-31", "text": "Ask."}]',
        '"recommendations": [{"owner": "Portsea General Hospital", "text": "Ask."}]',
        '"report_hash": "not a hash"',
    ],
)
def test_a_report_without_its_mandatory_contents_is_refused(missing: str) -> None:
    complete = ex.accept.model_dump_json()
    assert read(complete.encode(), AcceptReport) == ex.accept
    name = missing.split(":", 1)[0].strip().strip('"')
    without = ex.accept.model_dump_json(exclude={name})
    with pytest.raises(BadInput):
        read(f"{without[:-1]},{missing}}}".encode(), AcceptReport)


@pytest.mark.parametrize("command", [ex.appoint, ex.remove, ex.check, ex.accept])
def test_without_a_practice_review_there_is_nothing_to_do(command: Command) -> None:
    review.given(*ex.all_assessed).when(command).then_refused("no-such-review")


def test_a_report_may_be_accepted_on_the_day_itself() -> None:
    day = datetime(2026, 9, 30, 0, 30, tzinfo=UTC)
    review.given(ex.initiated, ex.appointed).when(ex.accept, at=day).then(ex.accepted)

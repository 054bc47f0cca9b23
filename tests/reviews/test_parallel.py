"""Parallel processes: linked, asked about, and what waits for them. Learning and statutory dates never wait."""

from datetime import date
from typing import get_args

import pytest

from services.reviews.decider.parallel import parallel
from services.reviews.decider.practice_review import practice_review
from shared.decider import Command
from shared.events.duties import EVENTS as OF_DUTIES
from shared.events.parallel import HeldStep, HoldReviewed, ParallelProcessReviewed, ProcessKind
from shared.testing import Given
from tests.reviews import examples as ex
from tests.reviews import parallel_examples as pa

beside = Given(parallel).given(*pa.beside)
held = Given(parallel).given(*pa.held)


@pytest.mark.parametrize("kind", get_args(ProcessKind))
def test_every_kind_of_parallel_process_can_be_linked(kind: ProcessKind) -> None:
    asked = pa.link.model_copy(update={"kind": kind})
    Given(parallel).given(*ex.decided).when(asked).then(pa.linked.model_copy(update={"kind": kind}))


@pytest.mark.parametrize("step", get_args(HeldStep))
def test_a_hold_has_an_owner_a_step_a_reason_and_a_review_date(step: HeldStep) -> None:
    asked = pa.place.model_copy(update={"step": step})
    beside.when(asked).then(pa.placed.model_copy(update={"step": step}))


def test_nothing_is_linked_where_no_review_is_open() -> None:
    Given(parallel).when(pa.link).then_refused("no-open-review")


def test_a_hold_names_a_process_that_is_linked_and_goes_on() -> None:
    Given(parallel).given(*ex.decided).when(pa.place).then_refused("no-such-process")
    over = held.when(pa.conclude, at=ex.LATER).happened
    Given(parallel).given(*pa.beside, *over).when(pa.place).then_refused("process-concluded")


def test_a_hold_is_reviewed_and_holds_on() -> None:
    held.when(pa.look_again, at=ex.LATER).then_one(HoldReviewed)


def test_a_hold_is_lifted_once() -> None:
    held.when(pa.lift, at=ex.LATER).then(pa.lifted)
    lifted = Given(parallel).given(*pa.held, pa.lifted)
    lifted.when(pa.lift, at=ex.LATER).then_nothing()
    lifted.when(pa.look_again, at=ex.LATER).then_refused("hold-lifted")


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        (pa.place.model_copy(update={"review_on": pa.place.placed_on}), "review-later"),
        (pa.place.model_copy(update={"placed_on": date(2027, 1, 1)}), "not-in-the-future"),
        (pa.look_again.model_copy(update={"review_on": pa.look_again.reviewed_on}), "review-later"),
        (pa.look_again.model_copy(update={"reviewed_on": date(2026, 5, 1)}), "not-before-the-hold"),
        (pa.lift.model_copy(update={"lifted_on": date(2026, 5, 1)}), "not-before-the-hold"),
        (pa.review.model_copy(update={"review_on": None}), "review-date"),
        (pa.conclude.model_copy(update={"review_on": date(2027, 1, 1)}), "review-date"),
        (pa.review.model_copy(update={"review_on": date(2026, 8, 1)}), "review-later"),
        (pa.link.model_copy(update={"status": "concluded"}), "not-concluded"),
    ],
)
def test_dates_that_make_no_sense_are_refused(asked: Command, rule: str) -> None:
    before = Given(parallel).given(*ex.decided) if type(asked) is type(pa.place) else held
    before = beside if type(asked) is type(pa.place) else before
    before.when(asked, at=ex.LATER).then_refused(rule)


def test_a_process_is_asked_about_and_says_when_to_ask_again() -> None:
    said = beside.when(pa.review, at=ex.LATER).then_one(ParallelProcessReviewed)
    assert (said.status, said.review_on) == ("paused", date(2026, 11, 2))


def test_a_review_that_was_missed_is_noticed_once_and_only_while_it_is_due() -> None:
    said = held.when(pa.missed_hold).happened
    assert [type(event).__name__ for event in said] == ["HoldReviewMissed"]
    Given(parallel).given(*pa.held, *said).when(pa.missed_hold).then_nothing()
    reviewed = held.when(pa.look_again, at=ex.LATER).happened
    Given(parallel).given(*pa.held, *reviewed).when(pa.missed_hold).then_nothing()


@pytest.mark.parametrize("asked", [pa.link, pa.place, pa.look_again, pa.lift, pa.review, pa.conclude])
def test_no_hold_and_no_process_moves_a_statutory_date(asked: Command) -> None:
    said = (Given(parallel).given(*ex.decided) if asked is pa.link else held).when(asked, at=ex.LATER).happened
    said += beside.when(pa.place, at=ex.LATER).happened
    assert said and not any(isinstance(event, OF_DUTIES) for event in said)


@pytest.mark.parametrize("asked", [ex.check, ex.appoint])
def test_learning_goes_on_while_publication_is_held(asked: Command) -> None:
    assert Given(practice_review(ex.partnership())).given(*pa.held).when(asked, at=ex.LATER).happened


def test_the_report_is_accepted_while_publication_is_held() -> None:
    Given(practice_review(ex.partnership())).given(*pa.held, ex.appointed).when(ex.accept, at=ex.LATER).then(
        ex.accepted
    )

"""Which of intake's and the notifier's facts concern reviews."""

from typing import Literal
from uuid import UUID

import pytest

from services.reviews.reactions import react
from shared.decider import Ask
from shared.events.base import Event, Recorded
from shared.events.intake import IncidentReclassified, TriggerClass
from shared.events.notifier import NotificationSubmitted, NotificationWithdrawn
from shared.sealed import Sealed
from tests.contracts import examples_reports as er
from tests.reviews import examples as ex


def reactions(source: Literal["intake", "notifier"], event: Event, version: int = 6) -> list[Ask]:
    return list(react(heard(event, source, version)))


def heard(event: Event, source: str = "reviews", version: int = 6) -> Recorded:
    return Recorded(
        id=UUID(int=2),
        source=source,
        type="",
        subject=ex.CASE,
        version=version,
        time=ex.SUBMITTED_AT,
        cause=UUID(int=3),
        correlation=UUID(int=3),
        actor="person:officer",
        data=event,
        heard={"intake": 5} if source == "notifier" else {},
    )


def submitted(trigger_class: TriggerClass) -> Event:
    return NotificationSubmitted(
        notification=ex.NOTIFICATION,
        trigger_class=trigger_class,
        submitted_at=ex.SUBMITTED_AT,
        incident_aware_at=ex.AWARE_AT,
    )


def reclassified(previous: TriggerClass, trigger_class: TriggerClass) -> Event:
    return IncidentReclassified(
        previous=previous, trigger_class=trigger_class, second_signature="person:other", reasons=Sealed.of("So.")
    )


def test_a_submission_of_class_a_opens_a_rapid_review() -> None:
    assert reactions("notifier", submitted("A")) == [Ask(ex.CASE, ex.open_it)]


@pytest.mark.parametrize("trigger_class", ["B", "C"])
def test_classes_b_and_c_never_lead_to_a_rapid_review(trigger_class: TriggerClass) -> None:
    assert reactions("notifier", submitted(trigger_class)) == []


@pytest.mark.parametrize("trigger_class", ["B", "C", "D"])
def test_leaving_class_a_ends_a_rapid_review(trigger_class: TriggerClass) -> None:
    (ask,) = reactions("intake", reclassified("A", trigger_class))
    expected = {"reason": f"incident reclassified from A to {trigger_class}", "as_of": 6}
    assert ask == Ask(ex.CASE, ex.cancel_it.model_copy(update=expected))


@pytest.mark.parametrize(("previous", "now"), [("B", "D"), ("C", "B"), ("D", "C")])
def test_between_other_classes_nothing_ends_and_nothing_opens(previous: TriggerClass, now: TriggerClass) -> None:
    assert reactions("intake", reclassified(previous, now)) == []


@pytest.mark.parametrize("previous", ["B", "C", "D"])
def test_back_in_class_a_a_rapid_review_that_ended_is_owed_after_all(previous: TriggerClass) -> None:
    (ask,) = reactions("intake", reclassified(previous, "A"))
    assert ask == Ask(ex.CASE, ex.reopen_it.model_copy(update={"as_of": 6}))


def test_a_case_that_was_merged_into_another_has_no_rapid_review_of_its_own() -> None:
    (ask,) = reactions("intake", merged_as("A"))
    expected = {"reason": "the case was merged into another, which has its own", "as_of": 6}
    assert ask == Ask(ex.CASE, ex.cancel_it.model_copy(update=expected))
    (ask,) = reactions("intake", parted_as("A"))
    assert ask == Ask(ex.CASE, ex.reopen_it.model_copy(update={"as_of": 6}))


@pytest.mark.parametrize("trigger_class", ["B", "C", None])
def test_a_merge_of_what_never_led_to_one_changes_no_rapid_review(trigger_class: TriggerClass | None) -> None:
    """It may have ended before, by a reclassification: parting the cases must not bring it back."""
    assert reactions("intake", merged_as(trigger_class)) == []
    assert reactions("intake", parted_as(trigger_class)) == []


def merged_as(trigger_class: TriggerClass | None) -> Event:
    return er.merged.model_copy(update={"trigger_class": trigger_class})


def parted_as(trigger_class: TriggerClass | None) -> Event:
    return er.merge_undone.model_copy(update={"trigger_class": trigger_class})


def test_a_withdrawn_notification_ends_a_rapid_review() -> None:
    (ask,) = reactions("notifier", NotificationWithdrawn(notification=ex.NOTIFICATION, reason="reclassified to D"))
    expected = {"reason": "notification withdrawn: reclassified to D", "as_of": 0}
    assert ask == Ask(ex.CASE, ex.cancel_it.model_copy(update=expected))


@pytest.mark.parametrize("event", [*ex.submitted, ex.replied, ex.appointed, ex.accepted])
def test_what_reviews_says_itself_asks_for_nothing_more(event: Event) -> None:
    assert reactions("notifier", event) == []

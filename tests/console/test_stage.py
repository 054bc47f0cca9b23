"""Where a case stands: the furthest milestone, whatever the order in which the services were heard."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.console.milestones import columns
from services.console.stage import STAGES, Milestones, stage_of
from shared.events.base import Event, Recorded
from shared.events.intake import DecisionReopened
from shared.events.notifier import NotificationWithdrawn
from shared.events.publisher import PastReviewListed
from shared.events.reviews import RapidReviewCancelled
from tests.console import examples
from tests.console.examples import MONDAY
from tests.console.story import Story, whole_case

WHOLE = tuple(whole_case())
STAGES_OF_THE_STORY = [
    (examples.REPORTED, "Reported"),
    (examples.AWARE, "Authority aware"),
    (examples.NOTIFY, "Notification due"),
    (examples.DRAFTED, "Notification drafted"),
    (examples.APPROVED, "Notification approved"),
    (examples.SUBMITTED, "Notified to the Panel"),
    (examples.RAPID_OPENED, "Rapid review open"),
    (examples.RAPID_DECIDED, "Rapid review decided: practice review next"),
    (examples.RAPID_SUBMITTED, "Rapid review submitted: practice review next"),
    (examples.PRACTICE_INITIATED, "Practice review under way"),
    (examples.ACCEPTED, "Report accepted"),
    (examples.CERTIFIED, "Anonymity certified"),
    (examples.SCHEDULED, "Scheduled for publication on Mon 1 Jun 2026"),
    (examples.PUBLISHED, "Published on Mon 1 Jun 2026"),
    (examples.TAKEN_DOWN, "Taken down on Wed 2 Jun 2027"),
]


def folded(events: Iterable[Recorded]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for recorded in events:
        row |= columns(recorded)
    return row


def stage(*said: tuple[str, Event]) -> str:
    told = Story()
    events = [told.said(source, event, MONDAY) for source, event in said]
    return stage_of(Milestones.model_validate(folded(events)))


def until(last: Event) -> tuple[Recorded, ...]:
    (place,) = [index for index, recorded in enumerate(WHOLE) if recorded.data is last]
    return WHOLE[: place + 1]


@pytest.mark.parametrize(("last", "expected"), STAGES_OF_THE_STORY)
def test_a_case_stands_at_its_furthest_milestone(last: Event, expected: str) -> None:
    assert stage_of(Milestones.model_validate(folded(until(last)))) == expected


def test_every_stage_but_the_ends_before_time_is_in_the_story() -> None:
    told = {words.split(":")[0].split(" on ")[0] for _, words in STAGES_OF_THE_STORY}
    ends = {
        "Considered and not notified",
        "To be decided anew",
        "Notification withdrawn",
        "Rapid review cancelled",
        "Merged into another case",
        "Erased",
    }
    assert told | ends == set(STAGES.values())


@settings(deadline=None)  # a busy machine is no counter-example
@given(st.permutations([recorded.source for recorded in WHOLE]))
def test_the_order_between_services_does_not_matter(turns: list[str]) -> None:
    streams = {source: iter([r for r in WHOLE if r.source == source]) for source in set(turns)}
    heard = [next(streams[source]) for source in turns]
    assert folded(heard) == folded(WHOLE)


def test_considered_and_not_notified_is_a_stage() -> None:
    assert stage(("intake", examples.REPORTED), ("intake", examples.NOT_NOTIFY)) == "Considered and not notified"


def test_new_information_puts_a_case_that_was_not_notified_back_to_be_decided() -> None:
    reopened = DecisionReopened(because="new information")
    again = [("intake", examples.NOT_NOTIFY), ("intake", reopened)]
    assert stage(*again) == "To be decided anew"
    assert stage(*again, ("intake", examples.NOT_NOTIFY)) == "Considered and not notified"
    assert stage(*again, ("intake", examples.NOTIFY)) == "Notification due"


def test_a_later_decision_to_notify_outdoes_an_earlier_one_not_to() -> None:
    assert stage(("intake", examples.NOT_NOTIFY), ("intake", examples.NOTIFY)) == "Notification due"


def test_a_withdrawn_notification_is_not_awaited() -> None:
    withdrawn = NotificationWithdrawn(notification=examples.NOTIFICATION, reason="reclassified")
    assert stage(("notifier", examples.DRAFTED), ("notifier", withdrawn)) == "Notification withdrawn"


def test_a_rapid_review_cancelled_and_opened_again_is_open() -> None:
    cancelled = RapidReviewCancelled(rapid_review=examples.RAPID, reason="reclassified")
    said = [("reviews", examples.RAPID_OPENED), ("reviews", cancelled)]
    assert stage(*said) == "Rapid review cancelled"
    assert stage(*said, ("reviews", examples.RAPID_OPENED)) == "Rapid review open"


def test_another_text_is_neither_certified_nor_scheduled() -> None:
    before = [("reviews", examples.ACCEPTED), ("publisher", examples.CERTIFIED), ("publisher", examples.SCHEDULED)]
    assert stage(*before, ("publisher", examples.SAVED)) == "Report accepted"


def test_a_review_from_before_this_system_is_no_case() -> None:
    listed = PastReviewListed(
        reference="P-1", title="Child A", kind="serious case review", year=2015, archived=True
    )
    assert columns(Story("past/P-1").said("publisher", listed, MONDAY)) == {}


def test_a_case_that_has_reached_no_milestone_is_just_open() -> None:
    assert stage_of(Milestones()) == "Opened"
    assert stage_of(Milestones(rapid_review_decided_on=date(2026, 1, 20))) == "Rapid review decided"

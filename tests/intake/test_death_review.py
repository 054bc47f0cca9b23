"""Each death is for the child death overview panel within 48 elapsed hours of knowing, whatever its class."""

from datetime import date, timedelta
from uuid import uuid5

import pytest

from services.intake.casework import ClassifyTrigger, CorrectAwareness, RecordChildDeathNotified, RecordChildDied
from services.intake.commands import RecordAwareness
from shared.deadline import Due
from shared.duties.agenda import MISSED, steps
from shared.events.duties import DeadlineMissed, DutyArose, DutyFellAway, DutyMet, LatenessExplained
from shared.events.intake import AuthorityBecameAware, ChildDied, TriggerClassified
from shared.sealed import Sealed
from shared.testing import NOON, OCCASION
from tests import examples as ex
from tests.intake import examples as asked
from tests.intake.stories import at, aware, death_known, death_reported, given, notified, reported

REVIEW = uuid5(OCCASION, "child-death-review")


def known(text: str) -> Due:
    command = RecordAwareness(incident_aware_at=at(text), channel="telephone")
    due: Due = given(death_reported).when(command, at=NOON).then_one(DutyArose).due
    return due


def told(text: str) -> RecordChildDeathNotified:
    return RecordChildDeathNotified(notified_at=at(text), reference="eCDOP/4711")


def test_a_death_that_the_authority_knows_of_is_due_there() -> None:
    said = given(death_reported).when(asked.record_awareness, at=ex.AWARE_AT)
    assert [type(event) for event in said.happened] == [AuthorityBecameAware, DutyArose]
    arose = said.then_one(DutyArose)
    assert (arose.duty, arose.owed_to, arose.due.rule) == (REVIEW, "child-death-overview-panel", "cdop")
    assert arose.strength == "should"


@pytest.mark.parametrize(
    ("known_at", "due_at"),
    [
        ("2026-04-02T15:50Z", "2026-04-04T15:50Z"),  # holidays do not stop it
        # The clocks go forward on Sun 29 March 2026 at 01:00: 48 elapsed hours end at 13:00 in summer time.
        ("2026-03-28T12:00+00:00", "2026-03-30T13:00+01:00"),
        # They go back on Sun 26 October 2025 at 02:00: 48 elapsed hours end at 11:00 in winter time.
        ("2025-10-25T12:00+01:00", "2025-10-27T11:00+00:00"),
    ],
)
def test_48_hours_are_elapsed_hours(known_at: str, due_at: str) -> None:
    assert known(known_at).due_at == at(due_at)


def test_a_child_that_was_harmed_does_not_need_it() -> None:
    given(*reported).when(asked.record_awareness, at=ex.AWARE_AT).then(ex.became_aware)
    given(*aware).when(told("2026-04-03T12:00Z")).then_refused("no-such-duty")


def test_a_child_that_dies_of_it_later_does() -> None:
    said = given(*aware).when(asked.child_died)
    assert said.then_one(ChildDied) == ex.child_died
    assert said.then_one(DutyArose).due.due_at == at("2026-04-07T06:20Z")


def test_a_death_becomes_known_once() -> None:
    given(*aware, ex.child_died).when(asked.child_died).then_nothing()
    earlier = RecordChildDied(known_at=ex.child_died.known_at - timedelta(hours=1))
    given(*aware, ex.child_died).when(earlier).then_refused("set-once")
    given(*death_known).when(asked.child_died).then_refused("set-once")


def test_a_death_before_there_was_a_policy_is_due_nowhere() -> None:
    long_ago = RecordAwareness(incident_aware_at=at("2018-06-01T12:00Z"), channel="letter")
    assert [type(event) for event in given(death_reported).when(long_ago).happened] == [AuthorityBecameAware]


def test_telling_the_panel_meets_it() -> None:
    met = given(*death_known).when(told("2026-04-04T15:50Z")).then_one(DutyMet)
    assert (met.duty, met.late, met.evidence) == (REVIEW, False, "reference eCDOP/4711")


def test_a_minute_over_48_hours_is_late_and_is_taken_in_with_the_reason() -> None:
    """On the same London date: hours are compared by the instant."""
    late = told("2026-04-04T15:51Z").model_copy(update={"late_because": "The office was closed."})
    said = given(*death_known).when(late)
    met = said.then_one(DutyMet)
    assert (met.late, met.working_days_late) == (True, 0)
    assert said.then_one(LatenessExplained).duty == REVIEW


@pytest.mark.parametrize("reason", ["", "  "])
def test_what_was_late_is_not_closed_without_a_reason(reason: str) -> None:
    late = told("2026-04-04T15:51Z").model_copy(update={"late_because": reason})
    refused = given(*death_known).when(late).refused
    assert refused and (refused.rule, refused.field) == ("explain-lateness", "/late_because")


def test_what_was_explained_while_it_was_missed_needs_no_second_reason() -> None:
    missed = DeadlineMissed(duty=REVIEW, due_on=date(2026, 4, 4))
    explained = LatenessExplained(duty=REVIEW, reason=Sealed.of("The office was closed."))
    said = given(*death_known, missed, explained).when(told("2026-04-05T09:00Z")).happened
    assert [type(event) for event in said] == [DutyMet]


def test_its_date_is_missed_at_that_instant_and_not_at_midnight() -> None:
    instants = dict(steps(known("2026-04-02T15:50Z")))
    assert instants[MISSED] == at("2026-04-04T15:50Z")


def test_nobody_tells_the_panel_in_the_future() -> None:
    given(*death_known).when(told("2026-06-01T13:00Z"), at=NOON).then_refused("not-in-the-future")


def test_corrected_awareness_counts_the_hours_again_and_keeps_the_old_date_on_record() -> None:
    earlier = CorrectAwareness(incident_aware_at=at("2026-04-02T03:00Z"), reason="The night book says so.")
    said = given(*death_known).when(earlier, at=at("2026-04-03T09:00Z"), id=ex.QUARANTINE)
    assert said.then_one(DutyFellAway).duty == REVIEW
    again = said.then_one(DutyArose)
    assert again.duty != REVIEW
    assert again.due.due_at == at("2026-04-04T03:00Z")


def test_what_the_panel_was_told_is_not_owed_again_by_a_correction() -> None:
    met = given(*death_known).when(told("2026-04-03T10:00Z")).happened
    earlier = CorrectAwareness(incident_aware_at=at("2026-04-02T03:00Z"), reason="The night book says so.")
    said = given(*death_known, *met).when(earlier).happened
    assert not any(isinstance(event, DutyArose | DutyFellAway) for event in said)


def test_nobody_told_the_panel_before_the_incident() -> None:
    refused = given(*death_known).when(told("2025-04-03T10:00Z")).refused
    assert refused and (refused.rule, refused.field) == ("not-before-the-incident", "/notified_at")


def test_it_is_owed_whatever_is_decided_about_notifying() -> None:
    open_still = given(*death_known, *notified[2:]).when(told("2026-04-04T10:00Z"))
    assert open_still.then_one(DutyMet).duty == REVIEW


GROWN_UP = ClassifyTrigger(
    suspicion="neither", care_leaver=True, born_on=date(2002, 1, 1), happened_on=date(2026, 4, 1)
)


def test_of_whoever_was_18_or_over_no_child_death_review_is_owed() -> None:
    """Children Act 2004 s16M: each death of a child. A care leaver of 24 is notified, and reviewed by nobody."""
    said = given(*death_known).when(GROWN_UP)
    assert [type(event) for event in said.happened] == [TriggerClassified, DutyFellAway]
    classified = given(death_reported).when(GROWN_UP)
    assert [type(event) for event in classified.happened] == [TriggerClassified]
    known_after = given(death_reported, *classified.happened).when(asked.record_awareness, at=ex.AWARE_AT)
    assert [type(event) for event in known_after.happened] == [AuthorityBecameAware]


def test_found_to_be_a_child_after_all_it_is_owed_from_when_it_was_known() -> None:
    fell = (*death_known, *given(*death_known).when(GROWN_UP).happened)
    again = given(*fell).when(asked.classify).then_one(DutyArose)
    assert again.due == next(event.due for event in death_known if isinstance(event, DutyArose))

"""An incident, from report to decision: the rules of the authority's own clock and of who may decide what."""

from datetime import datetime, timedelta

import pytest

from services.intake.commands import RecordAwareness, RecordCriteriaMet, RecordReport
from services.intake.decider import incident
from shared.decider import CLOCKS_DIFFER, Command
from shared.events.base import Event
from shared.events.intake import AuthorityBecameAware, IncidentReported, NotifyDecided
from shared.sealed import Sealed
from shared.testing import NOON, Given
from tests import examples as ex
from tests.intake import examples as asked

given = Given(incident(ex.partnership())).given
reported: tuple[Event, ...] = (ex.incident_reported,)
aware: tuple[Event, ...] = (*reported, ex.became_aware)
met: tuple[Event, ...] = (*aware, ex.criteria_met)
notified: tuple[Event, ...] = (*met, ex.notify_decided)
considered: tuple[Event, ...] = (*aware, ex.not_notify_decided)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


# RecordReferral: any agency may refer.


def test_a_report_opens_an_incident() -> None:
    said = given().when(asked.record_report, at=ex.AWARE_AT).then_one(IncidentReported)
    assert said == IncidentReported(
        reported_by=ex.reported_by,
        la_code="E06000045",
        harm="serious harm",
        incident_on=asked.report().data.incident_on,
        incident_precision="day",
        agency_aware_at=at("2026-04-02T15:30Z"),
        children=1,
        details=Sealed.of(asked.report().details()),
    )


def test_the_same_report_again_opens_nothing() -> None:
    given(*reported).when(asked.record_report).then_nothing()


def test_an_oddity_is_recorded_and_not_refused() -> None:
    odd = RecordReport(report=asked.report(data={"incident_on": "2026-07-01"}))
    assert given().when(odd, at=ex.AWARE_AT).then_one(IncidentReported).flags == (
        "the incident lies in the future",
        "the agency was aware before the incident",
    )


def test_six_children_are_one_incident() -> None:
    six = RecordReport(report=asked.report(children=[asked.child()] * 6))
    assert given().when(six).then_one(IncidentReported).children == 6


def test_a_partners_knowledge_does_not_start_the_authoritys_clock() -> None:
    given(*reported).when(asked.decide_to_notify).then_refused("aware-first")


@pytest.mark.parametrize(
    "command",
    [
        asked.record_awareness,
        asked.record_criteria,
        asked.decide_to_notify,
        asked.decide_not_to_notify,
        asked.propose,
    ],
)
def test_without_a_report_there_is_no_incident(command: Command) -> None:
    given().when(command).then_refused("no-such-case")


# RecordLaAwareness: set once, not in the future.


def test_the_authoritys_awareness_is_recorded_with_its_channel() -> None:
    given(*reported).when(asked.record_awareness, at=ex.CRITERIA_MET_AT).then(ex.became_aware)


def test_the_same_awareness_again_is_a_repeat() -> None:
    given(*aware).when(asked.record_awareness).then_nothing()


def test_the_same_instant_in_another_zone_is_a_repeat() -> None:
    same = RecordAwareness(incident_aware_at=at("2026-04-02T16:50+01:00"), channel="again")
    given(*aware).when(same).then_nothing()


def test_awareness_is_set_once() -> None:
    other = RecordAwareness(incident_aware_at=ex.AWARE_AT - timedelta(days=1), channel="a night call")
    given(*aware).when(other).then_refused("set-once")


@pytest.mark.parametrize(
    ("ahead", "refused"),
    [(CLOCKS_DIFFER, False), (CLOCKS_DIFFER + timedelta(seconds=1), True)],
)
def test_awareness_lies_in_the_past_give_or_take_two_clocks(ahead: timedelta, refused: bool) -> None:
    then = given(*reported).when(RecordAwareness(incident_aware_at=NOON + ahead, channel="telephone"))
    assert (then.refused is not None) == refused


def test_awareness_of_five_working_days_ago_is_taken_in() -> None:
    """Late is late; refusing to hear of it would make it later. What becomes of it: test_backdating."""
    said = given(*reported).when(asked.record_awareness, at=NOON)
    assert said.then_one(AuthorityBecameAware) == ex.became_aware


def test_awareness_before_the_reported_incident_is_taken_in() -> None:
    early = RecordAwareness(incident_aware_at=at("2026-03-01T09:00Z"), channel="a rumour")
    assert given(*reported).when(early).refused is None


# RecordCriteriaMet: both limbs, not before awareness.


def test_the_criteria_are_recorded_as_met() -> None:
    given(*aware).when(asked.record_criteria, at=ex.CRITERIA_MET_AT).then(ex.criteria_met)


def test_the_same_criteria_again_are_a_repeat() -> None:
    given(*met).when(asked.record_criteria).then_nothing()


def test_the_criteria_are_met_once() -> None:
    later = asked.record_criteria.model_copy(update={"criteria_met_at": ex.CRITERIA_MET_AT + timedelta(days=1)})
    given(*met).when(later).then_refused("set-once")


def test_awareness_comes_before_criteria() -> None:
    given(*reported).when(asked.record_criteria).then_refused("aware-first")


def test_the_criteria_are_not_met_before_the_awareness() -> None:
    early = asked.record_criteria.model_copy(update={"criteria_met_at": ex.AWARE_AT - timedelta(seconds=1)})
    given(*aware).when(early).then_refused("not-before-awareness")


def test_the_criteria_may_be_met_at_the_awareness() -> None:
    same = RecordCriteriaMet(limb="in area", suspicion="known", criteria_met_at=ex.AWARE_AT)
    assert given(*aware).when(same).refused is None


def test_the_criteria_are_not_met_in_the_future() -> None:
    later = asked.record_criteria.model_copy(update={"criteria_met_at": NOON + timedelta(hours=1)})
    given(*aware).when(later).then_refused("not-in-the-future")


# DecideNotifiability.


def test_the_authority_decides_to_notify_with_grounds_reasons_and_views() -> None:
    given(*met, ex.jurisdiction).when(asked.decide_to_notify).then(ex.notify_decided)


def test_the_clock_runs_from_the_later_of_awareness_and_criteria() -> None:
    """A suspicion that arises weeks after a death: the guidance is silent, so both times are kept."""
    weeks_later = ex.criteria_met.model_copy(update={"criteria_met_at": at("2026-05-20T11:00Z")})
    decided = given(*aware, weeks_later).when(asked.decide_to_notify).then_one(NotifyDecided)
    assert (decided.clock_starts_at, decided.incident_aware_at) == (at("2026-05-20T11:00Z"), ex.AWARE_AT)


def test_class_a_needs_the_criteria() -> None:
    given(*aware).when(asked.decide_to_notify).then_refused("criteria-first")


@pytest.mark.parametrize("class_", ["B", "C"])
def test_a_death_without_abuse_or_neglect_needs_no_criteria(class_: str) -> None:
    command = asked.decide_to_notify.model_copy(update={"trigger_class": class_})
    decided = given(*aware).when(command).then_one(NotifyDecided)
    assert (decided.trigger_class, decided.clock_starts_at) == (class_, ex.AWARE_AT)


def test_a_missing_partners_view_does_not_block() -> None:
    command = asked.decide_to_notify.model_copy(update={"partner_views": {}})
    assert given(*met).when(command).then_one(NotifyDecided).partner_views == {}


def test_a_second_decision_to_notify_is_a_repeat() -> None:
    given(*notified).when(asked.decide_to_notify).then_nothing()


def test_a_clock_that_no_policy_can_count_is_refused_here_and_not_downstream() -> None:
    """The duty is of 29 June 2018. What was decided with an earlier clock would stop whoever hears of it."""
    long_ago = ex.became_aware.model_copy(update={"incident_aware_at": at("2018-06-28T22:59Z")})
    command = asked.decide_to_notify.model_copy(update={"trigger_class": "B"})
    given(*reported, long_ago).when(command).then_refused("before-the-duty")


def test_the_first_day_of_the_duty_can_be_counted_from() -> None:
    first = ex.became_aware.model_copy(update={"incident_aware_at": at("2018-06-28T23:00Z")})  # midnight, BST
    command = asked.decide_to_notify.model_copy(update={"trigger_class": "B"})
    assert given(*reported, first).when(command).refused is None


def test_an_old_awareness_with_a_new_suspicion_is_decided() -> None:
    long_ago = ex.became_aware.model_copy(update={"incident_aware_at": at("2015-03-01T09:00Z")})
    assert given(*reported, long_ago, ex.criteria_met).when(asked.decide_to_notify).refused is None


def test_deciding_not_to_notify_is_a_decision_with_reasons() -> None:
    given(*aware).when(asked.decide_not_to_notify).then(ex.not_notify_decided)


def test_a_decision_not_to_notify_can_be_looked_at_again() -> None:
    given(*considered, ex.criteria_met, ex.jurisdiction).when(asked.decide_to_notify).then(ex.notify_decided)


def test_considered_twice_with_nothing_new_says_nothing() -> None:
    given(*considered).when(asked.decide_not_to_notify).then_nothing()


def test_a_decided_notification_is_not_simply_undone() -> None:
    given(*notified).when(asked.decide_not_to_notify).then_refused("already-notified")

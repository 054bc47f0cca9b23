"""Two clocks: the authority's awareness and the criteria. The duty runs from the later; a wrong time is corrected
by an event that keeps the old one and its date.

Dates, by working days: of Thu 2 April 2026 (Good Friday 3 and Easter Monday 6 do not count) Tue 7=1, 8=2, 9=3,
10=4, Mon 13 April=5. Of Wed 1 April: 2=1, 7=2, 8=3, 9=4, Fri 10 April=5. Of Tue 7 April: 8=1, 9=2, 10=3, 13=4,
Tue 14 April=5.
"""

from datetime import date, datetime, timedelta

import pytest

from services.intake.backdating import ConfirmBackdating
from services.intake.casework import CorrectAwareness, CorrectCriteriaMet, RecordPartnerAwareness
from services.intake.decider.dates import due_on_if_any
from shared.events.backdating import BackdatingProposed
from shared.events.intake import (
    AwarenessCorrected,
    CriteriaMetCorrected,
    NotifyDecided,
    PartnerAwarenessRecorded,
    SnoozeEnded,
)
from shared.testing import NOON
from tests import examples as ex
from tests.intake import examples as asked
from tests.intake.stories import at, aware, given, met, notified, reported


def awareness_at(text: str) -> CorrectAwareness:
    return CorrectAwareness(incident_aware_at=at(text), reason="The night book says so.")


WORKED = [
    # awareness, criteria, due: whichever is later decides.
    ("2026-04-02T16:50+01:00", None, date(2026, 4, 13)),
    ("2026-04-01T21:15+01:00", None, date(2026, 4, 10)),
    ("2026-04-01T21:15+01:00", "2026-04-02T17:05+01:00", date(2026, 4, 13)),
    ("2026-04-02T16:50+01:00", "2026-04-07T10:30+01:00", date(2026, 4, 14)),
    # A Friday night: what the emergency duty team knows, the authority knows. Mon 8=1, 9=2, 10=3, 11=4, Fri 12=5.
    ("2026-06-05T23:40+01:00", None, date(2026, 6, 12)),
    # Ten minutes into Saturday: the same working days.
    ("2026-06-06T00:10+01:00", None, date(2026, 6, 12)),
    # Mon 15 June 2026 is a holiday in Scotland only, and counts here: Fri 12=1, Mon 15=2, 16=3, 17=4, Thu 18=5.
    ("2026-06-11T09:00+01:00", None, date(2026, 6, 18)),
    # A suspicion weeks after a death: 21=1, Fri 22=2, (Mon 25 May bank holiday), 26=3, 27=4, Thu 28 May=5.
    ("2026-04-02T16:50+01:00", "2026-05-20T12:00+01:00", date(2026, 5, 28)),
]


@pytest.mark.parametrize(("aware_at", "met_at", "due_on"), WORKED)
def test_the_notification_is_due_five_working_days_after_the_later_clock(
    aware_at: str, met_at: str | None, due_on: date
) -> None:
    assert due_on_if_any(at(aware_at), at(met_at) if met_at else None) == due_on


def test_nothing_is_due_before_awareness_nor_by_a_clock_that_nobody_can_count_from() -> None:
    assert due_on_if_any(None, None) is None
    assert due_on_if_any(at("2018-06-28T12:00Z"), None) is None
    assert due_on_if_any(at("2028-12-29T12:00Z"), None) is None


# Corrections.


def test_an_earlier_awareness_makes_it_due_earlier_and_keeps_the_old_date() -> None:
    said = given(*aware).when(awareness_at("2026-04-01T21:15+01:00")).then_one(AwarenessCorrected)
    assert (said.previous, said.incident_aware_at) == (ex.AWARE_AT, at("2026-04-01T20:15Z"))
    assert (said.previous_due_on, said.due_on) == (date(2026, 4, 13), date(2026, 4, 10))
    assert (said.previous_clock_starts_at, said.clock_starts_at) == (said.previous, said.incident_aware_at)


def test_an_earlier_awareness_moves_nothing_while_the_criteria_are_later() -> None:
    given(*met).when(asked.correct_awareness).then(ex.awareness_corrected)


def test_other_criteria_move_the_date_and_keep_the_old_one() -> None:
    """Later ones once two people have signed: see test_backdating."""
    said = given(*met).when(asked.correct_criteria, actor=asked.PROPOSER).happened
    confirm = ConfirmBackdating(proposal=said[0].proposal)  # type: ignore[attr-defined]
    signed = given(*met, *said).when(confirm, actor=asked.CONFIRMER)
    assert signed.then_one(CriteriaMetCorrected) == ex.criteria_corrected


def test_corrections_go_on_from_what_was_corrected() -> None:
    history = (*met, ex.criteria_corrected)
    back = CorrectCriteriaMet(criteria_met_at=ex.CRITERIA_MET_AT, reason="It was right at first.")
    said = given(*history).when(back).then_one(CriteriaMetCorrected)
    assert (said.previous, said.due_on) == (ex.criteria_corrected.criteria_met_at, ex.DUE_ON)


def test_a_decision_counts_from_the_corrected_times() -> None:
    decided = given(*met, ex.criteria_corrected).when(asked.decide_to_notify).then_one(NotifyDecided)
    assert decided.clock_starts_at == ex.criteria_corrected.criteria_met_at


def test_what_was_decided_already_can_still_be_corrected() -> None:
    given(*notified).when(asked.correct_awareness).then(ex.awareness_corrected)


def test_the_time_that_is_recorded_already_corrects_nothing() -> None:
    same = CorrectAwareness(incident_aware_at=ex.AWARE_AT, reason="To be sure.")
    given(*aware).when(same).then_nothing()


def test_only_what_was_recorded_is_corrected() -> None:
    given(*reported).when(asked.correct_awareness).then_refused("aware-first")
    given(*aware).when(asked.correct_criteria).then_refused("criteria-first")


def test_a_corrected_time_lies_in_the_past() -> None:
    ahead = NOON + timedelta(hours=1)
    given(*met).when(CorrectAwareness(incident_aware_at=ahead, reason="r")).then_refused("not-in-the-future")
    given(*met).when(CorrectCriteriaMet(criteria_met_at=ahead, reason="r")).then_refused("not-in-the-future")


@pytest.mark.parametrize(
    "command",
    [
        CorrectAwareness(incident_aware_at=ex.CRITERIA_MET_AT + timedelta(seconds=1), reason="r"),
        CorrectCriteriaMet(criteria_met_at=ex.AWARE_AT - timedelta(seconds=1), reason="r"),
    ],
    ids=["awareness", "criteria"],
)
def test_no_correction_puts_the_criteria_before_the_awareness(command: CorrectAwareness) -> None:
    given(*met).when(command).then_refused("not-before-awareness")


def test_a_decided_clock_is_not_corrected_to_one_that_nobody_can_count_from() -> None:
    class_b = ex.notify_decided.model_copy(update={"trigger_class": "B", "clock_starts_at": ex.AWARE_AT})
    given(*aware, class_b).when(awareness_at("2018-06-28T12:00Z")).then_refused("before-the-duty")
    undecided = given(*aware).when(awareness_at("2018-06-28T12:00Z")).then_one(BackdatingProposed)
    assert undecided.due_on is None


def test_who_sleeps_past_the_corrected_date_is_woken() -> None:
    asleep = (*aware, ex.snoozed.model_copy(update={"until_on": date(2026, 4, 13)}))
    early = awareness_at("2026-04-01T21:15+01:00")
    woken = given(*asleep).when(early, at=at("2026-04-03T09:00Z")).then_one(SnoozeEnded)
    assert woken.because == "the due date moved"


# What other agencies knew.


def test_what_a_partner_knew_is_recorded_and_starts_no_clock() -> None:
    given(*reported).when(asked.record_partner_awareness).then(ex.partner_aware)
    given(*reported, ex.partner_aware).when(asked.decide_to_notify).then_refused("aware-first")


def test_a_partners_knowledge_leaves_the_authoritys_clock_alone() -> None:
    decided = given(*met, ex.partner_aware).when(asked.decide_to_notify).then_one(NotifyDecided)
    assert (decided.incident_aware_at, decided.clock_starts_at) == (ex.AWARE_AT, ex.CRITERIA_MET_AT)


def test_a_partner_may_find_that_it_knew_earlier() -> None:
    earlier = RecordPartnerAwareness(partner="police", aware_at=ex.partner_aware.aware_at - timedelta(hours=3))
    assert len(given(*reported, ex.partner_aware).when(earlier).happened) == 1


@pytest.mark.parametrize("partner", ["hospital", "chief-officer-of-police"])
def test_whoever_takes_part_in_the_partnership_may_have_known(partner: str) -> None:
    knew = RecordPartnerAwareness(partner=partner, aware_at=ex.AWARE_AT)
    assert given(*reported).when(knew).then_one(PartnerAwarenessRecorded).partner == partner


@pytest.mark.parametrize("partner", ["polcie", "national-panel", "department-for-education"])
def test_of_somebody_unknown_no_knowledge_is_recorded(partner: str) -> None:
    refused = given(*reported).when(RecordPartnerAwareness(partner=partner, aware_at=ex.AWARE_AT)).refused
    assert refused and (refused.rule, refused.field) == ("unknown-partner", "/partner")


def test_nobody_knows_of_the_future(now: datetime = NOON) -> None:
    later = RecordPartnerAwareness(partner="police", aware_at=now + timedelta(hours=1))
    given(*reported).when(later, at=now).then_refused("not-in-the-future")

"""Two cases that are one incident: merged by a person, once, and parted again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.intake.commands import CountTakenOver, SetDutiesAside, TakeUpDuties
from services.intake.decider import incident
from services.intake.merging import merging
from services.intake.merging.commands import (
    AnswerMerged,
    KeepApart,
    MergeCase,
    Release,
    SuspectDuplicate,
    TakeOver,
    UndoMerge,
)
from shared.duties.life import ExplainLateness
from shared.events.base import Event
from shared.events.duties import DutyArose, DutyFellAway
from shared.events.intake import AuthorityBecameAware, AwarenessCorrected, ChildDied
from shared.events.merging import CaseMerged, CaseReleased, CaseTakenOver, MergedReportAnswered, MergeUndone
from shared.testing import Given
from tests import examples as ex
from tests.contracts import examples_reports as er
from tests.contracts.examples_keeping import erased
from tests.intake import examples as asked
from tests.intake.examples import decide_to_notify, record_awareness
from tests.intake.stories import death_known, death_reported, given, met

INCIDENT = incident(ex.partnership())
notified = [ex.incident_reported, ex.became_aware, ex.criteria_met, ex.notify_decided]
aware_only = (ex.incident_reported, ex.became_aware)
REASONS = "The police were called by the ward."
reported = Given(merging, [ex.incident_reported])
aware = reported.given(ex.incident_reported, ex.became_aware)
EARLIER = ex.AWARE_AT - timedelta(hours=5)
merge = MergeCase(into=er.OTHER_CASE, reasons=REASONS)
take_over = TakeOver(merged=er.OTHER_CASE, reported_by=er.by_the_police, incident_aware_at=EARLIER)
took_over = CaseTakenOver(**take_over.model_dump())
count = CountTakenOver(incident_aware_at=EARLIER)
aware_earlier = AuthorityBecameAware(
    reported_by=ex.reported_by, incident_aware_at=EARLIER, channel="a report of the same incident"
)


def test_nothing_is_merged_into_a_case_that_was_erased() -> None:
    reported.given(ex.incident_reported, erased).when(take_over).then_refused("erased")


def test_a_suspicion_is_said_once() -> None:
    suspect = SuspectDuplicate(other=er.OTHER_CASE, grounds=er.suspected.grounds)
    reported.when(suspect).then(er.suspected)
    reported.given(ex.incident_reported, er.suspected).when(suspect).then_nothing()


@pytest.mark.parametrize("settled", [er.kept_apart, er.merged], ids=["kept apart", "merged"])
def test_what_a_person_settled_is_not_suspected_again(settled: Event) -> None:
    suspect = SuspectDuplicate(other=er.OTHER_CASE, grounds=("the same place and day",))
    reported.given(ex.incident_reported, settled).when(suspect).then_nothing()


def test_two_cases_are_kept_apart_once_with_reasons() -> None:
    keep = KeepApart(other=er.OTHER_CASE, reasons="Cousins of one name.")
    reported.when(keep).then(er.kept_apart)
    reported.given(ex.incident_reported, er.kept_apart).when(keep).then_nothing()


@pytest.mark.parametrize("before", [er.merged, er.taken_over], ids=["into it", "it into this"])
def test_what_is_merged_cannot_be_kept_apart(before: Event) -> None:
    keep = KeepApart(other=er.OTHER_CASE, reasons=REASONS)
    reported.given(ex.incident_reported, before).when(keep).then_refused("merged")


def test_a_merged_case_tells_its_agency_and_its_awareness() -> None:
    aware.when(merge).then(er.merged)
    reported.when(merge).then(er.merged.model_copy(update={"incident_aware_at": None}))


def test_merging_again_says_nothing_and_into_another_is_refused() -> None:
    done = aware.given(ex.incident_reported, ex.became_aware, er.merged)
    done.when(merge).then_nothing()
    done.when(MergeCase(into=ex.CASE, reasons=REASONS)).then_refused("merged")


def test_a_merged_case_tells_in_which_class_it_was_notified_and_that_a_child_died() -> None:
    died = [ex.incident_reported.model_copy(update={"harm": "death"}), *notified[1:]]
    said = reported.given(*died).when(merge).then_one(CaseMerged)
    assert (said.trigger_class, said.died_known_at) == ("A", ex.AWARE_AT)
    said = reported.given(*notified, ex.reclassified).when(merge).then_one(CaseMerged)
    assert (said.trigger_class, said.died_known_at) == (None, None)


def test_no_case_is_merged_while_a_second_signature_is_awaited() -> None:
    reported.given(*notified, ex.proposed).when(merge).then_refused("awaits-signature")
    reported.given(*notified, ex.proposed, ex.declined).when(merge).then_one(CaseMerged)


def test_who_is_notified_of_is_not_lost_in_a_case_of_which_nobody_is() -> None:
    of_notified = take_over.model_copy(update={"notified": True})
    aware.when(of_notified).then_refused("notified-here")
    reported.given(*notified).when(of_notified).then_one(CaseTakenOver)
    reported.given(*notified, ex.reclassified).when(of_notified).then_refused("notified-here")


def test_what_others_were_merged_into_is_not_merged_on() -> None:
    reported.given(ex.incident_reported, er.taken_over).when(merge).then_refused("has-merged-cases")


def test_on_a_merged_case_nothing_more_is_decided() -> None:
    merged = Given(INCIDENT, [ex.incident_reported, er.merged])
    merged.when(record_awareness).then_refused("merged")
    merged.when(decide_to_notify).then_refused("merged")


def test_once_parted_it_is_decided_on_again() -> None:
    parted = Given(INCIDENT, [ex.incident_reported, er.merged, er.merge_undone])
    parted.when(record_awareness, at=ex.AWARE_AT).then(ex.became_aware)


def test_both_agencies_are_answered_with_what_is_known_by_then() -> None:
    screened = MergedReportAnswered(reported_by=er.by_the_police, case=er.OTHER_CASE, news="screened")
    aware.when(take_over).then(took_over, screened)
    reported.given(*notified).when(take_over).then(took_over, screened, er.answered)


@pytest.mark.parametrize(
    ("decided", "outcome"),
    [
        ((ex.not_notify_decided,), "considered and not notified"),
        ((ex.not_notify_decided, ex.reopened, ex.notify_decided), "to be notified to the national Panel"),
        ((ex.notify_decided, ex.reclassified), "notification withdrawn"),
    ],
)
def test_an_agency_whose_report_is_merged_later_is_told_what_stands_and_not_what_stood(
    decided: tuple[Event, ...], outcome: str
) -> None:
    answers = reported.given(*aware_only, *decided).when(take_over).happened[1:]
    assert [it.outcome for it in answers if isinstance(it, MergedReportAnswered)] == [None, outcome]


def test_the_earliest_awareness_counts_and_the_old_one_is_kept() -> None:
    corrected = given(*met).when(count).then_one(AwarenessCorrected)
    assert (corrected.previous, corrected.incident_aware_at) == (ex.AWARE_AT, EARLIER)
    assert corrected.previous_due_on and corrected.due_on
    for theirs in (ex.AWARE_AT, ex.AWARE_AT + timedelta(hours=1), None):
        given(*met).when(CountTakenOver(incident_aware_at=theirs)).then_nothing()


def test_a_case_of_which_the_authority_was_not_aware_takes_the_others_awareness() -> None:
    given(ex.incident_reported).when(count).then(aware_earlier)


def test_merged_onto_a_later_awareness_the_clock_of_a_notification_moves_and_both_dates_are_kept() -> None:
    """W1 a day earlier: aware on Wed 1 April 2026, so the fifth working day is Fri 10 April and not Mon 13."""
    day_before = datetime(2026, 4, 1, 15, 0, tzinfo=UTC)
    from_aware = (*aware_only, ex.notify_decided.model_copy(update={"trigger_class": "B"}))
    corrected = given(*from_aware).when(CountTakenOver(incident_aware_at=day_before)).then_one(AwarenessCorrected)
    assert (corrected.previous_due_on, corrected.due_on) == (date(2026, 4, 13), date(2026, 4, 10))


def test_a_clock_from_before_there_was_a_duty_refuses_the_merge() -> None:
    long_ago = datetime(2010, 1, 1, tzinfo=UTC)
    from_aware = (*aware_only, ex.notify_decided)
    given(*from_aware).when(CountTakenOver(incident_aware_at=long_ago)).then_refused("before-the-duty")


def test_awareness_taken_over_of_a_death_is_owed_to_the_overview_panel() -> None:
    """A merge made the authority aware of a death: found owed to nobody before."""
    duty = given(death_reported).when(count).then_one(DutyArose)
    assert duty.due.due_at == EARLIER + timedelta(hours=48)
    counted = given(*death_known).when(count)
    assert [type(event) for event in counted.happened] == [AwarenessCorrected, DutyFellAway, DutyArose]


def test_a_death_that_only_the_merged_report_knew_of_is_owed_to_the_overview_panel_here() -> None:
    died = CountTakenOver(died_known_at=EARLIER)
    assert [type(event) for event in given(*aware_only).when(died).happened] == [ChildDied, DutyArose]
    given(*death_known).when(died).then_nothing()


def test_what_a_merged_case_still_owed_falls_away_and_arises_again_when_parted() -> None:
    aside = given(*death_known).when(SetDutiesAside())
    fell = aside.then_one(DutyFellAway)
    merged = (*death_known, er.merged, fell)
    given(*merged).when(SetDutiesAside()).then_nothing()
    again = given(*merged, er.merge_undone).when(TakeUpDuties()).then_one(DutyArose)
    assert again.due == next(e.due for e in death_known if isinstance(e, DutyArose))
    given(*death_known).when(TakeUpDuties()).then_nothing()


def test_what_was_told_to_the_overview_panel_before_the_merge_stays_told() -> None:
    met_ = given(*death_known).when(asked.death_notified).happened
    told = (*death_known, *met_)
    given(*told).when(SetDutiesAside()).then_nothing()
    given(*told, er.merged, er.merge_undone).when(TakeUpDuties()).then_nothing()


def test_lateness_on_a_merged_case_can_still_be_explained() -> None:
    merged = given(*death_known, er.merged)
    merged.when(ExplainLateness(duty=ex.DUTY, reason="r")).then_refused("no-such-duty")  # not "merged"


def test_a_merged_case_takes_over_no_other() -> None:
    reported.given(ex.incident_reported, er.merged).when(take_over).then_refused("merged")


def test_no_case_is_merged_into_itself() -> None:
    itself = take_over.model_copy(update={"reported_by": ex.reported_by})
    reported.when(itself).then_refused("merged")


def test_there_must_be_a_case_to_take_over() -> None:
    Given(merging).when(take_over).then_refused("no-such-case")
    Given(merging, [ex.report_tested]).when(take_over).then_refused("no-such-case")


def test_the_agency_of_a_merged_case_is_answered_too() -> None:
    taken = reported.given(ex.incident_reported, er.taken_over)
    answer = AnswerMerged(news="notified", outcome=er.answered.outcome)
    taken.when(answer).then(er.answered)
    reported.when(answer).then_nothing()
    taken.given(*taken.history, er.released).when(answer).then_nothing()


def test_a_merge_is_undone_once() -> None:
    undo = UndoMerge(reasons="Two children, two days.")
    merged = reported.given(ex.incident_reported, er.merged)
    merged.when(undo).then(er.merge_undone)
    merged.given(*merged.history, er.merge_undone).when(undo).then_nothing()


def test_undone_the_notification_stands_again_from_its_own_clock() -> None:
    merged = er.merged.model_copy(update={"trigger_class": "A"})
    undone = reported.given(*notified, merged).when(UndoMerge(reasons="Two children.")).then_one(MergeUndone)
    starts_at = ex.notify_decided.clock_starts_at
    assert (undone.trigger_class, undone.clock_starts_at) == ("A", starts_at)


def test_once_parted_the_case_has_its_own_awareness_again() -> None:
    taken_over = given(*aware_only, took_over).when(count).then_one(AwarenessCorrected)
    release = Release(merged=er.OTHER_CASE)
    reported.given(*aware_only, took_over, taken_over).when(release).then(
        CaseReleased(merged=er.OTHER_CASE, incident_aware_at=ex.AWARE_AT)
    )
    reported.given(ex.incident_reported, took_over, aware_earlier).when(release).then(
        CaseReleased(merged=er.OTHER_CASE)
    )
    reported.when(release).then_nothing()


def test_the_incident_forgets_an_awareness_that_was_only_the_others() -> None:
    history = [ex.incident_reported, took_over, aware_earlier, CaseReleased(merged=er.OTHER_CASE)]
    Given(INCIDENT, history).when(record_awareness, at=ex.AWARE_AT).then(ex.became_aware)


def test_what_was_decided_on_the_earlier_awareness_stays() -> None:
    history = [ex.incident_reported, took_over, aware_earlier, ex.criteria_met, ex.notify_decided]
    kept = CaseReleased(merged=er.OTHER_CASE, incident_aware_at=EARLIER)
    reported.given(*history).when(Release(merged=er.OTHER_CASE)).then(kept)


def test_undone_and_merged_again_it_is_merged() -> None:
    history = [ex.incident_reported, ex.became_aware, er.merged, er.merge_undone]
    reported.given(*history).when(merge).then(er.merged)

"""Two cases that are one incident: merged by a person, once, and parted again."""

from datetime import timedelta

import pytest

from services.intake.decider import incident
from services.intake.merging import (
    AnswerMerged,
    KeepApart,
    MergeCase,
    Release,
    SuspectDuplicate,
    TakeOver,
    UndoMerge,
    merging,
)
from shared.events.base import Event
from shared.events.intake import AuthorityBecameAware
from shared.events.merging import CaseMerged, CaseReleased, CaseTakenOver, MergedReportAnswered
from shared.testing import Given
from tests import examples as ex
from tests.contracts import examples_reports as er
from tests.intake.examples import decide_to_notify, record_awareness

INCIDENT = incident(ex.partnership())
REASONS = "The police were called by the ward."
reported = Given(merging, [ex.incident_reported])
aware = reported.given(ex.incident_reported, ex.became_aware)
EARLIER = ex.AWARE_AT - timedelta(hours=5)
merge = MergeCase(into=er.OTHER_CASE, reasons=REASONS)
take_over = TakeOver(merged=er.OTHER_CASE, reported_by=er.by_the_police, incident_aware_at=EARLIER)
took_over = CaseTakenOver(**take_over.model_dump())
aware_earlier = AuthorityBecameAware(
    reported_by=ex.reported_by, incident_aware_at=EARLIER, channel="a report of the same incident"
)


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


def test_what_is_to_be_notified_is_not_merged_away() -> None:
    notified = [ex.incident_reported, ex.became_aware, ex.criteria_met, ex.notify_decided]
    reported.given(*notified).when(merge).then_refused("already-notified")
    reported.given(*notified, ex.reclassified).when(merge).then_one(CaseMerged)


def test_what_others_were_merged_into_is_not_merged_on() -> None:
    reported.given(ex.incident_reported, er.taken_over).when(merge).then_refused("has-merged-cases")


def test_on_a_merged_case_nothing_more_is_decided() -> None:
    merged = Given(INCIDENT, [ex.incident_reported, er.merged])
    merged.when(record_awareness).then_refused("merged")
    merged.when(decide_to_notify).then_refused("merged")


def test_once_parted_it_is_decided_on_again() -> None:
    parted = Given(INCIDENT, [ex.incident_reported, er.merged, er.merge_undone])
    parted.when(record_awareness).then(ex.became_aware)


def test_the_earliest_awareness_counts() -> None:
    aware.when(take_over).then(
        took_over,
        aware_earlier,
        MergedReportAnswered(reported_by=er.by_the_police, case=er.OTHER_CASE, news="screened"),
    )
    later = take_over.model_copy(update={"incident_aware_at": ex.AWARE_AT + timedelta(hours=1)})
    assert not [e for e in _said(aware, later) if isinstance(e, AuthorityBecameAware)]


def test_a_case_of_which_the_authority_was_not_aware_takes_the_others_awareness() -> None:
    reported.when(take_over).then(took_over, aware_earlier)


def test_a_clock_that_runs_is_not_moved_by_a_merge() -> None:
    notified = aware.given(ex.incident_reported, ex.became_aware, ex.criteria_met, ex.notify_decided)
    notified.when(take_over).then_refused("earlier-awareness")
    same = take_over.model_copy(update={"incident_aware_at": ex.AWARE_AT})
    assert [type(e) for e in _said(notified, same)] == [CaseTakenOver, MergedReportAnswered, MergedReportAnswered]


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
    taken.when(AnswerMerged(news="notified")).then(er.answered)
    reported.when(AnswerMerged(news="notified")).then_nothing()
    taken.given(*taken.history, er.released).when(AnswerMerged(news="notified")).then_nothing()


def test_a_merge_is_undone_once() -> None:
    undo = UndoMerge(reasons="Two children, two days.")
    merged = reported.given(ex.incident_reported, er.merged)
    merged.when(undo).then(er.merge_undone)
    merged.given(*merged.history, er.merge_undone).when(undo).then_nothing()


def test_once_parted_the_case_has_its_own_awareness_again() -> None:
    history = [ex.incident_reported, ex.became_aware, took_over, aware_earlier]
    release = Release(merged=er.OTHER_CASE)
    reported.given(*history).when(release).then(
        CaseReleased(merged=er.OTHER_CASE, incident_aware_at=ex.AWARE_AT),
        aware_earlier.model_copy(update={"incident_aware_at": ex.AWARE_AT}),
    )
    reported.given(ex.incident_reported, took_over, aware_earlier).when(release).then(
        CaseReleased(merged=er.OTHER_CASE)
    )
    reported.when(release).then_nothing()


def test_the_incident_forgets_an_awareness_that_was_only_the_others() -> None:
    history = [ex.incident_reported, took_over, aware_earlier, CaseReleased(merged=er.OTHER_CASE)]
    Given(INCIDENT, history).when(record_awareness).then(ex.became_aware)


def test_what_was_decided_on_the_earlier_awareness_stays() -> None:
    history = [ex.incident_reported, took_over, aware_earlier, ex.criteria_met, ex.notify_decided]
    kept = CaseReleased(merged=er.OTHER_CASE, incident_aware_at=EARLIER)
    reported.given(*history).when(Release(merged=er.OTHER_CASE)).then(kept)


def test_undone_and_merged_again_it_is_merged() -> None:
    history = [ex.incident_reported, ex.became_aware, er.merged, er.merge_undone]
    reported.given(*history).when(merge).then(er.merged)


def _said(given: Given, command: TakeOver) -> list[Event]:
    then = given.when(command)
    assert then.refused is None
    return then.happened

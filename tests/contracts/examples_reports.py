"""One good example of everything that intake says of reports beside the first."""

from shared.events.base import Event
from shared.events.intake import ReportedBy
from shared.events.merging import (
    CaseMerged,
    CaseReleased,
    CaseTakenOver,
    DuplicateSuspected,
    KeptApart,
    MergedReportAnswered,
    MergeUndone,
)
from shared.sealed import Sealed
from tests import examples as ex

OTHER_CASE = "5e0c2a11-90ab-5cde-8f01-23456789abcd"
by_the_police = ReportedBy(agency="police", report="hc-77", agency_reference="HC-2026-4711")

suspected = DuplicateSuspected(other=OTHER_CASE, grounds=("the same NHS number",))
kept_apart = KeptApart(other=OTHER_CASE, reasons=Sealed.of("Cousins of one name."))
merged = CaseMerged(
    into=OTHER_CASE,
    reported_by=ex.reported_by,
    incident_aware_at=ex.AWARE_AT,
    reasons=Sealed.of("The police were called by the ward."),
)
merge_undone = MergeUndone(into=OTHER_CASE, reasons=Sealed.of("Two children, two days."))
taken_over = CaseTakenOver(merged=OTHER_CASE, reported_by=by_the_police, incident_aware_at=ex.AWARE_AT)
released = CaseReleased(merged=OTHER_CASE, incident_aware_at=ex.AWARE_AT)
answered = MergedReportAnswered(reported_by=by_the_police, case=OTHER_CASE, news="notified")

MERGING: tuple[Event, ...] = (suspected, kept_apart, merged, merge_undone, taken_over, released, answered)
REPORTS: tuple[Event, ...] = MERGING

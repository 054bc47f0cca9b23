"""One good example of everything that intake says of reports beside the first."""

from datetime import date
from uuid import UUID

from shared.events.agencies import AgencyConformant, AgencyResumed, AgencySuspended, SamplePassed
from shared.events.amendments import (
    AmendmentAcknowledged,
    AttachmentBlocked,
    AttachmentKept,
    ReportAddedTo,
    ReportCorrected,
    ReportWithdrawn,
)
from shared.events.base import Event
from shared.events.calendar import (
    CalendarExtended,
    HolidayDropped,
    HolidayProposed,
    HolidayWithdrawalDropped,
    HolidayWithdrawalProposed,
    HolidayWithdrawn,
)
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
from shared.events.openings import ReasonsOpened, ReportOpened
from shared.events.report import Relative
from shared.events.scanned import DocumentScanned
from shared.sealed import Sealed
from tests import examples as ex

OTHER_CASE = "5e0c2a11-90ab-5cde-8f01-23456789abcd"
by_the_police = ReportedBy(agency="police", report="hc-77", agency_reference="HC-2026-4711")

child = ex.child.model_copy(
    update={
        "date_of_death": date(2026, 4, 3),
        "other_names": ("Ffi Example",),
        "sex": "F",
        "ethnicity": "WBRI",
        "disabilities": ("NONE",),
        "legal_status": "C1",
        "placement_type": "U1",
        "child_in_need": True,
        "child_protection_plan": "previous",
        "child_protection_category": "NEG",
        "education": "below school age",
        "known_to": ("health visiting",),
        "family": (Relative(name="Gwen Example", relationship="parent", in_household=True),),
    }
)
RESPONSE = {
    "incident_time": "14:20",
    "incident_time_precision": "approximate",
    "location_type": "home",
    "harm_types": ("physical",),
    "injuries": "Of the head.",
    "abuse_or_neglect": "suspected",
    "immediate_action": "The sister stays with an aunt.",
    "police_reference": "HC-4711-26",
    "coroner_informed": True,
}

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
answered = MergedReportAnswered(
    reported_by=by_the_police, case=OTHER_CASE, news="notified", outcome=ex.outcome_told.outcome
)

MERGING: tuple[Event, ...] = (suspected, kept_apart, merged, merge_undone, taken_over, released, answered)
corrected = ReportCorrected(
    reported_by=ex.reported_by,
    amendment="rep-0001-c1",
    la_code="E06000045",
    harm="death",
    incident_on=date(2026, 4, 2),
    incident_precision="day",
    agency_aware_at=ex.AGENCY_AWARE_AT,
    children=1,
    flags=("the agency was aware before the incident",),
    details=Sealed.of(ex.details.model_copy(update={"children": (child,), **RESPONSE})),
    reasons=Sealed.of("The child died in the night."),
)
added_to = ReportAddedTo(
    reported_by=ex.reported_by, amendment="rep-0001-a1", information=Sealed.of("A scan was made at noon.")
)
report_withdrawn = ReportWithdrawn(
    reported_by=ex.reported_by, amendment="rep-0001-w1", reasons=Sealed.of("Entered for the wrong child.")
)
attachment_kept = AttachmentKept(
    reported_by=ex.reported_by,
    attachment=UUID(int=0x52),
    sha256=ex.ANSWER_HASH,
    size=48_211,
    media_type="application/pdf",
    kind="letter",
    name=Sealed.of("Letter of the ward.pdf"),
)
amendment_acknowledged = AmendmentAcknowledged(
    reported_by=ex.reported_by, case=ex.CASE, amendment="rep-0001-c1", what="correction"
)

scanned = DocumentScanned(
    document=UUID(int=0x52),
    found="",
    scanner="ClamAV 1.4.6/27800/Mon Mar  9 08:00:00 2026",
    reported_by=ex.reported_by,
)
attachment_blocked = AttachmentBlocked(
    reported_by=ex.reported_by, case=ex.CASE, attachment=UUID(int=0x52), found="Win.Test.EICAR_HDB-1"
)

AMENDMENTS: tuple[Event, ...] = (
    *(corrected, added_to, report_withdrawn, attachment_kept, amendment_acknowledged),
    *(scanned, attachment_blocked),
)
AGENCIES: tuple[Event, ...] = (
    SamplePassed(agency="hospital", report="test-1"),
    AgencyConformant(agency="hospital"),
    AgencySuspended(agency="hospital", reasons=Sealed.of("It sends every report a hundred times.")),
    AgencyResumed(agency="hospital", reasons=Sealed.of("Mended, and tried with tests.")),
)
CALENDAR: tuple[Event, ...] = (
    HolidayProposed(
        place="england-and-wales", day=ex.holiday.day, holiday=ex.holiday.name, proposer="person:duty-officer"
    ),
    HolidayDropped(place="any-uk", day=ex.holiday.day),
    CalendarExtended(
        place="england-and-wales",
        day=ex.holiday.day,
        holiday=ex.holiday.name,
        proposed_by="person:duty-officer",
        approved_by="person:service-manager",
    ),
    HolidayWithdrawalProposed(place="england-and-wales", day=ex.holiday.day, proposer="person:service-manager"),
    HolidayWithdrawalDropped(place="any-uk", day=ex.holiday.day),
    HolidayWithdrawn(
        place="england-and-wales",
        day=ex.holiday.day,
        holiday=ex.holiday.name,
        proposed_by="person:service-manager",
        approved_by="person:duty-officer",
    ),
)
reasons_opened = ReasonsOpened(case=ex.CASE, purpose="quality check")  # each service says it of its own
OPENINGS: tuple[Event, ...] = (
    ReportOpened(case=ex.CASE, purpose="decision", attachment=attachment_kept.attachment),
    reasons_opened,
)
REPORTS: tuple[Event, ...] = (*MERGING, *AMENDMENTS, *AGENCIES, *CALENDAR, *OPENINGS)

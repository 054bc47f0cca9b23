"""One good example of every event about learning, in literals: a golden file has one meaning."""

from datetime import date

from shared.events.base import Event
from shared.events.learning import (
    ActionAgreed,
    ActionEmbedded,
    ActionImplemented,
    ActionProposed,
    ActionRejected,
    ActionReopened,
    ActionStarted,
    ActionVerified,
    AuditConcluded,
    AuditPlanned,
    BriefingAnswered,
    BriefingDisseminated,
    EvidenceAdded,
    FindingRecorded,
    FindingRecurred,
    ImpactMeasured,
    LearningOpened,
    LearningReminderRaised,
    RecommendationIssued,
    RecommendationLinked,
    RecurrenceConfirmed,
    RecurrenceDismissed,
)
from shared.sealed import Sealed

HOSPITAL, POLICE = "Portsea General Hospital", "Meon Valley Police"
EARLIER_CASE = "0d3c8f5e-6a70-5b5e-8a43-0f6f6b3f6a11"

LEARNING: tuple[Event, ...] = (
    FindingRecorded(
        finding="F1",
        theme="injuries in babies",
        aspects=("bruising guidance",),
        vocabulary="2024",
        organisations=(HOSPITAL,),
        found_on=date(2026, 6, 1),
        text=Sealed.of("Three versions of the guidance were in use."),
    ),
    RecommendationIssued(
        recommendation="R9",
        owner=HOSPITAL,
        due_on=date(2027, 1, 31),
        findings=("F1",),
        text=Sealed.of("One guide for all."),
    ),
    RecommendationLinked(recommendation="R1", findings=("F1",)),
    ActionProposed(
        action="A1",
        recommendation="R1",
        owner=HOSPITAL,
        due_on=date(2026, 9, 30),
        text=Sealed.of("Write one guide."),
    ),
    ActionAgreed(action="A1"),
    ActionRejected(action="A2", reasons=Sealed.of("The network's guide is being rewritten.")),
    ActionStarted(action="A1", due_on=date(2026, 12, 31)),
    ActionImplemented(action="A1", implemented_on=date(2026, 8, 31), claimed_by="person:hospital.lead"),
    EvidenceAdded(
        action="A1", evidence="E1", kind="document", document_hash="ab" * 32, text=Sealed.of("The guide itself.")
    ),
    ActionVerified(
        action="A1",
        organisation=POLICE,
        verified_on=date(2026, 10, 1),
        verified_by="person:police.lead",
        method="observation",
        text=Sealed.of("It lies on every ward."),
    ),
    ImpactMeasured(
        action="A1",
        after="six months",
        measured_on=date(2027, 2, 28),
        embedded=True,
        text=Sealed.of("41 of 44 referrals in time."),
    ),
    ActionEmbedded(action="A1"),
    ActionReopened(
        action="A1",
        because="finding recurred",
        times=1,
        reasons=Sealed.of("A ward has its own leaflet again."),
        in_case=EARLIER_CASE,
        by_finding="F3",
    ),
    RecurrenceConfirmed(
        finding="F3", earlier_case=EARLIER_CASE, earlier_finding="F1", reasons=Sealed.of("The same again.")
    ),
    RecurrenceDismissed(
        finding="F4", earlier_case=EARLIER_CASE, earlier_finding="F1", reasons=Sealed.of("It only looks alike.")
    ),
    FindingRecurred(finding="F1", in_case=EARLIER_CASE, by_finding="F3"),
    BriefingDisseminated(briefing="B1", organisation=POLICE, sent_on=date(2026, 9, 1)),
    BriefingAnswered(
        briefing="B1",
        organisation=POLICE,
        use="team discussion",
        people_reached=45,
        answered_on=date(2026, 10, 1),
        text=Sealed.of("In every team meeting of September."),
    ),
    AuditPlanned(
        audit="U1",
        theme="injuries in babies",
        actions=("A1",),
        organisation=POLICE,
        planned_for=date(2027, 4, 1),
        text=Sealed.of("Thirty records of babies with a bruise."),
    ),
    AuditConcluded(
        audit="U1", done_on=date(2027, 4, 20), not_embedded=("A1",), text=Sealed.of("Eleven of thirty.")
    ),
    LearningReminderRaised(action="A1", step="due soon", due_on=date(2026, 9, 30)),
    LearningOpened(case="5b0e9f37-6b1f-5c0d-9a44-2f616d9a3c5e", purpose="assurance"),
)

"""One good example of everything that intake and the notifier say, and of every duty's and dispatch's life.

The case is the worked date W1: a hospital tells the authority on Thursday 2 April 2026 at 16:50, the day before
Good Friday, so that the Panel must know by Monday 13 April. Nobody in it exists.
"""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from uuid import UUID, uuid5

from shared import partnership as configuration
from shared.deadline import Due
from shared.dispatch.life import message_id
from shared.events.base import (
    Event,
    QuarantineDiscarded,
    QuarantineOpened,
    QuarantinePurged,
    QuarantineReplayed,
    RecordQuarantined,
)
from shared.events.dispatch import (
    DispatchAttempted,
    DispatchDoubtResolved,
    DispatchDue,
    DispatchFailed,
    DispatchHandedOver,
    DispatchInDoubt,
    DispatchProofKept,
    DispatchReceived,
    DispatchRedated,
    DispatchRefused,
    DispatchValidated,
    DispatchWithdrawn,
)
from shared.events.duties import (
    DeadlineMissed,
    DeadlineRecomputed,
    DutyAcknowledged,
    DutyArose,
    DutyFellAway,
    DutyMet,
    DutyReopened,
    LatenessExplained,
    ReminderMailed,
    ReminderRaised,
    ReminderUndeliverable,
)
from shared.events.intake import (
    AbsenceEnded,
    AbsenceRecorded,
    AuthorityBecameAware,
    AwarenessCorrected,
    CaseAssigned,
    CaseSnoozed,
    Child,
    ChildDied,
    ConcernedAuthority,
    CriteriaMetCorrected,
    DecisionReopened,
    IncidentReclassified,
    IncidentReported,
    JurisdictionRecorded,
    NewInformationReceived,
    NotifiableCriteriaMet,
    NotifyDecided,
    NotNotifyDecided,
    OutcomeTold,
    PartnerAwarenessRecorded,
    PartnerConsulted,
    ReclassificationDeclined,
    ReclassificationProposed,
    ReportAcknowledged,
    ReportDetails,
    ReportedBy,
    ReportRefused,
    ReportScreened,
    ReportTested,
    SnoozeEnded,
    TriggerClassified,
)
from shared.events.notifier import (
    CircumstancesNoted,
    Concerned,
    NotificationApproved,
    NotificationClosed,
    NotificationDrafted,
    NotificationOpened,
    NotificationReclassified,
    NotificationRecounted,
    NotificationRefused,
    NotificationReinstated,
    NotificationSubmitted,
    NotificationSuperseded,
    NotificationWithdrawn,
    NotPracticableToTell,
    SupplementApproved,
    SupplementDrafted,
    ToldInPerson,
)
from shared.events.recipients import (
    RecipientChangeConfirmed,
    RecipientChangeDropped,
    RecipientChangeProposed,
)
from shared.events.telling import OtherAuthorityTold
from shared.partnership import Partnership
from shared.proclaimed import Holiday
from shared.sealed import Sealed

CASE = "0f6c2a4e-7d1b-5c3a-8e9f-1a2b3c4d5e6f"
NOTIFICATION = uuid5(UUID(int=1), "notification")  # as shared.testing's occasion derives it
PANEL = "national-panel"
DUTY = uuid5(NOTIFICATION, f"duty/{PANEL}")
DISPATCH = uuid5(NOTIFICATION, f"dispatch/{PANEL}/1")
QUARANTINE = UUID(int=0x51)
PROPOSAL = uuid5(UUID(int=1), "reclassification")
ABSENCE = uuid5(UUID(int=1), "absence")

AGENCY_AWARE_AT = datetime(2026, 4, 1, 22, 30, tzinfo=UTC)  # 23:30 in London, still 1 April: an oddity
AWARE_AT = datetime(2026, 4, 2, 15, 50, tzinfo=UTC)  # 16:50 in London
CRITERIA_MET_AT = datetime(2026, 4, 2, 16, 5, tzinfo=UTC)
SENT_AT = datetime(2026, 4, 9, 10, 0, tzinfo=UTC)
ATTEMPTED_AT = SENT_AT
REFUSED_AT = datetime(2026, 4, 10, 7, 15, tzinfo=UTC)
# Good Friday 3 and Easter Monday 6 do not count: Tue 7=1, 8=2, 9=3, Fri 10=4, Mon 13=5.
DUE_ON = date(2026, 4, 13)

DRAFTER = "person:drafter"
APPROVER = "person:approver"
ANSWER_HASH = "2d8bd7d9bb5f85ba643f0110d50cb506a1fe439e769a22503193ea6046bb87f7"


@cache
def partnership() -> Partnership:
    """The one that is shipped: who is told of what is read from it."""
    return configuration.load(Path(__file__).parents[1] / "deploy" / "partnership.toml")


# People and what was reported.
child = Child(
    first_name="Ffion",
    last_name="Example-ap-Gwilym",
    date_of_birth=date(2025, 11, 3),
    nhs_number="9434765919",
    address="1 Nowhere Lane, Portsea",
)
details = ReportDetails(
    children=(child,),
    outline="Brought in unresponsive; injuries that nobody could explain.",
    place="At home",
    reporter_name="Dr Paediatrician Example",
    reporter_contact="ward@hospital.example",
)
reported_by = ReportedBy(agency="hospital", report="rep-0001", agency_reference="PGH-2026-17")

# Intake.
incident_reported = IncidentReported(
    reported_by=reported_by,
    la_code="E06000045",
    harm="serious harm",
    incident_on=date(2026, 4, 2),
    incident_precision="day",
    agency_aware_at=AGENCY_AWARE_AT,
    children=1,
    flags=("the agency was aware before the incident",),
    details=Sealed.of(details),
)
report_tested = ReportTested(
    reported_by=reported_by,
    la_code="E06000045",
    harm="serious harm",
    children=1,
    flags=("the agency was aware before the incident",),
)
became_aware = AuthorityBecameAware(reported_by=reported_by, incident_aware_at=AWARE_AT, channel="duty telephone")
criteria_met = NotifiableCriteriaMet(limb="in area", suspicion="suspected", criteria_met_at=CRITERIA_MET_AT)
notify_decided = NotifyDecided(
    reported_by=reported_by,
    trigger_class="A",
    clock_starts_at=CRITERIA_MET_AT,
    incident_aware_at=AWARE_AT,
    grounds="",
    stated_grounds=Sealed.of("serious harm, abuse suspected"),
    authority="Director of Children's Services",
    partner_views={"integrated-care-board": "notify", "chief-officer-of-police": "no view"},
    reasons=Sealed.of("The injuries have no accidental explanation."),
    looked_after=False,
    died=False,
    to_be_told=(ConcernedAuthority(la_code="E10000014", connection="home"),),
)
not_notify_decided = NotNotifyDecided(
    reported_by=reported_by,
    trigger_class="D",
    grounds="",
    stated_grounds=Sealed.of("no abuse or neglect known or suspected"),
    authority="Director of Children's Services",
    partner_views={"integrated-care-board": "do not notify"},
    reasons=Sealed.of("An accident in front of witnesses."),
)
proposed = ReclassificationProposed(
    proposal=PROPOSAL,
    proposed_by="person:service-manager",
    asked="person:assistant-director",
    previous="A",
    trigger_class="D",
    reasons=Sealed.of("A second opinion found a disease of the bones."),
)
declined = ReclassificationDeclined(
    proposal=PROPOSAL, reasons=Sealed.of("The second opinion was about another child.")
)
reclassified = IncidentReclassified(
    previous="A",
    trigger_class="D",
    second_signature="person:assistant-director",
    reasons=Sealed.of("A second opinion found a disease of the bones."),
    proposal=PROPOSAL,
    proposed_by="person:service-manager",
    reported_by=reported_by,
)
# The clock runs from the later of the two, the criteria of Thu 2 April, so the date stays.
awareness_corrected = AwarenessCorrected(
    previous=AWARE_AT,
    incident_aware_at=datetime(2026, 4, 1, 20, 15, tzinfo=UTC),
    previous_clock_starts_at=CRITERIA_MET_AT,
    clock_starts_at=CRITERIA_MET_AT,
    previous_due_on=DUE_ON,
    due_on=DUE_ON,
    reason=Sealed.of("The emergency duty team had a call from the ward the evening before."),
)
# Criteria of Tue 7 April: 8=1, 9=2, 10=3, 13=4, Tue 14=5.
criteria_corrected = CriteriaMetCorrected(
    previous=CRITERIA_MET_AT,
    criteria_met_at=datetime(2026, 4, 7, 9, 30, tzinfo=UTC),
    previous_clock_starts_at=CRITERIA_MET_AT,
    clock_starts_at=datetime(2026, 4, 7, 9, 30, tzinfo=UTC),
    previous_due_on=DUE_ON,
    due_on=date(2026, 4, 14),
    reason=Sealed.of("The first opinion named a fall; the suspicion came with the second."),
)
partner_aware = PartnerAwarenessRecorded(partner="police", aware_at=datetime(2026, 4, 1, 23, 40, tzinfo=UTC))
authority_told = OtherAuthorityTold(
    la_code="E10000014",
    duty=DUTY,
    told_by="person:team-manager",
    told_at=datetime(2026, 4, 7, 9, 30, tzinfo=UTC),
    account=Sealed.of("Its front door was telephoned; the duty manager has taken it up."),
)
jurisdiction = JurisdictionRecorded(
    country="England",
    incident_la_code="E06000045",
    residence_la_code="E10000014",
    limb="in area",
    held_by="E06000045",
    ours=True,
    to_be_told=(ConcernedAuthority(la_code="E10000014", connection="home"),),
)
classified = TriggerClassified(
    trigger_class="A", suspicion="suspected", looked_after=False, care_leaver=False, under_18=True, under_25=True
)
consulted = PartnerConsulted(
    partner="integrated-care-board", view="notify", consulted_at=datetime(2026, 4, 2, 16, 30, tzinfo=UTC)
)
new_information = NewInformationReceived(
    told_by="hospital",
    received_at=datetime(2026, 4, 20, 9, 0, tzinfo=UTC),
    information=Sealed.of("A second set of images shows older fractures."),
)
reopened = DecisionReopened(because="new information")
child_died = ChildDied(known_at=datetime(2026, 4, 5, 6, 20, tzinfo=UTC))
assigned = CaseAssigned(officer="person:service-manager", deputy="person:team-manager")
snoozed = CaseSnoozed(
    until_on=date(2026, 4, 9), due_on=DUE_ON, reason=Sealed.of("The radiologist reports on Wednesday.")
)
snooze_ended = SnoozeEnded(because="new information")
absent = AbsenceRecorded(
    absence=ABSENCE,
    officer="person:assistant-director",
    deputy="person:head-of-service",
    from_on=date(2026, 4, 7),
    until_on=date(2026, 4, 17),
)
back = AbsenceEnded(absence=ABSENCE)
acknowledged = ReportAcknowledged(reported_by=reported_by, case=CASE)
screened = ReportScreened(reported_by=reported_by, case=CASE)
outcome_told = OutcomeTold(reported_by=reported_by, case=CASE, outcome="to be notified to the national Panel")
refused = ReportRefused(quarantine=QUARANTINE, offset=7, reason="Field required", pointer="/data/harm")
quarantined = RecordQuarantined(
    quarantine=QUARANTINE,
    topic="partner.hospital.incidents",
    partition=0,
    offset=7,
    reason="Field required",
    pointer="/data/harm",
    record=Sealed.of("eyJzcGVjdmVyc2lvbiI6IjEuMCJ9"),
    headers=Sealed.of((("content-type", "YXBwbGljYXRpb24vanNvbg=="),)),
)
replayed = QuarantineReplayed(
    quarantine=QUARANTINE, case=CASE, corrected=True, reason=Sealed.of("The ward confirmed what happened.")
)
discarded = QuarantineDiscarded(quarantine=QUARANTINE, reason=Sealed.of("A test of the agency's new system."))
record_opened = QuarantineOpened(quarantine=QUARANTINE, purpose="to mend it")
purged = QuarantinePurged(quarantine=QUARANTINE, kept_days=180)
SET_ASIDE: tuple[Event, ...] = (quarantined, replayed, discarded, record_opened, purged)

# Duties.
due = Due(
    rule="notification",
    start=CRITERIA_MET_AT,
    start_on=date(2026, 4, 2),
    due_on=DUE_ON,
    policy="2026",
    calendar="england-and-wales/2012-2028",
)
duty_arose = DutyArose(duty=DUTY, about=NOTIFICATION, owed_to=PANEL, strength="must", due=due)
reminder_raised = ReminderRaised(
    duty=DUTY, step="two working days", due_on=DUE_ON, role="duty officer", escalated=False
)
reminder_mailed = ReminderMailed(duty=DUTY, step="two working days", role="duty officer")
reminder_undeliverable = ReminderUndeliverable(duty=DUTY, step="missed", role="director")
duty_acknowledged = DutyAcknowledged(duty=DUTY, by=DRAFTER, acknowledged_at=CRITERIA_MET_AT)
deadline_missed = DeadlineMissed(duty=DUTY, due_on=DUE_ON, role="director")
duty_met = DutyMet(duty=DUTY, met_at=SENT_AT, late=False, working_days_late=0, evidence=f"dispatch {DISPATCH}")
duty_reopened = DutyReopened(duty=DUTY, due=due, reopened_at=REFUSED_AT, times=1, reason="what met it was refused")
# Had Wed 8 April 2026 been proclaimed: Tue 7=1, Thu 9=2, Fri 10=3, Mon 13=4, Tue 14=5.
holiday = Holiday(place="england-and-wales", day=date(2026, 4, 8), name="Day of national mourning")
counted_again = due.model_copy(
    update={"due_on": date(2026, 4, 14), "calendar": "england-and-wales/2012-2028+2026-04-08"}
)
deadline_recomputed = DeadlineRecomputed(duty=DUTY, old=due, new=counted_again, because=(holiday,))
duty_fell_away = DutyFellAway(duty=DUTY, reason="reclassified to D")
lateness_explained = LatenessExplained(duty=DUTY, reason=Sealed.of("The approver was ill."))

# A dispatch.
dispatch_due = DispatchDue(
    dispatch=DISPATCH,
    purpose="notification",
    about=NOTIFICATION,
    recipient=PANEL,
    channel="email",
    revision=1,
    due_on=DUE_ON,
    calendar=due.calendar,
)
attempted = DispatchAttempted(
    dispatch=DISPATCH, attempt=1, message_id=message_id(DISPATCH), attempted_at=ATTEMPTED_AT
)
handed_over = DispatchHandedOver(dispatch=DISPATCH, attempt=1, handed_over_at=SENT_AT, response_hash=ANSWER_HASH)
failed = DispatchFailed(
    dispatch=DISPATCH,
    attempt=1,
    failure="retryable",
    detail="SMTP 451",
    retry_at=datetime(2026, 4, 9, 10, 5, tzinfo=UTC),
)
# One working day before Mon 13 April is Fri 10; nine o'clock in London is 08:00 UTC in summer.
redated = DispatchRedated(
    dispatch=DISPATCH,
    due_on=date(2026, 4, 14),
    calendar="england-and-wales/2012-2028+2026-04-08",
    resend_at=datetime(2026, 4, 13, 8, tzinfo=UTC),
)
in_doubt = DispatchInDoubt(dispatch=DISPATCH, attempt=1, resend_at=datetime(2026, 4, 10, 8, tzinfo=UTC))
doubt_resolved = DispatchDoubtResolved(
    dispatch=DISPATCH, decision="it arrived", reason=Sealed.of("The Panel's office has it.")
)
received = DispatchReceived(
    dispatch=DISPATCH, received_at=datetime(2026, 4, 9, 14, 30, tzinfo=UTC), reference="CSPR-2026-0042"
)
validated = DispatchValidated(
    dispatch=DISPATCH, validated_at=datetime(2026, 4, 9, 16, tzinfo=UTC), reference="CSPR-2026-0042"
)
sent_back = DispatchRefused(
    dispatch=DISPATCH,
    refused_at=REFUSED_AT,
    how="by the recipient",
    reference="CSPR-2026-0042",
    reason=Sealed.of("The incident was notified by another authority."),
)
proof_kept = DispatchProofKept(
    dispatch=DISPATCH,
    proof="0716f9264c9fe19f5d7455276107f3ddcc1d3497f63d60689a73558ae8a1bf5e",
    media_type="application/pdf",
    size_bytes=9,
    content=Sealed.of("JVBERi0xLjcK"),
)
withdrawn = DispatchWithdrawn(dispatch=DISPATCH, reason="reclassified to D")

# How a recipient is reached.
CHANGE = UUID(int=0xC4)
change_proposed = RecipientChangeProposed(
    change=CHANGE,
    recipient=PANEL,
    channel="webhook",
    address="https://panel.example/notices",
    proposer=DRAFTER,
    reason=Sealed.of("The Panel's office wrote on 2 April."),
)
change_confirmed = RecipientChangeConfirmed(
    change=CHANGE, recipient=PANEL, channel="webhook", address="https://panel.example/notices"
)
change_dropped = RecipientChangeDropped(change=CHANGE, recipient=PANEL, reason=Sealed.of("A false alarm."))

# The notifier.
opened = NotificationOpened(
    notification=NOTIFICATION,
    trigger_class="A",
    clock_starts_at=CRITERIA_MET_AT,
    incident_aware_at=AWARE_AT,
)
drafted = NotificationDrafted(
    notification=NOTIFICATION,
    revision=1,
    drafter=DRAFTER,
    narrative=Sealed.of("What the authority knows so far."),
)
approved = NotificationApproved(notification=NOTIFICATION, revision=1)
submitted = NotificationSubmitted(
    notification=NOTIFICATION, trigger_class="A", submitted_at=SENT_AT, incident_aware_at=AWARE_AT
)
notification_reclassified = NotificationReclassified(
    notification=NOTIFICATION, previous="A", trigger_class="B", clock_starts_at=AWARE_AT
)
circumstances_noted = CircumstancesNoted(
    notification=NOTIFICATION,
    looked_after=True,
    died=True,
    others=(Concerned(la_code="E10000014", connection="placing"),),
)
PARENTS_DUTY = uuid5(NOTIFICATION, "duty/parents")
told_in_person = ToldInPerson(
    notification=NOTIFICATION,
    duty=PARENTS_DUTY,
    told_by="person:social-worker",
    told_at=SENT_AT,
    account=Sealed.of("Both parents were told at home, with the team manager."),
)
not_practicable = NotPracticableToTell(
    notification=NOTIFICATION,
    duty=PARENTS_DUTY,
    reason=Sealed.of("No parent could be traced; the police have looked too."),
)
supplement_drafted = SupplementDrafted(
    notification=NOTIFICATION,
    number=1,
    drafter=DRAFTER,
    information=Sealed.of("The post-mortem examination found older fractures."),
)
supplement_approved = SupplementApproved(notification=NOTIFICATION, number=1)
notification_closed = NotificationClosed(notification=NOTIFICATION)
notification_withdrawn = NotificationWithdrawn(notification=NOTIFICATION, reason="reclassified to D")

DUTIES: tuple[Event, ...] = (
    duty_arose,
    reminder_raised,
    reminder_mailed,
    reminder_undeliverable,
    deadline_missed,
    duty_met,
    duty_reopened,
    deadline_recomputed,
    duty_fell_away,
    lateness_explained,
    duty_acknowledged,
)
DISPATCH_LIFE: tuple[Event, ...] = (
    dispatch_due,
    attempted,
    proof_kept,
    handed_over,
    failed,
    in_doubt,
    redated,
    doubt_resolved,
    received,
    validated,
    sent_back,
    withdrawn,
)
RECIPIENTS: tuple[Event, ...] = (change_proposed, change_confirmed, change_dropped)
INTAKE: tuple[Event, ...] = (
    incident_reported,
    report_tested,
    became_aware,
    criteria_met,
    awareness_corrected,
    criteria_corrected,
    partner_aware,
    jurisdiction,
    authority_told,
    classified,
    consulted,
    new_information,
    reopened,
    notify_decided,
    not_notify_decided,
    proposed,
    declined,
    reclassified,
    child_died,
    assigned,
    snoozed,
    snooze_ended,
    absent,
    back,
    acknowledged,
    screened,
    outcome_told,
    refused,
    *SET_ASIDE,
    *DUTIES,
)
superseded = NotificationSuperseded(notification=NOTIFICATION, into="5e0c2a11-90ab-5cde-8f01-23456789abcd")
reinstated = NotificationReinstated(notification=NOTIFICATION, clock_starts_at=CRITERIA_MET_AT)
notification_refused = NotificationRefused(notification=NOTIFICATION, refused_at=SENT_AT)
recounted = NotificationRecounted(
    notification=NOTIFICATION, previous_clock_starts_at=CRITERIA_MET_AT, clock_starts_at=AWARE_AT
)
NOTIFIER: tuple[Event, ...] = (
    opened,
    drafted,
    approved,
    submitted,
    notification_refused,
    notification_reclassified,
    notification_withdrawn,
    superseded,
    reinstated,
    recounted,
    circumstances_noted,
    told_in_person,
    not_practicable,
    supplement_drafted,
    supplement_approved,
    notification_closed,
    *SET_ASIDE,
    *DUTIES,
    *DISPATCH_LIFE,
    *RECIPIENTS,
)

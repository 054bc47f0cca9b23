"""What intake does when something was said: it tells the agency that reported."""

from collections.abc import Iterable

from services.intake.agencies import NoteSample, subject_of
from services.intake.amending import TellOfAmendment
from services.intake.blocked import TellOfMalware
from services.intake.commands import (
    CountReleased,
    CountTakenOver,
    SetDutiesAside,
    TakeUpDuties,
    TellAgency,
    TellOfTest,
    TellRefusal,
)
from services.intake.merging.commands import AnswerMerged, Release, TakeOver
from services.intake.outcome import NOT_NOTIFIED, OUTCOMES, answer_of, news_of
from shared.decider import Ask
from shared.events.amendments import Amendment, ReportAddedTo, ReportCorrected, ReportWithdrawn
from shared.events.base import Recorded, RecordQuarantined
from shared.events.intake import (
    AuthorityBecameAware,
    IncidentReclassified,
    IncidentReported,
    NotifyDecided,
    NotNotifyDecided,
    Outcome,
    ReportedBy,
    ReportTested,
)
from shared.events.merging import CaseMerged, CaseReleased, CaseTakenOver, MergedReportAnswered, MergeUndone
from shared.events.scanned import DocumentScanned


def react(recorded: Recorded) -> Iterable[Ask]:
    match recorded.data:
        case IncidentReported(reported_by=by):
            yield _tell(by, TellAgency(reported_by=by, case=recorded.subject, news="received"))
        case ReportTested(reported_by=by):
            yield _tell(by, TellOfTest(reported_by=by, case=recorded.subject))
            yield Ask(subject_of(by.agency), NoteSample(agency=by.agency, report=by.report))
        case AuthorityBecameAware(reported_by=by):
            yield _tell(by, TellAgency(reported_by=by, case=recorded.subject, news="screened"))
            yield Ask(recorded.subject, AnswerMerged(news="screened"))
        case NotNotifyDecided(reported_by=by):
            yield from _outcome(by, recorded.subject, NOT_NOTIFIED)
        case NotifyDecided(reported_by=by, trigger_class=class_):
            yield from _outcome(by, recorded.subject, OUTCOMES[class_])
        case IncidentReclassified(reported_by=ReportedBy() as by, trigger_class=class_):
            yield from _outcome(by, recorded.subject, OUTCOMES[class_])
        case MergedReportAnswered(reported_by=by, case=case) as it:
            yield _tell(by, TellAgency(reported_by=by, case=case, news=answer_of(it)))
        case ReportCorrected() | ReportAddedTo() | ReportWithdrawn() as said:
            yield _amended(recorded.subject, said)
        case DocumentScanned() | RecordQuarantined():
            yield from _kept_from_us(recorded)
        case _:
            yield from _merged(recorded)


def _kept_from_us(recorded: Recorded) -> Iterable[Ask]:
    """What an agency sent and nobody can read: malware, or no report at all. It is told so."""
    match recorded.data:
        case DocumentScanned(document=id_, found=found, reported_by=ReportedBy() as by) if found:
            blocked = TellOfMalware(reported_by=by, case=recorded.subject, attachment=id_, found=found)
            yield Ask(f"feedback/{by.agency}", blocked)
        case RecordQuarantined() as it if it.topic.startswith("partner."):
            agency = it.topic.split(".")[1]
            refusal = TellRefusal(**it.model_dump(include={"quarantine", "offset", "reason", "pointer"}))
            yield Ask(f"feedback/{agency}", refusal)


def _merged(recorded: Recorded) -> Iterable[Ask]:
    """What a merge, or its end, means for the two cases. What one of them cannot bear refuses the whole."""
    match recorded.data:
        case CaseMerged(into=into) as it:
            yield Ask(into, _taken_over(recorded.subject, it))
            yield Ask(recorded.subject, SetDutiesAside())
        case CaseTakenOver(incident_aware_at=at, died_known_at=died_at) if at or died_at:
            yield Ask(recorded.subject, CountTakenOver(incident_aware_at=at, died_known_at=died_at))
        case CaseReleased():
            yield Ask(recorded.subject, CountReleased())
        case MergeUndone(into=into):
            yield Ask(into, Release(merged=recorded.subject))
            yield Ask(recorded.subject, TakeUpDuties())


def _taken_over(case: str, it: CaseMerged) -> TakeOver:
    return TakeOver(
        merged=case,
        reported_by=it.reported_by,
        incident_aware_at=it.incident_aware_at,
        notified=it.trigger_class is not None,
        died_known_at=it.died_known_at,
        word_owed=it.word_owed,
    )


def _amended(case: str, said: ReportCorrected | ReportAddedTo | ReportWithdrawn) -> Ask:
    what: Amendment = "addition"
    if isinstance(said, ReportCorrected):
        what = "correction"
    elif isinstance(said, ReportWithdrawn):
        what = "withdrawal"
    by = said.reported_by
    told = TellOfAmendment(reported_by=by, case=case, amendment=said.amendment, what=what)
    return Ask(f"feedback/{by.agency}", told)


def _outcome(by: ReportedBy, case: str, outcome: Outcome) -> Iterable[Ask]:
    """For the agency that reported, and those whose cases were merged into this one."""
    yield _tell(by, TellAgency(reported_by=by, case=case, news=outcome))
    yield Ask(case, AnswerMerged(news=news_of(outcome), outcome=outcome))


def _tell(by: ReportedBy, command: TellAgency | TellOfTest) -> Ask:
    return Ask(f"feedback/{by.agency}", command)

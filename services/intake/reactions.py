"""What intake does when something was said: it tells the agency that reported."""

from collections.abc import Iterable

from services.intake.agencies import NoteSample, subject_of
from services.intake.amending import TellOfAmendment
from services.intake.commands import TellAgency, TellOfTest, TellRefusal
from services.intake.merging import AnswerMerged, Release, TakeOver
from shared.decider import Ask
from shared.events.amendments import Amendment, ReportAddedTo, ReportCorrected, ReportWithdrawn
from shared.events.base import Recorded, RecordQuarantined
from shared.events.intake import (
    AuthorityBecameAware,
    IncidentReported,
    NotifyDecided,
    NotNotifyDecided,
    ReportedBy,
    ReportTested,
)
from shared.events.merging import CaseMerged, MergedReportAnswered, MergeUndone, News


def react(recorded: Recorded) -> Iterable[Ask]:
    match recorded.data:
        case IncidentReported(reported_by=by):
            yield _tell(by, TellAgency(reported_by=by, case=recorded.subject, news="received"))
        case ReportTested(reported_by=by):
            yield _tell(by, TellOfTest(reported_by=by, case=recorded.subject))
            yield Ask(subject_of(by.agency), NoteSample(agency=by.agency, report=by.report))
        case AuthorityBecameAware(reported_by=by):
            yield from _news(by, recorded.subject, "screened")
        case NotifyDecided(reported_by=by):
            yield from _news(by, recorded.subject, "notified")
        case NotNotifyDecided(reported_by=by):
            yield from _news(by, recorded.subject, "not notified")
        case CaseMerged(into=into, reported_by=by, incident_aware_at=at):
            yield Ask(into, TakeOver(merged=recorded.subject, reported_by=by, incident_aware_at=at))
        case MergeUndone(into=into):
            yield Ask(into, Release(merged=recorded.subject))
        case MergedReportAnswered(reported_by=by, case=case, news=news):
            yield _tell(by, TellAgency(reported_by=by, case=case, news=news))
        case ReportCorrected() | ReportAddedTo() | ReportWithdrawn() as said:
            yield _amended(recorded.subject, said)
        case RecordQuarantined() as it if it.topic.startswith("partner."):
            agency = it.topic.split(".")[1]
            refusal = TellRefusal(**it.model_dump(include={"quarantine", "offset", "reason", "pointer"}))
            yield Ask(f"feedback/{agency}", refusal)


def _amended(case: str, said: ReportCorrected | ReportAddedTo | ReportWithdrawn) -> Ask:
    what: Amendment = "addition"
    if isinstance(said, ReportCorrected):
        what = "correction"
    elif isinstance(said, ReportWithdrawn):
        what = "withdrawal"
    by = said.reported_by
    told = TellOfAmendment(reported_by=by, case=case, amendment=said.amendment, what=what)
    return Ask(f"feedback/{by.agency}", told)


def _news(by: ReportedBy, case: str, news: News) -> Iterable[Ask]:
    """For the agency that reported, and those whose cases were merged into this one."""
    yield _tell(by, TellAgency(reported_by=by, case=case, news=news))
    yield Ask(case, AnswerMerged(news=news))


def _tell(by: ReportedBy, command: TellAgency | TellOfTest) -> Ask:
    return Ask(f"feedback/{by.agency}", command)

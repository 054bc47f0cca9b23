"""What intake does when something was said: it tells the agency that reported."""

from collections.abc import Iterable

from services.intake.commands import TellAgency, TellOfTest, TellRefusal
from shared.decider import Ask
from shared.events.base import Recorded, RecordQuarantined
from shared.events.intake import (
    AuthorityBecameAware,
    IncidentReported,
    NotifyDecided,
    NotNotifyDecided,
    ReportedBy,
    ReportTested,
)


def react(recorded: Recorded) -> Iterable[Ask]:
    match recorded.data:
        case IncidentReported(reported_by=by):
            yield _tell(by, TellAgency(reported_by=by, case=recorded.subject, news="received"))
        case ReportTested(reported_by=by):
            yield _tell(by, TellOfTest(reported_by=by, case=recorded.subject))
        case AuthorityBecameAware(reported_by=by):
            yield _tell(by, TellAgency(reported_by=by, case=recorded.subject, news="screened"))
        case NotifyDecided(reported_by=by):
            yield _tell(by, TellAgency(reported_by=by, case=recorded.subject, news="notified"))
        case NotNotifyDecided(reported_by=by):
            yield _tell(by, TellAgency(reported_by=by, case=recorded.subject, news="not notified"))
        case RecordQuarantined() as it if it.topic.startswith("partner."):
            agency = it.topic.split(".")[1]
            refusal = TellRefusal(**it.model_dump(include={"quarantine", "offset", "reason", "pointer"}))
            yield Ask(f"feedback/{agency}", refusal)


def _tell(by: ReportedBy, command: TellAgency | TellOfTest) -> Ask:
    return Ask(f"feedback/{by.agency}", command)

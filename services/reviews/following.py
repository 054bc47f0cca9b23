"""What follows when agencies are asked for returns, and when one comes, or is no longer wanted."""

from collections.abc import Iterable

from services.reviews.feedback import (
    TellAsked,
    TellChased,
    TellNoLongerAsked,
    TellReceived,
    TellReturnRefused,
    subject_of,
)
from services.reviews.gathering_commands import AskAgenciesAgain, ReleaseAgencies
from shared.decider import Ask
from shared.events.base import Recorded, RecordQuarantined
from shared.events.gathering import (
    AgencyReturnChased,
    AgencyReturnReleased,
    AgencyReturnRequested,
    AgencyReturnSubmitted,
)
from shared.events.reviews import RapidReviewCancelled, RapidReviewReopened


def gathered(recorded: Recorded) -> Iterable[Ask]:
    """To the agency, what it may know; to the case, whom the end of a rapid review lets off."""
    case = recorded.subject
    match recorded.data:
        case RapidReviewCancelled(reason=reason):
            yield Ask(case, ReleaseAgencies(reason=reason))
        case RapidReviewReopened():
            yield Ask(case, AskAgenciesAgain())
        case AgencyReturnRequested(agency=agency, agency_return=id_, due_on=day):
            yield Ask(subject_of(agency), TellAsked(case=case, agency_return=id_, due_on=day))
        case AgencyReturnChased(agency=agency, agency_return=id_, step=step, due_on=day):
            yield Ask(subject_of(agency), TellChased(case=case, agency_return=id_, step=step, due_on=day))
        case AgencyReturnSubmitted(agency=agency, agency_return=id_, revision=revision):
            yield Ask(subject_of(agency), TellReceived(case=case, agency_return=id_, revision=revision))
        case AgencyReturnReleased(agency=agency, agency_return=id_):
            yield Ask(subject_of(agency), TellNoLongerAsked(case=case, agency_return=id_))
        case RecordQuarantined() as it if it.topic.endswith(".returns"):
            refusal = TellReturnRefused(**it.model_dump(include={"quarantine", "offset", "reason", "pointer"}))
            yield Ask(subject_of(it.topic.split(".")[1]), refusal)

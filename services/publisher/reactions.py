"""What the publisher does when reviews speaks."""

from collections.abc import Iterable

from services.publisher.beforehand import LimitToImprovements
from services.publisher.commands import MakeReady, OpenPublication
from services.publisher.covering import NoteCover, PassNewsOn
from services.publisher.ending import EndPublication
from services.publisher.held import NoteHold, NoteRelease
from services.publisher.passage import LearnOfPeople
from shared.decider import Ask
from shared.events.amendments import ReportAddedTo, ReportCorrected
from shared.events.anonymity import CoverNoted, NewsPassedOn
from shared.events.base import Recorded
from shared.events.holding import EndedBecause
from shared.events.intake import IncidentReported, NewInformationReceived
from shared.events.merging import CaseTakenOver
from shared.events.parallel import HoldLifted, HoldPlaced
from shared.events.practice import CoveredBy, NonPublicationDecided, PracticeReviewSuperseded
from shared.events.reviews import PracticeReviewInitiated, ReportAccepted

ANOTHER_REVIEW: EndedBecause = "another review takes its place"
NOT_TO_BE_PUBLISHED: EndedBecause = "the partners decided not to publish"
# What tells of people: a text that was scanned without it is scanned again.
_TELLS = (IncidentReported, ReportCorrected, ReportAddedTo, NewInformationReceived, CaseTakenOver)


def react(recorded: Recorded) -> Iterable[Ask]:
    if isinstance(recorded.data, _TELLS):
        yield Ask(recorded.subject, LearnOfPeople(told_by=recorded.id))
        yield Ask(recorded.subject, PassNewsOn(told_by=recorded.id))
    match recorded.data:
        case CoveredBy(case=joint):
            yield Ask(recorded.subject, NoteCover(case=joint))
        case CoverNoted(case=joint):
            yield Ask(joint, LearnOfPeople(told_by=recorded.id))
        case NewsPassedOn(case=joint, told_by=told_by):
            yield Ask(joint, LearnOfPeople(told_by=told_by))
        case PracticeReviewInitiated() as it:
            yield Ask(recorded.subject, OpenPublication(practice_review=it.practice_review, due=it.due))
        case PracticeReviewSuperseded(practice_review=id_):
            yield Ask(recorded.subject, EndPublication(practice_review=id_, because=ANOTHER_REVIEW))
        case NonPublicationDecided(practice_review=id_, scope="nothing"):
            yield Ask(recorded.subject, EndPublication(practice_review=id_, because=NOT_TO_BE_PUBLISHED))
        case NonPublicationDecided(practice_review=id_, scope="improvements only") as it:
            asked = LimitToImprovements(practice_review=id_, decision=it.decision, decided_on=it.decided_on)
            yield Ask(recorded.subject, asked)
        case HoldPlaced(hold=hold, step="publication"):
            yield Ask(recorded.subject, NoteHold(hold=hold))
        case HoldLifted(hold=hold, step="publication"):
            yield Ask(recorded.subject, NoteRelease(hold=hold))
        case ReportAccepted() as it:
            yield Ask(
                recorded.subject,
                MakeReady(practice_review=it.practice_review, report_hash=it.report_hash, reviewer=it.reviewer),
            )

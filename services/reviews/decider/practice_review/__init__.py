"""A local child safeguarding practice review: initiated, led by somebody independent, watched, ended."""

from functools import partial

from services.reviews.commands import (
    PRACTICE_REVIEW,
    AcceptReport,
    AppointReviewer,
    RecordProgressCheck,
    RemoveReviewer,
)
from services.reviews.decider.practice_review import (
    closing,
    comments,
    initiating,
    involvement,
    national,
    outcome,
    progress,
    reviewer,
)
from services.reviews.decider.practice_review.initiating import initiated, the_id
from services.reviews.decider.practice_review.state import PracticeReview, evolve
from services.reviews.practice_commands import PRACTICE, PRACTICE_UNASKED
from services.reviews.practice_commands.closing import CloseReviews, ReopenReviews
from services.reviews.practice_commands.conducting import (
    AgreeTermsOfReference,
    ConsiderReplacement,
    InviteParticipant,
    RecordParticipantAnswer,
)
from services.reviews.practice_commands.explaining import (
    DecideNonPublication,
    NotifyDelay,
    RecordComments,
    RecordRegard,
)
from services.reviews.practice_commands.joining import CoverIncident, InitiateJointReview, TakeUpIncident
from services.reviews.practice_commands.national import (
    DecideLocalEffect,
    RecordLocalActionDone,
    RecordNationalFindings,
    RecordNationalReview,
)
from services.reviews.practice_commands.supervising import (
    NoticeMissedCheck,
    RecordDraft,
    RecordRequestAnswer,
    RequestFromReviewer,
    ShareDraft,
)
from shared.decider import Command, Decider, Occasion
from shared.events.base import Event
from shared.partnership import Partnership

__all__ = ["PracticeReview", "initiated", "practice_review"]


def decide(partnership: Partnership, command: Command, it: PracticeReview, occasion: Occasion) -> list[Event]:
    match command:
        case CoverIncident():
            return initiating.cover(command, it)
        case TakeUpIncident():
            return initiating.take_up(command, it)
        case NoticeMissedCheck():
            return progress.missed(command, it)
        case InitiateJointReview():
            return initiating.joint(partnership, command, it, occasion)
        case CloseReviews():
            return closing.close(command, it, occasion)
        case ReopenReviews():
            return closing.reopen(command, it, occasion)
        case RecordNationalReview():
            return national.notice(command, it, occasion)
        case DecideLocalEffect():
            return national.effect(command, it, occasion)
        case RecordNationalFindings():
            return national.findings(command, it, occasion)
        case RecordLocalActionDone():
            return national.done(command, it, occasion)
    return _led(partnership, command, it, occasion)


def _led(partnership: Partnership, command: Command, it: PracticeReview, occasion: Occasion) -> list[Event]:
    id_ = the_id(it)
    match command:
        case AppointReviewer():
            return reviewer.appoint(partnership, command, it, id_, occasion)
        case RemoveReviewer():
            return reviewer.remove(command, it, id_)
        case ConsiderReplacement():
            return reviewer.consider(command, it, id_)
        case RecordProgressCheck():
            return progress.check(partnership, command, it, id_, occasion)
        case AcceptReport():
            return outcome.accept(command, it, id_, occasion)
        case NotifyDelay():
            return outcome.delay(partnership, command, it, id_, occasion)
        case DecideNonPublication():
            return outcome.not_publish(partnership, command, it, id_, occasion)
        case RecordComments():
            return comments.record(partnership, command, it, id_, occasion)
        case RecordRegard():
            return comments.regard(command, it, id_)
    return _course(command, it, occasion)


def _course(command: Command, it: PracticeReview, occasion: Occasion) -> list[Event]:
    id_ = the_id(it)
    match command:
        case AgreeTermsOfReference():
            return involvement.agree(command, it, id_, occasion)
        case InviteParticipant():
            return involvement.invite(command, it, id_, occasion)
        case RecordParticipantAnswer():
            return involvement.answer(command, it, id_, occasion)
        case RequestFromReviewer():
            return progress.request(command, it, id_)
        case RecordRequestAnswer():
            return progress.answered(command, it, id_, occasion)
        case RecordDraft():
            return progress.draft(command, it, id_, occasion)
        case ShareDraft():
            return progress.share(command, it, id_, occasion)
    raise TypeError(f"not a command of a practice review: {type(command).__name__}")


def practice_review(partnership: Partnership) -> Decider[PracticeReview]:
    return Decider(
        commands=(*PRACTICE_REVIEW, *PRACTICE, *PRACTICE_UNASKED),
        initial=PracticeReview(),
        decide=partial(decide, partnership),
        evolve=evolve,
    )

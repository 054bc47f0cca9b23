"""Supervision: checks of time and quality, written requests, drafts (SI 2018/789, regulation 14)."""

from uuid import UUID, uuid5

from services.reviews.commands import RecordProgressCheck
from services.reviews.decider.practice_review.initiating import next_check
from services.reviews.decider.practice_review.involvement import not_held
from services.reviews.decider.practice_review.state import PracticeReview
from services.reviews.practice_commands.supervising import (
    NoticeMissedCheck,
    RecordDraft,
    RecordRequestAnswer,
    RequestFromReviewer,
    ShareDraft,
)
from shared.decider import Occasion, Refused, not_in_the_future
from shared.events.base import Event
from shared.events.practice import (
    DraftReceived,
    DraftShared,
    ProgressCheckMissed,
    WrittenRequestAnswered,
    WrittenRequestMade,
)
from shared.events.reviews import ProgressChecked
from shared.partnership import Partnership


def check(
    partnership: Partnership,
    command: RecordProgressCheck,
    review: PracticeReview,
    id_: UUID,
    occasion: Occasion,
) -> list[Event]:
    not_in_the_future(command.checked_on, "checked_on", occasion)
    if command.checked_on < review.decided_on:
        raise Refused("not-before-decision", "checked_on lies before the review was decided.")
    if (command.checked_on, command.on_time, command.quality) in review.checks:
        return []
    check_by = None if review.report_hash else next_check(partnership, command.checked_on)
    return [ProgressChecked(practice_review=id_, check_by=check_by, **command.model_dump())]


def missed(command: NoticeMissedCheck, review: PracticeReview) -> list[Event]:
    """From the worker, and so never refused: it may have been checked, accepted or ended since."""
    over = review.report_hash or review.ended or review.not_published or review.closed
    if review.id is None or over or review.check_missed or review.check_by != command.due_on:
        return []
    return [ProgressCheckMissed(practice_review=review.id, due_on=command.due_on)]


def request(command: RequestFromReviewer, review: PracticeReview, id_: UUID) -> list[Event]:
    if review.reviewer is None:
        raise Refused("reviewer-first", "A written request goes to the reviewer; none is appointed.")
    known = {each.document_hash for each in review.course.requests.values()}
    if command.document_hash in known:
        return []  # the same letter
    kept = review.course.kept.get(command.document_hash)
    if kept is None:
        raise Refused("document-first", "document_hash: upload the document first; a request is made in writing.")
    return [
        WrittenRequestMade(
            practice_review=id_,
            request=_request_id(id_, command.document_hash),
            media_type=kept.media_type,
            size_bytes=kept.size,
            **command.model_dump(),
        )
    ]


def _request_id(id_: UUID, document_hash: str) -> UUID:
    return uuid5(id_, f"request/{document_hash}")


def answered(command: RecordRequestAnswer, review: PracticeReview, id_: UUID, occasion: Occasion) -> list[Event]:
    if command.request not in review.course.requests:
        raise Refused("no-such-request", "request: no such written request was made.")
    if command.request in review.course.answered:
        return []
    not_in_the_future(command.answered_on, "answered_on", occasion)
    return [WrittenRequestAnswered(practice_review=id_, request=command.request, answered_on=command.answered_on)]


def draft(command: RecordDraft, review: PracticeReview, id_: UUID, occasion: Occasion) -> list[Event]:
    if command.document_hash in review.course.drafts:
        return []
    if review.reviewer is None:
        raise Refused("reviewer-first", "A draft comes from the reviewer; none is appointed.")
    not_in_the_future(command.received_on, "received_on", occasion)
    number = len(review.course.drafts) + 1
    return [DraftReceived(practice_review=id_, number=number, **command.model_dump())]


def share(command: ShareDraft, review: PracticeReview, id_: UUID, occasion: Occasion) -> list[Event]:
    if (command.document_hash, command.organisation, command.shared_on) in review.course.shared:
        return []
    if command.document_hash not in review.course.drafts:
        raise Refused("no-such-draft", "document_hash: no such draft was received.")
    not_held(review, "sharing drafts")
    not_in_the_future(command.shared_on, "shared_on", occasion)
    return [DraftShared(practice_review=id_, **command.model_dump())]

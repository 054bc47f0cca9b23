"""The course of a practice review as it is read: terms, invitations, requests, drafts, delays, comments. Pure.

Texts stay sealed; who reads them does so on purpose, where the texts are shown.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import reduce
from typing import TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.events import practice as said
from shared.events.base import Event
from shared.events.reviews import PracticeReviewInitiated, ReviewerAppointed, ReviewerRemoved


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True)


R = TypeVar("R", bound=_Read)
Told = dict[str, object]


class Terms(_Read):
    version: int
    agreed_on: date


class Invited(_Read):
    """`answer` and `answered_on`: none while nobody recorded what came of it."""

    involvement: UUID
    who: said.Participant
    how: said.Invitation
    invited_on: date
    answer: said.Answer | None = None
    answered_on: date | None = None


class Requested(_Read):
    """In writing, of the reviewer. `document_hash`: the SHA-256 of what was sent."""

    request: UUID
    asks: said.Asked
    document_hash: str
    answer_by: date
    answered_on: date | None = None


class Shared(_Read):
    organisation: str
    shared_on: date


class Draft(_Read):
    number: int
    document_hash: str
    received_on: date
    shared: Sequence[Shared] = ()


class Delay(_Read):
    """`due_on` is what it was. `process`: the parallel process that publication waits for, if any."""

    delay: UUID
    process: UUID | None
    due_on: date
    expected_on: date | None
    in_advance: bool


class Comment(_Read):
    """Of the Panel or the Secretary of State. `regarded`: whether the partners had regard to it."""

    comment: UUID
    recipient: str
    received_on: date
    regarded: bool = False


class ReviewCourse(_Read):
    """`not_published`: improvements only, or nothing; none while it is to be published."""

    practice_review: UUID
    scope: said.ReviewScope
    covers: tuple[str, ...]
    decided_on: date
    due_on: date
    reviewers_appointed: int = 0
    reviewers_removed: int = 0
    terms: Sequence[Terms] = ()
    invitations: Sequence[Invited] = ()
    requests: Sequence[Requested] = ()
    drafts: Sequence[Draft] = ()
    delays: Sequence[Delay] = ()
    not_published: said.NotPublished | None = None
    comments: Sequence[Comment] = ()


def course_of(events: Iterable[Event]) -> ReviewCourse | None:
    """None while no practice review was initiated."""
    return reduce(_after, events, None)


def _after(course: ReviewCourse | None, event: Event) -> ReviewCourse | None:
    if isinstance(event, PracticeReviewInitiated):
        return ReviewCourse(
            practice_review=event.practice_review,
            scope=event.scope,
            covers=event.covers,
            decided_on=event.decided_on,
            due_on=event.due.due_on,
        )
    return course and course.model_copy(update=_change(course, event))


def _change(it: ReviewCourse, event: Event) -> dict[str, object]:
    match event:
        case ReviewerAppointed():
            return {"reviewers_appointed": it.reviewers_appointed + 1}
        case ReviewerRemoved():
            return {"reviewers_removed": it.reviewers_removed + 1}
        case said.TermsOfReferenceAgreed():
            return {"terms": (*it.terms, _plain(Terms, event))}
        case said.ParticipantInvited():
            return {"invitations": (*it.invitations, _plain(Invited, event))}
        case said.WrittenRequestMade():
            return {"requests": (*it.requests, _plain(Requested, event))}
        case said.DraftReceived():
            return {"drafts": (*it.drafts, _plain(Draft, event))}
        case said.DelayNotified():
            return {"delays": (*it.delays, _plain(Delay, event))}
        case said.NonPublicationDecided(scope=scope):
            return {"not_published": scope}
        case said.CommentsReceived():
            return {"comments": (*it.comments, _plain(Comment, event))}
    return _later(it, event)


def _plain(read: type[R], event: Event) -> R:
    """What the event has in the clear, under the same names."""
    return read(**{name: getattr(event, name) for name in read.model_fields if hasattr(event, name)})


def _later(it: ReviewCourse, event: Event) -> dict[str, object]:
    """What came of an invitation, a request, a draft or a comment."""
    match event:
        case said.ParticipantAnswered(involvement=id_):
            told: Told = {"answer": event.answer, "answered_on": event.answered_on}
            return {"invitations": [_with(each, each.involvement == id_, told) for each in it.invitations]}
        case said.WrittenRequestAnswered(request=id_):
            told = {"answered_on": event.answered_on}
            return {"requests": [_with(each, each.request == id_, told) for each in it.requests]}
        case said.DraftShared(document_hash=hash_):
            return {"drafts": [_given(each, event) if each.document_hash == hash_ else each for each in it.drafts]}
        case said.RegardHad(comment=id_):
            told = {"regarded": True}
            return {"comments": [_with(each, each.comment == id_, told) for each in it.comments]}
    return {}  # another slice's event


def _given(draft: Draft, event: said.DraftShared) -> Draft:
    return draft.model_copy(update={"shared": [*draft.shared, _plain(Shared, event)]})


def _with(each: R, meant: bool, told: Told) -> R:
    return each.model_copy(update=told) if meant else each

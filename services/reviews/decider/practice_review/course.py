"""The course of a review: its terms, who was invited, what was asked of the reviewer, drafts, delays, comments."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from shared.events import practice as said
from shared.events.base import Event
from shared.events.documents import DocumentKept


@dataclass(frozen=True)
class Course:
    """`involved` and `requests`: whether each was answered; `comments`: whether regard was had to each."""

    terms: int = 0  # the version in force; 0: none is agreed
    involved: Mapping[UUID, said.ParticipantInvited] = field(default_factory=dict)
    answered: Set[UUID] = frozenset()  # invitations and requests
    kept: Mapping[str, DocumentKept] = field(default_factory=dict)  # by hash: what may be sent to the reviewer
    requests: Mapping[UUID, said.WrittenRequestMade] = field(default_factory=dict)
    drafts: tuple[str, ...] = ()
    shared: Set[tuple[str, str, date]] = frozenset()
    delays: tuple[said.DelayNotified, ...] = ()
    comments: Mapping[UUID, said.CommentsReceived] = field(default_factory=dict)
    regarded: Set[UUID] = frozenset()


def evolve(course: Course, event: Event) -> Course:
    match event:
        case said.TermsOfReferenceAgreed(version=version):
            return replace(course, terms=version)
        case said.ParticipantInvited(involvement=id_):
            return replace(course, involved={**course.involved, id_: event})
        case said.ParticipantAnswered(involvement=id_) | said.WrittenRequestAnswered(request=id_):
            return replace(course, answered=course.answered | {id_})
        case DocumentKept(about="written request", sha256=hash_):
            return replace(course, kept={**course.kept, hash_: event})
        case said.WrittenRequestMade(request=id_):
            return replace(course, requests={**course.requests, id_: event})
        case said.DraftReceived(document_hash=hash_):
            return replace(course, drafts=(*course.drafts, hash_))
        case said.DraftShared(document_hash=hash_, organisation=organisation, shared_on=day):
            return replace(course, shared=course.shared | {(hash_, organisation, day)})
        case said.DelayNotified():
            return replace(course, delays=(*course.delays, event))
        case said.CommentsReceived(comment=id_):
            return replace(course, comments={**course.comments, id_: event})
        case said.RegardHad(comment=id_):
            return replace(course, regarded=course.regarded | {id_})
        case _:
            return course  # another slice's event

"""What staff do between a text and its publication, and what is remembered of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.decider import Command
from shared.edge import Code, Day, Name, Reasons, Text
from shared.events import beforehand as said
from shared.events.base import Event
from shared.events.publisher import PublicationScheduled

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class NamePersonToTell(Command):
    """Somebody of the family, or a practitioner, who is to be told before the public can read it."""

    person: UUID  # yours to choose; the same again is the same
    relation: said.Relation
    name: Name
    teller: Name  # who is to tell them


class RecordPersonTold(Command):
    """They were told that it will be published, and what it says."""

    person: UUID
    told_on: Day
    how: said.ToldHow
    teller: Name
    said: Text = ""  # what they said


class DecideNotToTell(Command):
    """They cannot be found, or to tell them would harm somebody: say which, and how you know."""

    person: UUID
    reasons: Reasons


class RecordCopyComments(Command):
    """What the Panel, the Secretary of State or the inspectorate says of its advance copy."""

    comment: UUID  # yours to choose; the same again is the same
    recipient: Code
    received_on: Day
    text: Reasons


class RecordCopyRegard(Command):
    """What was done with a comment. If the text was changed, save it first."""

    comment: UUID
    outcome: said.Outcome
    response: Reasons


class ApprovePublication(Command):
    """By somebody else than who scheduled it: publish exactly this text on exactly this day."""

    text_hash: Hash
    publish_on: Day
    untold_because: Text = ""  # needed where somebody has not been told yet
    late_because: Text = ""  # needed where that day is after the six months, and nobody has explained that yet


class LimitToImprovements(Command):
    """From a reaction: the partners decided that information on improvements is published, and not the report."""

    practice_review: UUID
    decision: UUID
    decided_on: date


BEFOREHAND = (
    NamePersonToTell,
    RecordPersonTold,
    DecideNotToTell,
    RecordCopyComments,
    RecordCopyRegard,
    ApprovePublication,
)
LIMITING = (LimitToImprovements,)

Told = Literal["not yet", "told", "not to be told"]


@dataclass(frozen=True)
class Beforehand:
    """`approved_for`: the text and the day that the second person agreed to."""

    people: Mapping[UUID, Told] = field(default_factory=dict)
    comments: Mapping[UUID, said.CopyCommentsReceived] = field(default_factory=dict)
    regarded: frozenset[UUID] = frozenset()
    limited: bool = False
    scheduled_by: str = ""
    approved_for: tuple[str, date] | None = None

    @property
    def untold(self) -> tuple[UUID, ...]:
        return tuple(person for person, told in self.people.items() if told == "not yet")

    @property
    def unregarded(self) -> int:
        return len(self.comments.keys() - self.regarded)


def evolve(it: Beforehand, event: Event) -> Beforehand:
    match event:
        case said.PersonToTellNamed(person=person):
            return replace(it, people={**it.people, person: "not yet"})
        case said.PersonTold(person=person):
            return replace(it, people={**it.people, person: "told"})
        case said.PersonNotTold(person=person):
            return replace(it, people={**it.people, person: "not to be told"})
        case said.CopyCommentsReceived(comment=comment):
            return replace(it, comments={**it.comments, comment: event})
        case said.CopyRegardHad(comment=comment):
            return replace(it, regarded=it.regarded | {comment})
        case said.LimitedToImprovements():
            return replace(it, limited=True)
        case PublicationScheduled(scheduled_by=person):
            return replace(it, scheduled_by=person, approved_for=None)
        case said.PublicationApproved(text_hash=hash_, publish_on=day):
            return replace(it, approved_for=(hash_, day))
        case said.ApprovalTakenBack():
            return replace(it, approved_for=None)
    return it

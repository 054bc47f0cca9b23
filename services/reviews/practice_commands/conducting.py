"""What a practice review asks, who takes part in it, and who leads it next."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.decider import Command
from shared.edge import Day, Name, Reasons
from shared.events.practice import Answer, Invitation, Participant, Replacement


class ConsiderReplacement(Command):
    """After a removal the partners must consider another reviewer (SI 2018/789, regulation 13)."""

    decision: Replacement
    reasons: Reasons


class AgreeTermsOfReference(Command):
    """What the review asks. To change them, give the number of the next version."""

    version: Annotated[int, Field(ge=1, le=1000)]
    agreed_on: Day
    text: Reasons


class InviteParticipant(Command):
    """A member of the family or a practitioner, and how they were told that they may take part."""

    who: Participant
    how: Invitation
    invited_on: Day
    person: Name
    explained: Reasons


class RecordParticipantAnswer(Command):
    """What came of an invitation, and in what words."""

    involvement: UUID
    answer: Answer
    answered_on: Day
    said: Reasons

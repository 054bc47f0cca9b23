"""What is asked while a rapid review is gathered: returns, the meeting, what was done at once, its purposes."""

from typing import Annotated

from pydantic import Field

from services.reviews.chronology import Told
from shared.decider import Command
from shared.edge import Code, Day, Name, Reasons
from shared.events.gathering import ChaseStep, Circumstance, Heading, Purpose

MOST_ENTRIES = 500


class RequestAgencyReturn(Command):
    """Ask an agency for its return, by the day that the partnership's plan says."""

    agency: Code


class ChaseAgencyReturn(Command):
    """From the worker: the plan says it is time."""

    agency: Code
    step: ChaseStep


class ReleaseAgencies(Command):
    """From a reaction: the rapid review ended, and who has not told anything need not."""

    reason: str


class AskAgenciesAgain(Command):
    """From a reaction: the rapid review is owed after all."""


class SubmitAgencyReturn(Command):
    """An agency's return: by the agency itself, or by staff on its behalf. Each takes the place of that before it.

    `revision` counts from 1; given, it must be the next. Without one it is the next, whatever that is.
    """

    agency: Code
    revision: Annotated[int | None, Field(ge=1, le=1_000)] = None
    involvement: Reasons
    key_episodes: Reasons
    good_practice: Reasons | None = None
    immediate_action: Reasons | None = None
    chronology: Annotated[tuple[Told, ...], Field(max_length=MOST_ENTRIES)] = ()


class UploadChronology(Command):
    """From a file of an agency's chronology, read as a whole: what it tells, and the SHA-256 of its bytes."""

    agency: Code
    sha256: str
    entries: Annotated[tuple[Told, ...], Field(min_length=1, max_length=MOST_ENTRIES)]


class RecordMeeting(Command):
    """The rapid review's meeting was held. From then on each agency may see what the others told."""

    held_on: Day
    attended: Annotated[tuple[Code, ...], Field(min_length=1, max_length=50)]


class RecordImmediateAction(Command):
    """Something was done for a child's safety. At any time: nothing holds it. `reference` makes a repeat known."""

    reference: Code
    owner: Name
    taken_on: Day
    text: Reasons


class AddressPurpose(Command):
    """What the rapid review found under one of its purposes; `context` holds how racism, other inequalities and
    disability influenced experience and practice. To change it, say that it is a correction.
    """

    purpose: Purpose
    account: Reasons
    correction: bool = False


class WeighCircumstance(Command):
    """One of the four circumstances to have regard to, whether or not it applies, and what that means here.

    To change it, say that it is a correction.
    """

    circumstance: Circumstance
    applies: bool
    account: Reasons
    correction: bool = False


class WriteHeading(Command):
    """What the Panel is to read of child and family, the child's voice, themes of practice, or good practice.

    To change it, say that it is a correction.
    """

    heading: Heading
    account: Reasons
    correction: bool = False


GATHERING = (RequestAgencyReturn, SubmitAgencyReturn, RecordMeeting, RecordImmediateAction)
ACCOUNTS = (AddressPurpose, WeighCircumstance, WriteHeading)
BY_FILE = (UploadChronology,)
UNASKED = (ChaseAgencyReturn, ReleaseAgencies, AskAgenciesAgain)

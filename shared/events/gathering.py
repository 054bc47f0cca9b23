"""What is gathered for a rapid review: agencies' returns and chronologies, the meeting, what was done at once."""

from datetime import date
from typing import Literal
from uuid import UUID

from shared.events.base import Event
from shared.sealed import Sealed

# The guidance's purposes of a rapid review. The fifth, deciding next steps, is the decision itself.
Purpose = Literal["facts", "immediate action", "improvements", "context"]
# What the guidance asks partners to have regard to beside the criteria: the case concerns one organisation alone;
# none was involved, and that worries them; more than one area, also of families who moved; an institution.
Circumstance = Literal["one organisation", "no organisation", "several areas", "institution"]
# What the Panel's guidance wants to read beside the purposes.
Heading = Literal["child and family", "child's voice", "practice themes", "good practice"]

ChaseStep = Literal["due soon", "overdue"]


class AgencyReturnRequested(Event):
    """An agency is asked what it knows of child and family, by a milestone of the partnership's own plan."""

    agency_return: UUID
    rapid_review: UUID
    agency: str
    due_on: date


class AgencyReturnChased(Event):
    """The agency was reminded: before the day, or because it has passed."""

    agency_return: UUID
    agency: str
    step: ChaseStep
    due_on: date


class AgencyReturnReleased(Event):
    """No return is asked of this agency any more: the rapid review ended before it had sent one."""

    agency_return: UUID
    agency: str
    reason: str


class ChronologyEntry(Event):
    """One thing that happened, as this agency's records tell it. When it was is somebody's life: sealed too."""

    entry: UUID
    content: Sealed[str]  # JSON of services.reviews.chronology.Told


class AgencyReturnSubmitted(Event):
    """What the agency knows. A later revision takes the place of an earlier one, which stays in the log."""

    agency_return: UUID
    agency: str
    revision: int
    involvement: Sealed[str]
    key_episodes: Sealed[str]
    good_practice: Sealed[str] | None
    immediate_action: Sealed[str] | None
    chronology: tuple[ChronologyEntry, ...]


class ChronologyUploaded(Event):
    """A file of what an agency's records tell, beside its return. Another takes the place of the one before."""

    agency_return: UUID
    agency: str
    sha256: str  # of the file, by which the same one is known again
    entries: tuple[ChronologyEntry, ...]


class EntriesJoined(Event):
    """Staff found that these entries tell of one event, whatever their agencies call it."""

    rapid_review: UUID
    entries: tuple[UUID, ...]


class EntriesSeparated(Event):
    """These were joined with others, and tell of another event after all."""

    rapid_review: UUID
    entries: tuple[UUID, ...]


class RapidReviewMeetingHeld(Event):
    """The agencies met. From here each may see what the others told."""

    rapid_review: UUID
    held_on: date
    attended: tuple[str, ...]


class ImmediateActionTaken(Event):
    """Something was done for a child's safety. Recorded at any time, and never held for a decision."""

    rapid_review: UUID
    reference: str
    owner: str
    taken_on: date
    text: Sealed[str]


class PurposeAddressed(Event):
    """What the rapid review found under one of its purposes."""

    rapid_review: UUID
    purpose: Purpose
    account: Sealed[str]


class CircumstanceWeighed(Event):
    """One of the circumstances that the guidance asks partners to have regard to, and what they made of it."""

    rapid_review: UUID
    circumstance: Circumstance
    applies: bool
    account: Sealed[str]


class HeadingWritten(Event):
    """What the Panel reads under a heading that is none of the purposes. A later one takes its place."""

    rapid_review: UUID
    heading: Heading
    account: Sealed[str]


EVENTS = (
    AgencyReturnRequested,
    AgencyReturnChased,
    AgencyReturnReleased,
    AgencyReturnSubmitted,
    ChronologyUploaded,
    EntriesJoined,
    EntriesSeparated,
    RapidReviewMeetingHeld,
    ImmediateActionTaken,
    PurposeAddressed,
    CircumstanceWeighed,
    HeadingWritten,
)

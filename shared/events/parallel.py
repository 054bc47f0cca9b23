"""Other proceedings about the same events, and what they hold up. Said by reviews.

A hold is on publication or on a named step, never on learning, and never moves a statutory date.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from shared.events.base import Event
from shared.sealed import Sealed

ProcessKind = Literal[
    "criminal",
    "inquest",
    "child death review",
    "domestic abuse related death review",
    "safeguarding adults review",
    "MAPPA serious case review",
    "patient safety",
    "disciplinary",
    "professional regulator",
    "family court",
]
ProcessStatus = Literal["expected", "under way", "paused", "concluded"]
HeldStep = Literal["publication", "involving the family", "involving practitioners", "sharing drafts"]


class ParallelProcessLinked(Event):
    """Another process concerns the same events: whose it is, how it is known there, when to ask again."""

    process: UUID
    kind: ProcessKind
    owner: str  # an organisation
    reference: Sealed[str]  # a court's or coroner's number leads to names
    status: ProcessStatus
    review_on: date
    reason: Sealed[str]


class ParallelProcessReviewed(Event):
    """Somebody asked how it stands. `review_on`: when to ask again; null when it is concluded."""

    process: UUID
    status: ProcessStatus
    reviewed_on: date
    review_on: date | None
    reason: Sealed[str]


class HoldPlaced(Event):
    """This step waits for that process. Somebody owns the hold, and it is looked at again by a date."""

    hold: UUID
    process: UUID
    step: HeldStep
    owner: str
    placed_on: date
    review_on: date
    reason: Sealed[str]


class HoldReviewed(Event):
    """Looked at again, and still needed."""

    hold: UUID
    reviewed_on: date
    review_on: date
    reason: Sealed[str]


class HoldLifted(Event):
    """The step may go on."""

    hold: UUID
    step: HeldStep
    lifted_on: date
    reason: Sealed[str]


class HoldReviewMissed(Event):
    """The day to look at the hold again has passed. It holds on, and somebody must say why."""

    hold: UUID
    review_on: date


class ProcessReviewMissed(Event):
    """The day to ask how the process stands has passed."""

    process: UUID
    review_on: date


EVENTS = (
    ParallelProcessLinked,
    ParallelProcessReviewed,
    HoldPlaced,
    HoldReviewed,
    HoldLifted,
    HoldReviewMissed,
    ProcessReviewMissed,
)

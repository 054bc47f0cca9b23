"""What reviews can be asked to do about other proceedings, and about what waits for them."""

from datetime import date
from uuid import UUID

from shared.decider import Command
from shared.edge import Day, Name, Reasons
from shared.events.parallel import HeldStep, ProcessKind, ProcessStatus


class LinkParallelProcess(Command):
    """Another process concerns the same events: whose, how it is known there, and when to ask again."""

    kind: ProcessKind
    owner: Name
    reference: Name
    status: ProcessStatus
    review_on: Day
    reason: Reasons


class ReviewParallelProcess(Command):
    """How it stands now; and when to ask again, unless it is concluded."""

    process: UUID
    status: ProcessStatus
    reviewed_on: Day
    review_on: Day | None = None
    reason: Reasons


class PlaceHold(Command):
    """Let publication, or a named step, wait for a parallel process. Learning and statutory dates go on."""

    process: UUID
    step: HeldStep
    owner: Name
    placed_on: Day
    review_on: Day
    reason: Reasons


class ReviewHold(Command):
    """It is still needed, and will be looked at again."""

    hold: UUID
    reviewed_on: Day
    review_on: Day
    reason: Reasons


class LiftHold(Command):
    """The step may go on."""

    hold: UUID
    lifted_on: Day
    reason: Reasons


class NoticeMissedHoldReview(Command):
    """From the worker: the day to look at a hold again is over."""

    hold: UUID
    review_on: date


class NoticeMissedProcessReview(Command):
    """From the worker: the day to ask how a process stands is over."""

    process: UUID
    review_on: date


PARALLEL = (LinkParallelProcess, ReviewParallelProcess, PlaceHold, ReviewHold, LiftHold)
PARALLEL_WORKER = (NoticeMissedHoldReview, NoticeMissedProcessReview)

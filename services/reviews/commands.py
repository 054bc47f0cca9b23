"""What reviews can be asked to do."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.reviews.gathering_commands import ACCOUNTS, GATHERING
from services.reviews.joining_commands import JOINING
from services.reviews.learning_commands import LEARNING
from services.reviews.parallel_commands import PARALLEL
from services.reviews.practice_commands import PRACTICE
from shared.decider import Command
from shared.dispatch import life as dispatching
from shared.duties import life as duties
from shared.edge import Closed, Code, Day, Name, Reasons
from shared.events.reviews import Criterion, NextStep, View

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
PanelOutcome = Literal["agrees", "queries the decision", "asks for more", "considers a national review"]


class OpenRapidReview(Command):
    """From a reaction: the Panel has a notification of class A. `as_of` is what it knew of intake."""

    notification: UUID
    submitted_at: AwareDatetime
    incident_aware_at: AwareDatetime
    as_of: int


class CancelRapidReview(Command):
    """From a reaction: the incident left class A (intake's version `as_of`), or its notification was withdrawn."""

    reason: str
    as_of: int = 0


class ReopenRapidReview(Command):
    """From a reaction: the incident is of class A again (intake's version `as_of`)."""

    as_of: int


class AssessCriterion(Command):
    """One of the four local criteria (SI 2018/789, regulation 11), with what was found.

    What was found is sealed, so a repeat and a change look alike: to change it, say that it is a correction.
    """

    criterion: Criterion
    met: bool
    finding: Reasons
    correction: bool = False


class DecideNextStep(Command):
    """The safeguarding partners' decision: each one's view, whether they agree or not, and the reasons."""

    next_step: NextStep
    views: dict[Code, View]
    national_review_suggested: bool
    decided_on: Day
    reasons: Reasons


class SubmitRapidReview(Command):
    """Send the decided rapid review to the Panel. Late is allowed; refused by its server, it may be sent anew."""


class RecordPanelReply(Command):
    """What the Panel says of it. There may be several replies."""

    outcome: PanelOutcome
    replied_on: Day


class NoticeMissedReply(Command):
    """From the worker: the day by which the Panel's reply is expected is over."""

    expected_by: date


class AppointReviewer(Command):
    """Somebody suitable leads the practice review, with a declaration of independence and no conflict."""

    reviewer: Name
    suitability: Reasons  # knowledge and experience of the matter, and of looking at systems
    independence: Reasons
    conflict: bool


class RemoveReviewer(Command):
    """The partners remove the reviewer; another may be appointed."""

    reason: Reasons


class RecordProgressCheck(Command):
    """Time and quality, looked at regularly (SI 2018/789, regulation 14(1))."""

    on_time: bool
    quality: Literal["good", "needs work"]
    checked_on: Day


class RecommendationMade(Closed):
    """What is asked of whom, by when."""

    owner: Name
    due_on: Day
    text: Reasons


class AcceptReport(Command):
    """The partners accept the report: improvements, systemic reasons and at least one recommendation are in it."""

    accepted_on: Day
    report_hash: Sha256
    improvements: Reasons
    systemic_reasons: Reasons
    recommendations: Annotated[tuple[RecommendationMade, ...], Field(min_length=1, max_length=100)]


FROM_THE_WORKER = (NoticeMissedReply,)
REACTIONS = (OpenRapidReview, CancelRapidReview, ReopenRapidReview)
RAPID_REVIEW = (*ACCOUNTS, AssessCriterion, DecideNextStep, SubmitRapidReview, RecordPanelReply)
PRACTICE_REVIEW = (AppointReviewer, RemoveReviewer, RecordProgressCheck, AcceptReport)
OFFICERS = (
    *GATHERING,
    *JOINING,
    *RAPID_REVIEW,
    *PRACTICE_REVIEW,
    *PARALLEL,
    *PRACTICE,
    *LEARNING,
    *dispatching.OFFICERS,
    *duties.OFFICERS,
)

"""What reviews can be asked to do in a practice review; appointing, checking and accepting are in `commands`."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.decider import Command
from shared.edge import Closed, Code, Day, Name, Reasons
from shared.events.practice import Answer, Asked, Effect, Invitation, NotPublished, Participant, Replacement

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class InitiateJointReview(Command):
    """Of several cases, or of a theme. It has a case of its own, whose new id is chosen by whoever asks.

    Each case it covers then says so, and a practice review of its own, if one is open, is superseded.
    """

    scope: Annotated[str, Field(pattern=r"^(several cases|thematic)$")]
    covers: Annotated[tuple[Code, ...], Field(min_length=1, max_length=50)]
    decided_on: Day


class CoverIncident(Command):
    """From a reaction: a joint review was initiated over this case."""

    case: str
    practice_review: UUID


class TakeUpIncident(Command):
    """From a reaction: that case said that it is covered."""

    case: str


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


class NoticeMissedCheck(Command):
    """From the worker: the longest interval without a check of progress is over."""

    due_on: date


class RequestFromReviewer(Command):
    """In writing (SI 2018/789, regulation 14(3)): the document is uploaded, and named here by its hash."""

    asks: Asked
    document_hash: Sha256
    media_type: Name
    size_bytes: Annotated[int, Field(ge=1, le=10 * 1024 * 1024)]
    answer_by: Day


class RecordRequestAnswer(Command):
    """The reviewer sent what was asked for."""

    request: UUID
    answered_on: Day


class RecordDraft(Command):
    """A draft of the report came in, by the SHA-256 of its bytes."""

    document_hash: Sha256
    received_on: Day


class ShareDraft(Command):
    """A draft goes to an organisation, for accuracy; unless sharing drafts is held."""

    document_hash: Sha256
    organisation: Name
    shared_on: Day


class NotifyDelay(Command):
    """Tell the Panel and the Secretary of State why publication may be late. The due date does not move."""

    process: UUID | None = None
    expected_on: Day | None = None
    reasons: Reasons


class DecideNonPublication(Command):
    """Publish improvements only, or nothing; the Panel and the Secretary of State are sent the justification."""

    scope: NotPublished
    decided_on: Day
    justification: Reasons


class RecordComments(Command):
    """What the Panel or the Secretary of State says of a delay or of not publishing."""

    recipient: Code
    received_on: Day
    text: Reasons


class RecordRegard(Command):
    """The partners had regard to a comment."""

    comment: UUID
    response: Reasons


class RecordNationalReview(Command):
    """The Panel told the partners that it reviews this case itself, and why."""

    noticed_on: Day
    rationale: Reasons


class DecideLocalEffect(Command):
    """The local review goes on, is suspended, or ends: folded into the national one, or superseded by it."""

    national_review: UUID
    effect: Effect
    decided_on: Day
    reasons: Reasons


class LocalActionAsked(Closed):
    """What a national finding asks for here."""

    owner: Name
    due_on: Day
    finding: Reasons
    text: Reasons


class RecordNationalFindings(Command):
    """The national review reported. Each finding that concerns the area becomes an action here."""

    national_review: UUID
    received_on: Day
    actions: Annotated[tuple[LocalActionAsked, ...], Field(min_length=1, max_length=100)]


class RecordLocalActionDone(Command):
    """Done, with the evidence for it."""

    action: UUID
    done_on: Day
    evidence: Reasons


class CloseReviews(Command):
    """Nothing is open any more. Refused with all that still is, at once."""

    closed_on: Day
    reasons: Reasons


class ReopenReviews(Command):
    """The case is open again."""

    reopened_on: Day
    reasons: Reasons


COURSE = (
    ConsiderReplacement,
    AgreeTermsOfReference,
    InviteParticipant,
    RecordParticipantAnswer,
    RequestFromReviewer,
    RecordRequestAnswer,
    RecordDraft,
    ShareDraft,
    NotifyDelay,
    DecideNonPublication,
    RecordComments,
    RecordRegard,
    DecideLocalEffect,
)
WHOLE_CASE = (
    InitiateJointReview,
    RecordNationalReview,
    RecordNationalFindings,
    RecordLocalActionDone,
    CloseReviews,
    ReopenReviews,
)
PRACTICE = (*COURSE, *WHOLE_CASE)
PRACTICE_UNASKED = (CoverIncident, TakeUpIncident, NoticeMissedCheck)

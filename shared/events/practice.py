"""What happens in a practice review between its beginning and its report, and what may end it. Said by reviews."""

from datetime import date
from typing import Literal
from uuid import UUID

from shared.events.base import Event
from shared.sealed import Sealed

ReviewScope = Literal["single case", "several cases", "thematic"]
Replacement = Literal["another is to be appointed", "none is needed"]
Participant = Literal["family", "practitioner"]
Invitation = Literal["letter", "telephone call", "visit", "through a key worker", "group session"]
Answer = Literal["took part", "declined", "did not answer"]
Asked = Literal["information", "draft report"]
NotPublished = Literal["improvements only", "nothing"]
Effect = Literal["goes on", "suspended", "folded in", "superseded"]


class CoveredBy(Event):
    """On an incident's case: a joint or thematic review, on a case of its own, reviews this incident."""

    case: str
    practice_review: UUID


class IncidentTakenUp(Event):
    """On the joint review's case: this incident said that it is covered."""

    practice_review: UUID
    case: str


class PracticeReviewSuperseded(Event):
    """It ends without a report of its own: another review takes its place. `case`: a joint review's."""

    practice_review: UUID
    by: Literal["joint review", "national review"]
    case: str = ""


class ReplacementConsidered(Event):
    """After a reviewer was removed the partners must consider another (SI 2018/789, regulation 13)."""

    practice_review: UUID
    decision: Replacement
    reasons: Sealed[str]


class TermsOfReferenceAgreed(Event):
    """What the review asks. A later version takes the place of the one before."""

    practice_review: UUID
    version: int
    agreed_on: date
    text: Sealed[str]


class ParticipantInvited(Event):
    """A member of the family or a practitioner was invited, without fear of blame; and how."""

    practice_review: UUID
    involvement: UUID
    who: Participant
    how: Invitation
    invited_on: date
    person: Sealed[str]
    explained: Sealed[str]  # what they were told of how they can take part


class ParticipantAnswered(Event):
    """What came of the invitation, and in what words."""

    practice_review: UUID
    involvement: UUID
    answer: Answer
    answered_on: date
    said: Sealed[str]


class ProgressCheckMissed(Event):
    """Time and quality were not looked at within the longest interval that the partners allow themselves."""

    practice_review: UUID
    due_on: date


class WrittenRequestMade(Event):
    """Information or a draft asked of the reviewer, in writing (SI 2018/789, regulation 14(3)): the document."""

    practice_review: UUID
    request: UUID
    asks: Asked
    document_hash: str  # SHA-256 of its bytes, which are kept sealed beside the log
    media_type: str
    size_bytes: int
    answer_by: date


class WrittenRequestAnswered(Event):
    """The reviewer sent what was asked for."""

    practice_review: UUID
    request: UUID
    answered_on: date


class DraftReceived(Event):
    """A draft of the report, by the SHA-256 of its bytes. `number` counts from 1."""

    practice_review: UUID
    number: int
    document_hash: str
    received_on: date


class DraftShared(Event):
    """A draft went to an organisation, for accuracy."""

    practice_review: UUID
    document_hash: str
    organisation: str
    shared_on: date


class DelayNotified(Event):
    """Told to the Panel and the Secretary of State: why publication may be late. `due_on` stays what it was."""

    practice_review: UUID
    delay: UUID
    process: UUID | None  # the parallel process that it waits for
    due_on: date
    expected_on: date | None
    in_advance: bool  # told on or before the due date, as it should be
    reasons: Sealed[str]


class NonPublicationDecided(Event):
    """Nothing is published, or improvements alone; the Panel and the Secretary of State are told why."""

    practice_review: UUID
    decision: UUID
    scope: NotPublished
    decided_on: date
    justification: Sealed[str]


class CommentsReceived(Event):
    """What the Panel or the Secretary of State says of a delay or of not publishing."""

    practice_review: UUID
    comment: UUID
    recipient: str
    received_on: date
    text: Sealed[str]


class RegardHad(Event):
    """The partners had regard to a comment, and this is their answer."""

    practice_review: UUID
    comment: UUID
    response: Sealed[str]


class NationalReviewNoticed(Event):
    """The Panel told the partners that it reviews this case itself, and why."""

    national_review: UUID
    noticed_on: date
    rationale: Sealed[str]


class LocalEffectDecided(Event):
    """What the national review does to the local one. Suspended, it is still owed by its date."""

    national_review: UUID
    practice_review: UUID
    effect: Effect
    decided_on: date
    reasons: Sealed[str]


class LocalAction(Event):
    """What a national finding asks for here: of whom, by when."""

    action: UUID
    owner: str  # an organisation
    due_on: date
    finding: Sealed[str]
    text: Sealed[str]


class NationalFindingsReceived(Event):
    """The national review reported; the partners take account of it by actions here."""

    national_review: UUID
    received_on: date
    actions: tuple[LocalAction, ...]


class LocalActionDone(Event):
    """Done, with the evidence for it."""

    action: UUID
    done_on: date
    evidence: Sealed[str]


class ReviewsClosed(Event):
    """Nothing is open on this case any more. The time that its records are kept runs from here.

    `learning_open`: the actions that were not embedded then, by their references. Learning is assured after a case
    is closed, and so they hold nothing up; null where nobody counted them.
    """

    closed_on: date
    retention_from: date
    reasons: Sealed[str]
    learning_open: tuple[str, ...] | None = None


class ReviewsReopened(Event):
    """The case is open again, and its records are kept on."""

    reopened_on: date
    reasons: Sealed[str]


EVENTS = (
    CoveredBy,
    IncidentTakenUp,
    PracticeReviewSuperseded,
    ReplacementConsidered,
    TermsOfReferenceAgreed,
    ParticipantInvited,
    ParticipantAnswered,
    ProgressCheckMissed,
    WrittenRequestMade,
    WrittenRequestAnswered,
    DraftReceived,
    DraftShared,
    DelayNotified,
    NonPublicationDecided,
    CommentsReceived,
    RegardHad,
    NationalReviewNoticed,
    LocalEffectDecided,
    NationalFindingsReceived,
    LocalActionDone,
    ReviewsClosed,
    ReviewsReopened,
)

"""A rapid review as its own events tell it."""

from collections.abc import Set
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID, uuid5

from shared.dispatch import life as dispatching
from shared.dispatch.life import Dispatches
from shared.duties import life as duties
from shared.duties.life import Duties, Duty
from shared.events.base import Event
from shared.events.gathering import (
    Circumstance,
    CircumstanceWeighed,
    Heading,
    HeadingWritten,
    Purpose,
    PurposeAddressed,
)
from shared.events.reviews import (
    Criterion,
    CriterionAssessed,
    PanelReplied,
    PanelReplyMissed,
    RapidReviewCancelled,
    RapidReviewDecided,
    RapidReviewOpened,
    RapidReviewRecounted,
    RapidReviewReopened,
    RapidReviewRuledIn,
    RapidReviewRuledOut,
    RapidReviewSubmitted,
    SubmissionSetAside,
)


@dataclass(frozen=True)
class RapidReview:
    """One per case. `ruled_out_as_of` is intake's version that took the incident out of class A beforehand, and
    `ruled_in_as_of` the one that put it back, before or after a rapid review was opened.
    """

    id: UUID | None = None
    ruled_out_as_of: int = 0
    ruled_in_as_of: int = 0
    set_aside: SubmissionSetAside | None = None
    times_reopened: int = 0  # or counted anew: how often its duty arose again
    addressed: Set[Purpose] = frozenset()
    assessed: Set[Criterion] = frozenset()
    weighed: Set[Circumstance] = frozenset()
    written: Set[Heading] = frozenset()
    decided: RapidReviewDecided | None = None
    submitted: bool = False
    cancelled: bool = False
    replies: Set[tuple[str, date]] = frozenset()
    reply_missed: bool = False
    duties: Duties = field(default_factory=dict)
    dispatches: Dispatches = field(default_factory=dict)

    @property
    def duty(self) -> Duty | None:
        """What is owed to the Panel."""
        return self.duties.get(duty_of(self.id, self.times_reopened)) if self.id else None

    @property
    def ruled_out(self) -> bool:
        return self.ruled_out_as_of > self.ruled_in_as_of


def duty_of(rapid_review: UUID, times_reopened: int = 0) -> UUID:
    """A duty that arises again is another duty."""
    return uuid5(rapid_review, f"duty/{times_reopened}" if times_reopened else "duty")


def evolve(review: RapidReview, event: Event) -> RapidReview:
    match event:
        case RapidReviewOpened(rapid_review=id_):
            return replace(review, id=id_)
        case RapidReviewRuledOut(as_of=as_of):
            return replace(review, ruled_out_as_of=as_of)
        case RapidReviewRuledIn(as_of=as_of):
            return replace(review, ruled_in_as_of=as_of)
        case SubmissionSetAside():
            return replace(review, set_aside=event)
        case RapidReviewReopened() | RapidReviewRecounted():
            return _owed_again(review, event)
        case PurposeAddressed() | CriterionAssessed() | CircumstanceWeighed() | HeadingWritten():
            return _written(review, event)
        case RapidReviewDecided():
            return replace(review, decided=event)
        case RapidReviewSubmitted():
            return replace(review, submitted=True)
        case RapidReviewCancelled():
            return replace(review, cancelled=True)
        case PanelReplied(outcome=outcome, replied_on=day):
            return replace(review, replies=review.replies | {(outcome, day)})
        case PanelReplyMissed():
            return replace(review, reply_missed=True)
        case _:
            return replace(
                review,
                duties=duties.evolve(review.duties, event),
                dispatches=dispatching.evolve(review.dispatches, event),
            )


def _written(
    review: RapidReview, event: PurposeAddressed | CriterionAssessed | CircumstanceWeighed | HeadingWritten
) -> RapidReview:
    match event:
        case PurposeAddressed(purpose=purpose):
            return replace(review, addressed=review.addressed | {purpose})
        case CriterionAssessed(criterion=criterion):
            return replace(review, assessed=review.assessed | {criterion})
        case CircumstanceWeighed(circumstance=circumstance):
            return replace(review, weighed=review.weighed | {circumstance})
        case HeadingWritten(heading=heading):
            return replace(review, written=review.written | {heading})


def _owed_again(review: RapidReview, event: RapidReviewReopened | RapidReviewRecounted) -> RapidReview:
    again = replace(review, times_reopened=review.times_reopened + 1)
    if isinstance(event, RapidReviewRecounted):
        return again
    return replace(again, cancelled=False, ruled_in_as_of=event.as_of)

"""Closing a case's reviews: only when nothing is open, and all that still is is told at once."""

from collections.abc import Iterator

from services.reviews.decider.practice_review.state import PracticeReview
from services.reviews.practice_commands.closing import CloseReviews, ReopenReviews
from shared.decider import Occasion, Refused, not_in_the_future
from shared.events.base import Event
from shared.events.practice import ReviewsClosed, ReviewsReopened
from shared.sealed import Sealed

SENT = ("handed over", "received", "validated", "withdrawn")


def close(command: CloseReviews, review: PracticeReview, occasion: Occasion) -> list[Event]:
    """The time that records are kept runs from this day, and anew when it was open again.

    Actions need not be embedded: that takes a year after each was done (decision 0055). They are named, and go on.
    """
    if review.closed:
        return []
    if not review.begun:
        raise Refused("no-such-case", "No review was opened on this case.")
    not_in_the_future(command.closed_on, "closed_on", occasion)
    if found := still_open(review):
        raise Refused("still-open", " ".join(found))
    return [
        ReviewsClosed(
            closed_on=command.closed_on,
            retention_from=command.closed_on,
            reasons=Sealed.of(command.reasons),
            learning_open=tuple(sorted(review.learning)),
        )
    ]


def reopen(command: ReopenReviews, review: PracticeReview, occasion: Occasion) -> list[Event]:
    if not review.closed:
        if review.times_closed:
            return []  # open again already
        raise Refused("not-closed", "The reviews of this case were never closed.")
    not_in_the_future(command.reopened_on, "reopened_on", occasion)
    return [ReviewsReopened(reopened_on=command.reopened_on, reasons=Sealed.of(command.reasons))]


def still_open(review: PracticeReview) -> list[str]:
    """A sentence for each thing that is still open; none when the case may be closed."""
    return [*_reviews(review), *_owed(review), *_course(review), *_beside(review)]


def _reviews(review: PracticeReview) -> Iterator[str]:
    if review.rapid in ("open", "decided"):
        yield "The Panel does not have the rapid review yet."
    if review.id and not (review.ended or review.report_hash):
        yield "The practice review's report is not accepted."
    if review.replacement_open:
        yield "A reviewer was removed, and another was not considered."


def _owed(review: PracticeReview) -> Iterator[str]:
    waiting = sum(duty.open for duty in review.duties.values())
    if waiting:
        yield f"Duties still open: {waiting}."
    late = sum((duty.late or duty.missed) and not duty.explained for duty in review.duties.values())
    if late:
        yield f"Lateness not explained: {late}."
    under_way = sum(dispatch.state not in SENT for dispatch in review.dispatches.values())
    if under_way:
        yield f"Letters that are not sent, in doubt or refused: {under_way}."


def _course(review: PracticeReview) -> Iterator[str]:
    course = review.course
    if unanswered := {*course.requests, *course.involved} - course.answered:
        yield f"Invitations and written requests without an answer: {len(unanswered)}."
    if unregarded := course.comments.keys() - course.regarded:
        yield f"Comments to which no regard was had: {len(unregarded)}."
    if undone := [id_ for id_, done in review.actions.items() if not done]:
        yield f"Actions of a national review that are not done: {len(undone)}."


def _beside(review: PracticeReview) -> Iterator[str]:
    parallel = review.parallel
    if held := sum(not hold.lifted for hold in parallel.holds.values()):
        yield f"Holds that are not lifted: {held}."
    if going_on := sum(process.status != "concluded" for process in parallel.processes.values()):
        yield f"Parallel processes that are not concluded: {going_on}."

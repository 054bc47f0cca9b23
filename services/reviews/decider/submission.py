"""Sending the rapid review to the Panel, and what its arrival means. Never blocked by lateness."""

from collections.abc import Iterator
from datetime import datetime
from functools import reduce
from uuid import UUID, uuid5

from services.reviews.decider.state import RapidReview, evolve
from shared.decider import Refused
from shared.dispatch import life as dispatching
from shared.duties import life as duties
from shared.events.base import Event
from shared.events.dispatch import DispatchDue, DispatchHandedOver, DispatchReceived, DispatchRefused
from shared.events.reviews import RapidReviewSubmitted
from shared.partnership import Partnership
from shared.recipients import Recipient

PURPOSE = "rapid review"
CANCELLED = "the rapid review was cancelled"


def panel_of(partnership: Partnership) -> Recipient:
    """The national body that a rapid review is owed to."""
    (panel,) = partnership.with_role("panel")
    return panel


def submit(partnership: Partnership, review: RapidReview) -> list[Event]:
    """Due to the Panel; a new revision only when the one before was refused for good, or withdrawn unsent."""
    assert review.id and review.duty
    if not review.decided:
        raise Refused("decide-first", "Decide the next step first: the Panel is sent the decision.")
    sent = [dispatch for dispatch in review.dispatches.values() if dispatch.about == review.id]
    if any(dispatch.state not in ("refused", "withdrawn") for dispatch in sent):
        return []  # on its way, or there
    panel, revision = panel_of(partnership), len(sent) + 1
    return [
        DispatchDue(
            dispatch=uuid5(review.id, f"dispatch/{panel.id}/{revision}"),
            purpose=PURPOSE,
            about=review.id,
            recipient=panel.id,
            channel=panel.channel,
            revision=revision,
            due_on=review.duty.due.due_on,
            calendar=review.duty.due.calendar,
        )
    ]


def consequences(review: RapidReview, said: list[Event]) -> list[Event]:
    """What becomes of the review when a dispatch moves on: the Panel has it, or not, or it is not to go again."""
    said = [event for event in said if _of_this(review, event)]
    if review.id is None or not said:
        return []
    if review.cancelled and not review.submitted:
        # It was on its way when the review ended: if it did not arrive, it is not tried again.
        after = reduce(evolve, said, review)
        return dispatching.withdrawn(after.dispatches, review.id, CANCELLED)
    found = [event for at, dispatch in _arrivals(said) for event in _arrived(review, review.id, at, dispatch)]
    return found + _came_back(review, said)


def _of_this(review: RapidReview, event: Event) -> bool:
    """Letters of the practice review live on the same case, and mean nothing to the rapid review."""
    dispatch = review.dispatches.get(getattr(event, "dispatch", None))  # type: ignore[arg-type]
    return dispatch is not None and dispatch.about == review.id


def _arrivals(said: list[Event]) -> Iterator[tuple[datetime, UUID]]:
    """A hand-over; or, where that was never noted, the Panel's own acknowledgement."""
    for event in said:
        match event:
            case DispatchHandedOver(handed_over_at=at, dispatch=dispatch):
                yield at, dispatch
            case DispatchReceived(received_at=at, dispatch=dispatch):
                yield at, dispatch


def _arrived(review: RapidReview, id_: UUID, at: datetime, dispatch: UUID) -> list[Event]:
    """Submitted is what arrived first; what was refused and sent anew meets the duty again."""
    found = duties.met(review.duty, at, f"dispatch {dispatch}")
    return found if review.submitted else [RapidReviewSubmitted(rapid_review=id_, submitted_at=at), *found]


def _came_back(review: RapidReview, said: list[Event]) -> list[Event]:
    if review.duty is None or review.cancelled:
        return []
    return [
        again
        for event in said
        if isinstance(event, DispatchRefused)
        for again in duties.reopened(
            review.duty, f"dispatch {event.dispatch}", event.refused_at, "what met it was refused"
        )
    ]

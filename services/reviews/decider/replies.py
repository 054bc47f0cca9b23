"""What the Panel says of a rapid review, any number of times; and that it said nothing when it was expected to."""

from uuid import UUID

from services.reviews.commands import NoticeMissedReply, RecordPanelReply
from services.reviews.decider.state import RapidReview
from shared.decider import Occasion, Refused, not_in_the_future
from shared.events.base import Event
from shared.events.reviews import PanelReplied, PanelReplyMissed


def replied(command: RecordPanelReply, review: RapidReview, id_: UUID, occasion: Occasion) -> list[Event]:
    if not review.submitted:
        raise Refused("not-submitted", "The Panel does not have the rapid review yet.")
    not_in_the_future(command.replied_on, "replied_on", occasion)
    if (command.outcome, command.replied_on) in review.replies:
        return []
    return [PanelReplied(rapid_review=id_, outcome=command.outcome, replied_on=command.replied_on)]


def missed(command: NoticeMissedReply, review: RapidReview) -> list[Event]:
    """From the worker, and so never refused: the Panel may have replied since. Told once, whatever comes later."""
    if review.id is None or not review.submitted or review.replies or review.reply_missed:
        return []
    return [PanelReplyMissed(rapid_review=review.id, expected_by=command.expected_by)]

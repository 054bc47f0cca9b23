"""What the Panel and the Secretary of State say of a delay or of not publishing, to which regard is had."""

from uuid import UUID

from services.reviews.decider.practice_review.letters import PANEL_AND_SECRETARY
from services.reviews.decider.practice_review.state import PracticeReview
from services.reviews.practice_commands.explaining import RecordComments, RecordRegard
from shared.decider import Occasion, Refused, not_in_the_future
from shared.events.base import Event
from shared.events.practice import CommentsReceived, RegardHad
from shared.partnership import Partnership
from shared.sealed import Sealed


def record(
    partnership: Partnership, command: RecordComments, review: PracticeReview, id_: UUID, occasion: Occasion
) -> list[Event]:
    if command.recipient not in {each.id for each in partnership.with_role(*PANEL_AND_SECRETARY)}:
        raise Refused("national-only", "recipient: comments come from the Panel or the Secretary of State.")
    if not (review.course.delays or review.not_published):
        raise Refused("nothing-told", "They were told of no delay and of no decision not to publish.")
    not_in_the_future(command.received_on, "received_on", occasion)
    same = (command.recipient, command.received_on)
    if any((each.recipient, each.received_on) == same for each in review.course.comments.values()):
        return []  # one letter a day from each; its text is sealed
    return [
        CommentsReceived(
            practice_review=id_,
            comment=occasion.new_id("comment"),
            recipient=command.recipient,
            received_on=command.received_on,
            text=Sealed.of(command.text),
        )
    ]


def regard(command: RecordRegard, review: PracticeReview, id_: UUID) -> list[Event]:
    if command.comment not in review.course.comments:
        raise Refused("no-such-comment", "comment: there is no such comment on this case.")
    if command.comment in review.course.regarded:
        return []
    return [RegardHad(practice_review=id_, comment=command.comment, response=Sealed.of(command.response))]

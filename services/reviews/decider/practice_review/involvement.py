"""Terms of reference, and the people who take part: families and practitioners, without fear of blame."""

from uuid import UUID

from services.reviews.decider.practice_review.state import PracticeReview
from services.reviews.practice_commands.conducting import (
    AgreeTermsOfReference,
    InviteParticipant,
    RecordParticipantAnswer,
)
from shared.decider import Occasion, Refused, not_in_the_future
from shared.events.base import Event
from shared.events.parallel import HeldStep
from shared.events.practice import Participant, ParticipantAnswered, ParticipantInvited, TermsOfReferenceAgreed
from shared.sealed import Sealed

STEP: dict[Participant, HeldStep] = {"family": "involving the family", "practitioner": "involving practitioners"}


def agree(command: AgreeTermsOfReference, review: PracticeReview, id_: UUID, occasion: Occasion) -> list[Event]:
    if command.version <= review.course.terms:
        return []  # agreed before; the text is sealed
    if command.version != review.course.terms + 1:
        raise Refused("next-version", f"version: the next one is {review.course.terms + 1}.")
    not_in_the_future(command.agreed_on, "agreed_on", occasion)
    return [
        TermsOfReferenceAgreed(
            practice_review=id_,
            version=command.version,
            agreed_on=command.agreed_on,
            text=Sealed.of(command.text),
        )
    ]


def invite(command: InviteParticipant, review: PracticeReview, id_: UUID, occasion: Occasion) -> list[Event]:
    """Names are sealed, so two invitations of one day and way are told apart by their keys alone."""
    involvement = occasion.new_id("involvement")
    if involvement in review.course.involved:
        return []
    not_held(review, STEP[command.who])
    not_in_the_future(command.invited_on, "invited_on", occasion)
    return [
        ParticipantInvited(
            practice_review=id_,
            involvement=involvement,
            who=command.who,
            how=command.how,
            invited_on=command.invited_on,
            person=Sealed.of(command.person),
            explained=Sealed.of(command.explained),
        )
    ]


def answer(command: RecordParticipantAnswer, review: PracticeReview, id_: UUID, occasion: Occasion) -> list[Event]:
    invited = review.course.involved.get(command.involvement)
    if invited is None:
        raise Refused("no-such-invitation", "involvement: nobody was invited under this id.")
    if command.involvement in review.course.answered:
        return []
    not_in_the_future(command.answered_on, "answered_on", occasion)
    if command.answered_on < invited.invited_on:
        raise Refused("not-before-the-invitation", "answered_on lies before the invitation.")
    if command.answer == "took part":
        not_held(review, STEP[invited.who])
    return [
        ParticipantAnswered(
            practice_review=id_,
            involvement=command.involvement,
            answer=command.answer,
            answered_on=command.answered_on,
            said=Sealed.of(command.said),
        )
    ]


def not_held(review: PracticeReview, step: HeldStep) -> None:
    if review.parallel.held(step):
        raise Refused("held", f"A parallel process holds up {step}; review or lift that hold first.")

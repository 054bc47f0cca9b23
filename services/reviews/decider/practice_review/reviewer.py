"""Who leads the review: suitable, independent, without conflict, named to the national bodies, and removable."""

from uuid import UUID, uuid5

from services.reviews.commands import AppointReviewer, RemoveReviewer
from services.reviews.decider.practice_review.letters import ALL_NATIONAL, letters
from services.reviews.decider.practice_review.state import PracticeReview
from services.reviews.practice_commands.conducting import ConsiderReplacement
from shared.decider import Occasion, Refused
from shared.dispatch import life as dispatching
from shared.events.base import Event
from shared.events.practice import ReplacementConsidered
from shared.events.reviews import ReviewerAppointed, ReviewerRemoved
from shared.partnership import Partnership
from shared.sealed import Sealed

SEALED = ""  # what stands where the declaration once stood in the clear


def appoint(
    partnership: Partnership, command: AppointReviewer, review: PracticeReview, id_: UUID, occasion: Occasion
) -> list[Event]:
    """Told to the Panel, the Secretary of State and the inspectorate at once."""
    if command.conflict:
        raise Refused("no-conflict", "A reviewer must have no real or perceived conflict of interest.")
    if review.reviewer:  # whether it is the same one nobody can tell here: all that tells of a reviewer is sealed
        raise Refused("one-reviewer", "A reviewer is appointed; remove that one first.")
    not_accepted(review)
    appointment = occasion.new_id("appointment")
    appointed = ReviewerAppointed(
        practice_review=id_,
        reviewer=Sealed.of(command.reviewer),
        independence=SEALED,
        suitability=Sealed.of(command.suitability),
        appointment=appointment,
        stated_independence=Sealed.of(command.independence),
    )
    return [appointed, *letters(partnership, "reviewer named", appointment, ALL_NATIONAL)]


def remove(command: RemoveReviewer, review: PracticeReview, id_: UUID) -> list[Event]:
    """A name that has not left yet is not told any more."""
    if review.reviewer is None:
        if review.removed:
            return []
        raise Refused("no-reviewer", "No reviewer was appointed.")
    not_accepted(review)
    removed = ReviewerRemoved(practice_review=id_, reason=Sealed.of(command.reason))
    appointment = review.reviewer.appointment or uuid5(id_, "appointment")
    return [removed, *dispatching.withdrawn(review.dispatches, appointment, "the reviewer was removed")]


def consider(command: ConsiderReplacement, review: PracticeReview, id_: UUID) -> list[Event]:
    if not review.replacement_open:
        if review.removed:
            return []  # considered, or another is appointed
        raise Refused("nobody-removed", "No reviewer was removed, so there is nobody to replace.")
    return [
        ReplacementConsidered(practice_review=id_, decision=command.decision, reasons=Sealed.of(command.reasons))
    ]


def not_accepted(review: PracticeReview) -> None:
    if review.report_hash:
        raise Refused("already-accepted", "The report is accepted, and names its reviewer.")

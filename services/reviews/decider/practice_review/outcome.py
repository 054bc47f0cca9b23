"""How a practice review ends: its report accepted, or a decision not to publish; and what is told of a delay."""

from uuid import UUID

from services.reviews.commands import AcceptReport, RecommendationMade
from services.reviews.decider.practice_review.initiating import not_taken_up
from services.reviews.decider.practice_review.letters import PANEL_AND_SECRETARY, letters
from services.reviews.decider.practice_review.reviewer import not_accepted
from services.reviews.decider.practice_review.state import PracticeReview
from services.reviews.practice_commands.explaining import DecideNonPublication, NotifyDelay
from shared.calendar import london_date
from shared.decider import Occasion, Refused, not_in_the_future
from shared.events.base import Event
from shared.events.practice import DelayNotified, NonPublicationDecided
from shared.events.reviews import Recommendation, ReportAccepted
from shared.partnership import Partnership
from shared.sealed import Sealed


def accept(command: AcceptReport, review: PracticeReview, id_: UUID, occasion: Occasion) -> list[Event]:
    if review.report_hash == command.report_hash:
        return []
    not_accepted(review)
    if review.reviewer is None:
        raise Refused("reviewer-first", "A report is accepted from an appointed reviewer; none is.")
    not_in_the_future(command.accepted_on, "accepted_on", occasion)
    if command.accepted_on < review.decided_on:
        raise Refused("not-before-decision", "accepted_on lies before the review was decided.")
    _allowed(review)
    return [
        ReportAccepted(
            practice_review=id_,
            accepted_on=command.accepted_on,
            report_hash=command.report_hash,
            reviewer=review.reviewer.reviewer,  # boxed under this case's key already
            improvements=Sealed.of(command.improvements),
            systemic_reasons=Sealed.of(command.systemic_reasons),
            recommendations=tuple(
                _recommendation(made, occasion.new_id("recommendation", str(number)))
                for number, made in enumerate(command.recommendations, 1)
            ),
        )
    ]


def _allowed(review: PracticeReview) -> None:
    if review.effect == "suspended":
        raise Refused("suspended", "A national review suspends this one; decide first that it goes on.")
    if missing := not_taken_up(review):
        raise Refused(
            "not-taken-up",
            f"{len(missing)} of the cases in covers never said that they are covered: they have no rapid review"
            " here, are covered by another review, or have a report of their own.",
        )


def _recommendation(made: RecommendationMade, id_: UUID) -> Recommendation:
    return Recommendation(recommendation=id_, owner=made.owner, due_on=made.due_on, text=Sealed.of(made.text))


def delay(
    partnership: Partnership, command: NotifyDelay, review: PracticeReview, id_: UUID, occasion: Occasion
) -> list[Event]:
    """The guidance grants no extension: the due date is told again as it was. It should be told before that day,
    and is taken and marked after it.
    """
    if command.process and command.process not in review.parallel.processes:
        raise Refused("no-such-process", "process: no such parallel process is linked to this case.")
    if any((told.process, told.expected_on) == (command.process, command.expected_on) for told in _delays(review)):
        return []  # told already; the reasons are sealed
    if command.expected_on and command.expected_on <= review.due_on:
        raise Refused("no-delay", "expected_on lies on or before the due date: that is no delay.")
    told = DelayNotified(
        practice_review=id_,
        delay=occasion.new_id("delay"),
        process=command.process,
        due_on=review.due_on,
        expected_on=command.expected_on,
        in_advance=london_date(occasion.at) <= review.due_on,
        reasons=Sealed.of(command.reasons),
    )
    return [told, *letters(partnership, "delay notice", told.delay, PANEL_AND_SECRETARY)]


def _delays(review: PracticeReview) -> tuple[DelayNotified, ...]:
    return review.course.delays


def not_publish(
    partnership: Partnership,
    command: DecideNonPublication,
    review: PracticeReview,
    id_: UUID,
    occasion: Occasion,
) -> list[Event]:
    before = review.not_published
    if before and (before.scope, before.decided_on) == (command.scope, command.decided_on):
        return []
    if before and before.scope == command.scope:
        raise Refused("already-decided", "scope: this was decided already, on another day.")
    if not review.report_hash:
        raise Refused("report-first", "Accept the report first: it is owed to the Panel, published or not.")
    not_in_the_future(command.decided_on, "decided_on", occasion)
    if command.decided_on < review.decided_on:
        raise Refused("not-before-decision", "decided_on lies before the review was decided.")
    decided = NonPublicationDecided(
        practice_review=id_,
        decision=occasion.new_id("non-publication"),
        scope=command.scope,
        decided_on=command.decided_on,
        justification=Sealed.of(command.justification),
    )
    return [decided, *letters(partnership, "decision not to publish", decided.decision, PANEL_AND_SECRETARY)]

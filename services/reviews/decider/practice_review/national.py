"""A national review of the same case: noticed, what it does to the local one, and the actions it leads to here."""

from uuid import UUID

from services.reviews.decider.practice_review.initiating import not_closed, superseded, the_id
from services.reviews.decider.practice_review.state import PracticeReview
from services.reviews.practice_commands.national import (
    DecideLocalEffect,
    LocalActionAsked,
    RecordLocalActionDone,
    RecordNationalFindings,
    RecordNationalReview,
)
from shared.decider import Occasion, Refused, not_in_the_future
from shared.events.base import Event
from shared.events.practice import (
    LocalAction,
    LocalActionDone,
    LocalEffectDecided,
    NationalFindingsReceived,
    NationalReviewNoticed,
)
from shared.sealed import Sealed

ENDS = ("folded in", "superseded")


def notice(command: RecordNationalReview, review: PracticeReview, occasion: Occasion) -> list[Event]:
    if review.national:
        return []  # one national review per case
    if not review.begun:
        raise Refused("no-such-case", "No review was opened on this case.")
    not_closed(review)
    not_in_the_future(command.noticed_on, "noticed_on", occasion)
    return [
        NationalReviewNoticed(
            national_review=occasion.new_id("national-review"),
            noticed_on=command.noticed_on,
            rationale=Sealed.of(command.rationale),
        )
    ]


def effect(command: DecideLocalEffect, review: PracticeReview, occasion: Occasion) -> list[Event]:
    """Suspended, the local review is still owed by its date; folded in or superseded, it ends."""
    _known(command.national_review, review)
    if review.effect == command.effect:
        return []
    id_ = the_id(review)
    if review.report_hash:
        raise Refused("already-accepted", "The report is accepted: a national review changes nothing here.")
    not_in_the_future(command.decided_on, "decided_on", occasion)
    decided = LocalEffectDecided(
        national_review=command.national_review,
        practice_review=id_,
        effect=command.effect,
        decided_on=command.decided_on,
        reasons=Sealed.of(command.reasons),
    )
    return [decided, *(superseded(review, "national review") if command.effect in ENDS else [])]


def findings(command: RecordNationalFindings, review: PracticeReview, occasion: Occasion) -> list[Event]:
    _known(command.national_review, review)
    if review.findings_received:
        return []  # its report came once
    not_closed(review)
    not_in_the_future(command.received_on, "received_on", occasion)
    return [
        NationalFindingsReceived(
            national_review=command.national_review,
            received_on=command.received_on,
            actions=tuple(
                _action(asked, occasion.new_id("action", str(number)))
                for number, asked in enumerate(command.actions, 1)
            ),
        )
    ]


def _action(asked: LocalActionAsked, id_: UUID) -> LocalAction:
    return LocalAction(
        action=id_,
        owner=asked.owner,
        due_on=asked.due_on,
        finding=Sealed.of(asked.finding),
        text=Sealed.of(asked.text),
    )


def done(command: RecordLocalActionDone, review: PracticeReview, occasion: Occasion) -> list[Event]:
    if command.action not in review.actions:
        raise Refused("no-such-action", "action: no national finding led to this action here.")
    if review.actions[command.action]:
        return []
    not_in_the_future(command.done_on, "done_on", occasion)
    return [LocalActionDone(action=command.action, done_on=command.done_on, evidence=Sealed.of(command.evidence))]


def _known(national: UUID, review: PracticeReview) -> None:
    if review.national != national:
        raise Refused("no-such-national-review", "national_review: no such notice was recorded on this case.")

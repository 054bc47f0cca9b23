"""Gathering a rapid review: who was asked, who told what, whether they met, what was done at once."""

from functools import partial
from uuid import UUID

from services.reviews.decider.gathering import asking, returns
from services.reviews.decider.gathering.state import Gathering, evolve
from services.reviews.gathering_commands import (
    BY_FILE,
    GATHERING,
    UNASKED,
    AskAgenciesAgain,
    ChaseAgencyReturn,
    RecordImmediateAction,
    RecordMeeting,
    ReleaseAgencies,
    RequestAgencyReturn,
    SubmitAgencyReturn,
    UploadChronology,
)
from shared.decider import Command, Decider, Occasion, Refused, not_in_the_future
from shared.events.base import Event
from shared.events.gathering import ImmediateActionTaken, RapidReviewMeetingHeld
from shared.partnership import Partnership
from shared.sealed import Sealed

__all__ = ["Gathering", "gathering"]


def decide(partnership: Partnership, command: Command, it: Gathering, occasion: Occasion) -> list[Event]:
    match command:
        case ChaseAgencyReturn():
            return asking.chase(partnership, command, it)
        case ReleaseAgencies():
            return asking.release(command, it)
        case AskAgenciesAgain():
            return asking.ask_again(partnership, it, occasion)
    if it.rapid_review is None:
        raise Refused("no-such-case", "No rapid review is open on this case.")
    if isinstance(command, RecordImmediateAction):
        return _acted(command, it, it.rapid_review, occasion)
    if it.cancelled:
        raise Refused("cancelled", "This rapid review was cancelled: none is owed any more.")
    match command:
        case RequestAgencyReturn(agency=agency):
            return asking.request(partnership, agency, it, occasion)
        case SubmitAgencyReturn():
            return returns.submit(command, it, occasion)
        case UploadChronology():
            return returns.upload(command, it, occasion)
        case RecordMeeting():
            return _met(command, it, it.rapid_review, occasion)
    raise TypeError(f"not a command of gathering: {type(command).__name__}")


def _met(command: RecordMeeting, it: Gathering, rapid_review: UUID, occasion: Occasion) -> list[Event]:
    if it.met_on == command.held_on:
        return []
    if it.met_on:
        raise Refused("already-met", "The meeting is recorded, on another day.")
    not_in_the_future(command.held_on, "held_on", occasion)
    return [RapidReviewMeetingHeld(rapid_review=rapid_review, held_on=command.held_on, attended=command.attended)]


def _acted(command: RecordImmediateAction, it: Gathering, rapid_review: UUID, occasion: Occasion) -> list[Event]:
    if command.reference in it.actions:
        return []  # recorded before
    not_in_the_future(command.taken_on, "taken_on", occasion)
    taken = ImmediateActionTaken(
        rapid_review=rapid_review,
        reference=command.reference,
        owner=command.owner,
        taken_on=command.taken_on,
        text=Sealed.of(command.text),
    )
    return [taken]


def gathering(partnership: Partnership) -> Decider[Gathering]:
    return Decider(
        commands=(*GATHERING, *BY_FILE, *UNASKED),
        initial=Gathering(),
        decide=partial(decide, partnership),
        evolve=evolve,
    )

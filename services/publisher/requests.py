"""A request for a copy: received, acknowledged, then supplied or refused. If it is one under FOIA, with its clock.

A request is a stream of its own, `request-<id>`: it tells of a person who asks, not of a case.
"""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from services.publisher import answering
from services.publisher.request_commands import (
    COMMANDS,
    AcknowledgeRequest,
    RecogniseInformationRequest,
    RefuseRequest,
    RequestCopy,
    SupplyCopy,
)
from services.publisher.requested import Request, evolve
from shared.addresses import is_mailbox
from shared.calendar import BeyondCalendar, london_date
from shared.deadline import Due
from shared.decider import Command, Decider, Occasion, Refused
from shared.duties.lateness import met_with_reason
from shared.events.base import Event
from shared.events.dispatch import REQUESTER
from shared.events.duties import DutyArose
from shared.events.requests import (
    CopyRequested,
    CopySupplied,
    InformationRequestRecognised,
    RequestAcknowledged,
    Requester,
    RequestRefused,
)
from shared.policy import policy_on
from shared.sealed import Sealed


def subject_of(request: UUID) -> str:
    return f"request-{request}"


def decide(command: Command, it: Request, occasion: Occasion) -> list[Event]:
    if isinstance(command, RequestCopy):
        return _receive(command, it, occasion)
    if it.id is None:
        raise Refused("no-such-request", "There is no such request.")
    match command:
        case AcknowledgeRequest():
            return _acknowledge(it, it.id)
        case RecogniseInformationRequest():
            return _recognise(it, it.id)
        case SupplyCopy():
            return _supply(command, it, it.id, occasion)
        case RefuseRequest():
            return _refuse(command, it, it.id, occasion)
    raise AssertionError(type(command).__name__)


def _receive(command: RequestCopy, it: Request, occasion: Occasion) -> list[Event]:
    if it.id:
        return []  # the form was sent twice
    id_ = occasion.id
    who = Requester(
        name=command.name,
        reply_to=command.reply_to,
        organisation=command.organisation,
        purpose=command.purpose,
    )
    came = CopyRequested(
        request=id_,
        reference=command.reference,
        requested_at=occasion.at,
        information_request=command.information_request,
        requester=Sealed.of(who),
        answered_by_mail=is_mailbox(command.reply_to),
    )
    return [came, _owed(id_, occasion.at)] if command.information_request else [came]


def _acknowledge(it: Request, id_: UUID) -> list[Event]:
    if it.standing != "received":
        return []  # in hand already, or answered
    return [RequestAcknowledged(request=id_), *_mailed(it, id_)]


def _mailed(it: Request, id_: UUID) -> list[Event]:
    """Where only a postal address was given, or none, the page alone tells what was said."""
    if not it.answered_by_mail:
        return []
    return answering.mailed(it.dispatches, id_, it.owed.due if it.owed else None)


def _recognise(it: Request, id_: UUID) -> list[Event]:
    """Counted from the day it came, however late somebody sees what it is (FOIA s10(1) and (6))."""
    if it.information_request or it.requested_at is None:
        return []
    if it.standing in ("supplied", "refused"):
        raise Refused("already-decided", "It was answered already.")
    return [InformationRequestRecognised(request=id_), _owed(id_, it.requested_at)]


def _owed(id_: UUID, at: datetime) -> DutyArose:
    return DutyArose(
        duty=uuid5(id_, "duty/foi"), about=id_, owed_to=REQUESTER, strength="must", due=information_due(at)
    )


def information_due(at: datetime) -> Due:
    """Twenty working days of the whole United Kingdom. A date is never guessed: raises Refused."""
    try:
        return policy_on(london_date(at)).deadline("foi", at).due()
    except BeyondCalendar:
        raise Refused("no-calendar", "The working days of the coming weeks are not known here.") from None


def _supply(command: SupplyCopy, it: Request, id_: UUID, occasion: Occasion) -> list[Event]:
    """Also after a refusal that was reviewed, and again when a link has run out."""
    until = readable_until(command, occasion)
    supplied = CopySupplied(request=id_, means=command.means, readable_until=until)
    if it.supplied == supplied:
        return []
    met = met_with_reason(it.owed, occasion.at, "copy supplied", command.late_because)
    return [supplied, *met, *_mailed(it, id_)]


def readable_until(command: SupplyCopy, occasion: Occasion) -> date | None:
    """The last day of the link; None when there is none."""
    if command.means == "by hand":
        return None
    return london_date(occasion.at) + timedelta(days=command.days_readable - 1)


def _refuse(command: RefuseRequest, it: Request, id_: UUID, occasion: Occasion) -> list[Event]:
    if it.standing == "refused":
        return []
    if it.standing == "supplied":
        raise Refused("already-supplied", "The copy was supplied; it cannot be taken back.")
    refused = RequestRefused(request=id_, ground=command.ground, explanation=Sealed.of(command.explanation))
    met = met_with_reason(it.owed, occasion.at, "refusal notice given", command.late_because)
    return [refused, *met, *_mailed(it, id_)]


copy_requests: Decider[Request] = Decider(commands=COMMANDS, initial=Request(), decide=decide, evolve=evolve)

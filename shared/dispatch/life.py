"""How a dispatch lives: due, attempted, handed over, received; or failed, in doubt, withdrawn.

The attempt is recorded before the send and the outcome after it. A crash between the two leaves a doubt that
a person resolves; if nobody does, it goes again one working day before its date, marked as a possible duplicate.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from shared.calendar import england_and_wales
from shared.deadline import start_of_local_day, working_days_before
from shared.decider import Command, Occasion, Refused, not_in_the_future
from shared.edge import Instant, Name, Reasons
from shared.events.base import Event
from shared.events.dispatch import (
    DispatchAttempted,
    DispatchDoubtResolved,
    DispatchDue,
    DispatchFailed,
    DispatchHandedOver,
    DispatchInDoubt,
    DispatchReceived,
    DispatchWithdrawn,
    Doubt,
    Failure,
)
from shared.sealed import Sealed

OFFICE_OPENS = timedelta(hours=9)
MESSAGE_DOMAIN = "dispatch.cspr.invalid"  # RFC 6761: never anybody's; the id alone must be unique
State = Literal["due", "attempted", "in doubt", "handed over", "received", "refused", "withdrawn"]


class AttemptDispatch(Command):
    dispatch: UUID
    attempt: int


class RecordHandOver(Command):
    """From the worker: the server took it."""

    dispatch: UUID
    attempt: int
    response: str


class RecordFailure(Command):
    dispatch: UUID
    attempt: int
    failure: Failure
    detail: str
    retry_at: AwareDatetime | None = None


class NoticeDoubt(Command):
    dispatch: UUID
    attempt: int


class ResolveDoubt(Command):
    """From a person who looked, or from the worker when the date comes too near."""

    dispatch: UUID
    decision: Doubt
    reason: Reasons


class AttestPortalSubmission(Command):
    """From an officer: it was put in by hand; this is the portal's reference, and when."""

    dispatch: UUID
    reference: Name
    submitted_at: Instant


class RecordReceipt(Command):
    """From an officer: the recipient acknowledged."""

    dispatch: UUID
    reference: Name
    received_at: Instant


COMMANDS = (
    AttemptDispatch,
    RecordHandOver,
    RecordFailure,
    NoticeDoubt,
    ResolveDoubt,
    AttestPortalSubmission,
    RecordReceipt,
)


@dataclass(frozen=True)
class Dispatch:
    id: UUID
    about: UUID
    purpose: str
    recipient: str
    channel: str
    revision: int
    document_hash: str
    due_on: date | None
    state: State = "due"
    attempts: int = 0
    doubtful: bool = False  # an earlier attempt may have arrived
    attempted_at: datetime | None = None
    handed_over_at: datetime | None = None


Dispatches = Mapping[UUID, Dispatch]


def decide(command: Command, dispatches: Dispatches, occasion: Occasion) -> list[Event]:
    id_: UUID | None = getattr(command, "dispatch", None)
    it = dispatches.get(id_) if id_ else None
    if it is None:
        raise Refused("no-such-dispatch", "There is no such dispatch on this case.")
    match command:
        case AttemptDispatch(attempt=attempt):
            return _attempt(it, attempt, occasion.at)
        case RecordHandOver(attempt=attempt, response=response):
            return _handed_over(it, attempt, occasion.at, response)
        case RecordFailure():
            return _failed(it, command)
        case NoticeDoubt(attempt=attempt):
            return _in_doubt(it, attempt)
        case ResolveDoubt(decision=decision, reason=reason):
            return _resolved(it, decision, reason, occasion.at)
        case AttestPortalSubmission():
            return _attested(it, command, occasion)
        case RecordReceipt():
            return _received(it, command, occasion)
    return []


def message_id(dispatch: UUID) -> str:
    """The same for every attempt: whoever gets it twice can tell."""
    return f"<{dispatch}@{MESSAGE_DOMAIN}>"


def _attempt(it: Dispatch, attempt: int, at: datetime) -> list[Event]:
    if it.state != "due" or attempt != it.attempts + 1:
        return []
    return [
        DispatchAttempted(
            dispatch=it.id,
            attempt=attempt,
            message_id=message_id(it.id),
            possible_duplicate=it.doubtful,
            attempted_at=at,
        )
    ]


def _handed_over(it: Dispatch, attempt: int, at: datetime, response: str) -> list[Event]:
    if it.state not in ("attempted", "in doubt") or attempt != it.attempts:
        return []  # an outcome told twice
    return [DispatchHandedOver(dispatch=it.id, attempt=attempt, handed_over_at=at, response_hash=_hash(response))]


def _failed(it: Dispatch, command: RecordFailure) -> list[Event]:
    if it.state not in ("attempted", "in doubt") or command.attempt != it.attempts:
        return []
    return [DispatchFailed(**command.model_dump())]


def _in_doubt(it: Dispatch, attempt: int) -> list[Event]:
    if it.state != "attempted" or attempt != it.attempts:
        return []
    return [DispatchInDoubt(dispatch=it.id, attempt=attempt, resend_at=_resend_at(it.due_on))]


def _resend_at(due_on: date | None) -> datetime | None:
    if due_on is None:
        return None
    day = working_days_before(due_on, 1, england_and_wales().guessing())
    return start_of_local_day(day) + OFFICE_OPENS


def _resolved(it: Dispatch, decision: Doubt, reason: str, at: datetime) -> list[Event]:
    """What arrived, arrived when it was attempted; what was refused for good may be sent anew by a person."""
    if it.state not in ("in doubt", "refused"):
        return []
    resolved = DispatchDoubtResolved(dispatch=it.id, decision=decision, reason=Sealed.of(reason))
    if decision == "send again":
        return [resolved]
    if it.state == "refused":
        raise Refused("was-refused", "The recipient's server refused it, so it cannot have arrived.")
    arrived = DispatchHandedOver(
        dispatch=it.id,
        attempt=it.attempts,
        handed_over_at=it.attempted_at or at,
        response_hash=_hash(reason),
    )
    return [resolved, arrived]


def _attested(it: Dispatch, command: AttestPortalSubmission, occasion: Occasion) -> list[Event]:
    if it.state in ("handed over", "received", "withdrawn"):
        return []
    not_in_the_future(command.submitted_at, "submitted_at", occasion)
    return [
        DispatchHandedOver(
            dispatch=it.id,
            attempt=it.attempts,
            handed_over_at=command.submitted_at,
            response_hash=_hash(command.reference),
            reference=command.reference,
            attested_by=occasion.actor,
        )
    ]


def _received(it: Dispatch, command: RecordReceipt, occasion: Occasion) -> list[Event]:
    """It may come before the hand-over is noted, and is then the better evidence."""
    if it.state == "received":
        return []
    if it.state in ("due", "refused", "withdrawn"):
        raise Refused("not-sent", "This has not been sent, so it cannot be acknowledged.")
    not_in_the_future(command.received_at, "received_at", occasion)
    return [DispatchReceived(dispatch=it.id, received_at=command.received_at, reference=command.reference)]


def withdrawn(dispatches: Dispatches, about: UUID, reason: str) -> list[Event]:
    """What has not been sent will not be; what was sent stays sent."""
    return [
        DispatchWithdrawn(dispatch=it.id, reason=reason)
        for it in dispatches.values()
        if it.about == about and it.state in ("due", "refused")
    ]


def evolve(dispatches: Dispatches, event: Event) -> Dispatches:
    match event:
        case DispatchDue():
            return {**dispatches, event.dispatch: _new(event)}
        case DispatchAttempted(dispatch=id_, attempt=attempt, attempted_at=at):
            return _change(dispatches, id_, state="attempted", attempts=attempt, attempted_at=at)
        case DispatchHandedOver(dispatch=id_, handed_over_at=at):
            return _change(dispatches, id_, state="handed over", handed_over_at=at)
        case DispatchFailed(dispatch=id_, failure=failure):
            return _change(dispatches, id_, state="due" if failure == "retryable" else "refused")
        case DispatchInDoubt(dispatch=id_):
            return _change(dispatches, id_, state="in doubt", doubtful=True)
        case DispatchDoubtResolved(dispatch=id_, decision="send again"):
            return _change(dispatches, id_, state="due")
        case DispatchReceived(dispatch=id_):
            return _change(dispatches, id_, state="received")
        case DispatchWithdrawn(dispatch=id_):
            return _change(dispatches, id_, state="withdrawn")
        case _:
            return dispatches  # another slice's event


def _new(event: DispatchDue) -> Dispatch:
    return Dispatch(
        id=event.dispatch,
        about=event.about,
        purpose=event.purpose,
        recipient=event.recipient,
        channel=event.channel,
        revision=event.revision,
        document_hash=event.document_hash,
        due_on=event.due_on,
    )


def _change(dispatches: Dispatches, id_: UUID, **changes: object) -> Dispatches:
    return {**dispatches, id_: replace(dispatches[id_], **changes)}  # type: ignore[arg-type]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

"""How a dispatch lives: due, attempted, handed over, received, validated; or failed, in doubt, refused, withdrawn.

The attempt is recorded before the send and the outcome after it. A crash between the two leaves a doubt that
a person resolves; if nobody does, it goes again one working day before its date, marked as a possible duplicate.
"""

from datetime import date, datetime
from uuid import UUID

from pydantic import AwareDatetime

from shared.calendar import england_and_wales
from shared.decider import Command, Occasion, Refused
from shared.dispatch.acknowledgement import (
    ACKNOWLEDGEMENTS,
    RecordBounce,
    RecordReceipt,
    RecordRefusal,
    RecordValidation,
    acknowledge,
)
from shared.dispatch.portal import BY_HAND, AttestPortalSubmission, KeepProof, by_hand
from shared.dispatch.state import Dispatch, Dispatches, State, evolve, hash_of
from shared.edge import Reasons
from shared.events.base import Event
from shared.events.dispatch import (
    Channel,
    DispatchAttempted,
    DispatchDoubtResolved,
    DispatchFailed,
    DispatchHandedOver,
    DispatchInDoubt,
    DispatchWithdrawn,
    Doubt,
    Failure,
)
from shared.office import opens_before
from shared.sealed import Sealed

MESSAGE_DOMAIN = "dispatch.cspr.invalid"  # RFC 6761: never anybody's; the id alone must be unique


class AttemptDispatch(Command):
    """From the worker: by this channel, the recipient's of today."""

    dispatch: UUID
    attempt: int
    channel: Channel | None = None
    document_hash: str = ""


class RecordHandOver(Command):
    """From the worker: the server took it, or had it already."""

    dispatch: UUID
    attempt: int
    response: str
    duplicate: bool = False


class RecordFailure(Command):
    dispatch: UUID
    attempt: int
    failure: Failure
    detail: str
    retry_at: AwareDatetime | None = None
    throttled: bool = False
    perhaps_arrived: bool = False


class NoticeDoubt(Command):
    dispatch: UUID
    attempt: int


class ResolveDoubt(Command):
    """From a person who looked, or from the worker when the date comes too near."""

    dispatch: UUID
    decision: Doubt
    reason: Reasons


COMMANDS = (
    AttemptDispatch,
    RecordHandOver,
    RecordFailure,
    NoticeDoubt,
    ResolveDoubt,
    *BY_HAND,
    *ACKNOWLEDGEMENTS,
)
OFFICERS = (AttestPortalSubmission, *ACKNOWLEDGEMENTS, ResolveDoubt)  # what people may say of a dispatch


def decide(command: Command, dispatches: Dispatches, occasion: Occasion) -> list[Event]:
    id_: UUID | None = getattr(command, "dispatch", None)
    it = dispatches.get(id_) if id_ else None
    if it is None:
        raise Refused("no-such-dispatch", "There is no dispatch with this id on this case.", "/dispatch")
    match command:
        case AttemptDispatch():
            return _attempt(it, command, occasion.at)
        case RecordHandOver():
            return _handed_over(it, command, occasion.at)
        case RecordFailure():
            return _failed(it, command)
        case NoticeDoubt(attempt=attempt):
            return _in_doubt(it, attempt)
        case ResolveDoubt(decision=decision, reason=reason):
            return _resolved(it, decision, reason, occasion.at)
    return by_hand(command, it, occasion) + acknowledge(command, it, occasion)


def message_id(dispatch: UUID) -> str:
    """The same for every attempt: whoever gets it twice can tell."""
    return f"<{dispatch}@{MESSAGE_DOMAIN}>"


def _attempt(it: Dispatch, command: AttemptDispatch, at: datetime) -> list[Event]:
    if it.state != "due" or command.attempt != it.attempts + 1:
        return []
    return [
        DispatchAttempted(
            dispatch=it.id,
            attempt=command.attempt,
            message_id=message_id(it.id),
            possible_duplicate=it.doubtful,
            attempted_at=at,
            channel=command.channel,
            document_hash=command.document_hash,
        )
    ]


def _handed_over(it: Dispatch, command: RecordHandOver, at: datetime) -> list[Event]:
    """Who has it already had it from an earlier attempt; the date is that of the answer all the same."""
    if it.state not in ("attempted", "in doubt") or command.attempt != it.attempts:
        return []  # an outcome told twice
    return [
        DispatchHandedOver(
            dispatch=it.id,
            attempt=command.attempt,
            handed_over_at=at,
            response_hash=hash_of(command.response),
            duplicate=command.duplicate,
        )
    ]


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
    return opens_before(due_on, 1, england_and_wales().guessing())


def _resolved(it: Dispatch, decision: Doubt, reason: str, at: datetime) -> list[Event]:
    """What arrived, arrived when it was attempted; what was refused for good may be sent anew by a person."""
    if it.state not in ("in doubt", "refused"):
        return []
    resolved = DispatchDoubtResolved(dispatch=it.id, decision=decision, reason=Sealed.of(reason))
    if decision == "send again":
        return [resolved]
    if it.state == "refused":
        detail = "The recipient's server refused it, so it cannot have arrived: decide to send it again."
        raise Refused("was-refused", detail, "/decision")
    arrived = DispatchHandedOver(
        dispatch=it.id,
        attempt=it.attempts,
        handed_over_at=it.attempted_at or at,
        response_hash=hash_of(reason),
    )
    return [resolved, arrived]


def withdrawn(dispatches: Dispatches, about: UUID, reason: str) -> list[Event]:
    """What has not been sent will not be; what was sent stays sent."""
    return [
        DispatchWithdrawn(dispatch=it.id, reason=reason)
        for it in dispatches.values()
        if it.about == about and it.state in ("due", "refused")
    ]


__all__ = [
    "COMMANDS",
    "OFFICERS",
    "AttemptDispatch",
    "AttestPortalSubmission",
    "Dispatch",
    "Dispatches",
    "KeepProof",
    "NoticeDoubt",
    "RecordBounce",
    "RecordFailure",
    "RecordHandOver",
    "RecordReceipt",
    "RecordRefusal",
    "RecordValidation",
    "ResolveDoubt",
    "State",
    "decide",
    "evolve",
    "message_id",
    "withdrawn",
]

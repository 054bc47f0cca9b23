"""Where a dispatch stands, folded from its events."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from shared.events.base import Event
from shared.events.dispatch import (
    DispatchAttempted,
    DispatchDoubtResolved,
    DispatchDue,
    DispatchFailed,
    DispatchHandedOver,
    DispatchInDoubt,
    DispatchProofKept,
    DispatchReceived,
    DispatchRedated,
    DispatchRefused,
    DispatchValidated,
    DispatchWithdrawn,
)

State = Literal["due", "attempted", "in doubt", "handed over", "received", "validated", "refused", "withdrawn"]


@dataclass(frozen=True)
class Dispatch:
    """`handed_over_at` is the legal date: of the hand-over, or receipt, that was not refused later."""

    id: UUID
    about: UUID
    purpose: str
    recipient: str
    channel: str
    revision: int
    document_hash: str
    due_on: date | None
    supplement: int = 0
    calendar: str = ""  # that the date was counted by last; empty: not told
    state: State = "due"
    attempts: int = 0
    doubtful: bool = False  # an earlier attempt may have arrived, or did
    attempted_at: datetime | None = None
    handed_over_at: datetime | None = None
    proofs: frozenset[str] = frozenset()


Dispatches = Mapping[UUID, Dispatch]


def hash_of(answer: str) -> str:
    """What is kept of an answer: enough to prove it, and nothing of what it says."""
    return hashlib.sha256(answer.encode()).hexdigest()


def evolve(dispatches: Dispatches, event: Event) -> Dispatches:
    match event:
        case DispatchDue():
            return {**dispatches, event.dispatch: _new(event)}
        case DispatchAttempted() as it:
            return _attempted(dispatches, it)
        case DispatchHandedOver(dispatch=id_, handed_over_at=at):
            return _change(dispatches, id_, state="handed over", handed_over_at=at)
        case DispatchFailed() as it:
            return _failed(dispatches, it)
        case DispatchInDoubt(dispatch=id_):
            return _change(dispatches, id_, state="in doubt", doubtful=True)
        case DispatchDoubtResolved(dispatch=id_, decision="send again"):
            return _change(dispatches, id_, state="due")
        case DispatchReceived(dispatch=id_, received_at=at):
            at = dispatches[id_].handed_over_at or at
            return _change(dispatches, id_, state="received", handed_over_at=at)
        case DispatchValidated(dispatch=id_):
            return _change(dispatches, id_, state="validated")
        case DispatchRefused(dispatch=id_):
            return _change(dispatches, id_, state="refused", doubtful=True, handed_over_at=None)
        case DispatchWithdrawn(dispatch=id_):
            return _change(dispatches, id_, state="withdrawn")
        case _:
            return _beside(dispatches, event)


def _beside(dispatches: Dispatches, event: Event) -> Dispatches:
    """What leaves it where it is."""
    match event:
        case DispatchProofKept(dispatch=id_, proof=proof):
            return _change(dispatches, id_, proofs=dispatches[id_].proofs | {proof})
        case DispatchRedated(dispatch=id_, due_on=day, calendar=version):
            return _change(dispatches, id_, due_on=day, calendar=version)
        case _:
            return dispatches  # another slice's event


def _new(event: DispatchDue) -> Dispatch:
    return Dispatch(
        id=event.dispatch,
        about=event.about,
        purpose=event.what,
        recipient=event.recipient,
        channel=event.channel,
        revision=event.revision,
        document_hash=event.document_hash,
        due_on=event.due_on,
        supplement=event.supplement,
        calendar=event.calendar,
    )


def _attempted(dispatches: Dispatches, it: DispatchAttempted) -> Dispatches:
    return _change(
        dispatches,
        it.dispatch,
        state="attempted",
        attempts=it.attempt,
        attempted_at=it.attempted_at,
        channel=it.channel or dispatches[it.dispatch].channel,
    )


def _failed(dispatches: Dispatches, it: DispatchFailed) -> Dispatches:
    return _change(
        dispatches,
        it.dispatch,
        state="due" if it.failure == "retryable" else "refused",
        doubtful=dispatches[it.dispatch].doubtful or it.perhaps_arrived,
    )


def _change(dispatches: Dispatches, id_: UUID, **changes: object) -> Dispatches:
    return {**dispatches, id_: replace(dispatches[id_], **changes)}  # type: ignore[arg-type]

"""What a recipient says of what it was sent: received, validated, refused; or the mail came back.

It may come before the hand-over is noted, twice, or in another order than it was said. A refusal makes what was
sent count as not sent: whatever it met is owed again, and only a person sends it again.
"""

from uuid import UUID

from shared.decider import Command, Occasion, Refused, not_in_the_future
from shared.dispatch.state import Dispatch
from shared.edge import Instant, Name, Reasons
from shared.events.base import Event
from shared.events.dispatch import DispatchReceived, DispatchRefused, DispatchValidated, Refusal
from shared.sealed import Sealed


class RecordReceipt(Command):
    """The recipient acknowledged that it has it."""

    dispatch: UUID
    reference: Name
    received_at: Instant


class RecordValidation(Command):
    """The recipient has looked at it and accepts it."""

    dispatch: UUID
    reference: Name
    validated_at: Instant


class RecordRefusal(Command):
    """The recipient has looked at it and does not accept it, for this reason. It counts as not sent."""

    dispatch: UUID
    reference: Name
    refused_at: Instant
    reason: Reasons


class RecordBounce(Command):
    """The mail came back after the server had taken it; the reason is what the returned mail says."""

    dispatch: UUID
    bounced_at: Instant
    reason: Reasons


ACKNOWLEDGEMENTS = (RecordReceipt, RecordValidation, RecordRefusal, RecordBounce)


def acknowledge(command: Command, it: Dispatch, occasion: Occasion) -> list[Event]:
    match command:
        case RecordReceipt():
            return _received(it, command, occasion)
        case RecordValidation():
            return _validated(it, command, occasion)
        case RecordRefusal(refused_at=at, reference=reference, reason=reason):
            not_in_the_future(at, "refused_at", occasion)
            refused = DispatchRefused(
                dispatch=it.id,
                refused_at=at,
                how="by the recipient",
                reference=reference,
                reason=Sealed.of(reason),
            )
            return _refused(it, refused)
        case RecordBounce(bounced_at=at, reason=reason):
            not_in_the_future(at, "bounced_at", occasion)
            refused = DispatchRefused(
                dispatch=it.id, refused_at=at, how="bounced", reference="", reason=Sealed.of(reason)
            )
            return _refused(it, refused)
    return []


def _received(it: Dispatch, command: RecordReceipt, occasion: Occasion) -> list[Event]:
    if it.state in ("received", "validated"):
        return []
    _was_sent(it)
    not_in_the_future(command.received_at, "received_at", occasion)
    return [DispatchReceived(dispatch=it.id, received_at=command.received_at, reference=command.reference)]


def _validated(it: Dispatch, command: RecordValidation, occasion: Occasion) -> list[Event]:
    """Who accepts it has it: so a receipt that never came is said as well."""
    if it.state == "validated":
        return []
    _was_sent(it)
    at, reference = command.validated_at, command.reference
    not_in_the_future(at, "validated_at", occasion)
    validated = DispatchValidated(dispatch=it.id, validated_at=at, reference=reference)
    if it.state == "received":
        return [validated]
    return [DispatchReceived(dispatch=it.id, received_at=at, reference=reference), validated]


def _refused(it: Dispatch, refused: DispatchRefused) -> list[Event]:
    if it.state == "refused":
        return []
    _was_sent(it)
    how: Refusal = refused.how
    if how == "bounced" and it.state in ("received", "validated"):
        raise Refused(
            "was-received",
            "The recipient has acknowledged it, so what came back is a copy: there is nothing to record.",
        )
    return [refused]


def _was_sent(it: Dispatch) -> None:
    """It was, too, when the last answer was that it should come again: an earlier attempt may have arrived."""
    waits = it.state == "due" and it.attempts == 0
    if waits or it.state in ("refused", "withdrawn"):
        detail = f"Nothing of this was sent that could be answered: its state is {it.state}."
        raise Refused("not-sent", detail, "/dispatch")

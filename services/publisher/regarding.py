"""What the Panel, the Secretary of State and the inspectorate say of their copies, and what is done with each."""

from services.publisher.advance_copies import ROLES
from services.publisher.approval import taken_back
from services.publisher.beforehand import RecordCopyComments, RecordCopyRegard
from services.publisher.publication import Publication
from shared.decider import Occasion, Refused, not_in_the_future
from shared.dispatch.life import Dispatch
from shared.events.base import Event
from shared.events.beforehand import CopyCommentsReceived, CopyRegardHad
from shared.partnership import Partnership
from shared.sealed import Sealed


def comment(
    partnership: Partnership, command: RecordCopyComments, it: Publication, occasion: Occasion
) -> list[Event]:
    assert it.id
    if command.comment in it.beforehand.comments:
        return []
    if command.recipient not in {each.id for each in partnership.with_role(*ROLES)}:
        raise Refused("national-only", "recipient: nobody else has an advance copy.")
    copies = [each for each in it.dispatches.values() if _is_copy_to(each, command.recipient)]
    if not copies:
        raise Refused("no-copy-sent", "recipient: has not been handed an advance copy.")
    not_in_the_future(command.received_on, "received_on", occasion)
    received = CopyCommentsReceived(
        publication=it.id,
        comment=command.comment,
        recipient=command.recipient,
        text_hash=max(copies, key=lambda each: each.revision).document_hash,
        received_on=command.received_on,
        text=Sealed.of(command.text),
    )
    return [received, *taken_back(it, "comments came in")]


def _is_copy_to(each: Dispatch, recipient: str) -> bool:
    return each.purpose == "advance copy" and each.recipient == recipient and each.handed_over_at is not None


def regard(command: RecordCopyRegard, it: Publication) -> list[Event]:
    assert it.id
    commented = it.beforehand.comments.get(command.comment)
    if commented is None:
        raise Refused("no-such-comment", "comment: there is no such comment on a copy of this case.")
    if command.comment in it.beforehand.regarded:
        return []
    if command.outcome == "the text was changed" and it.text_hash == commented.text_hash:
        raise Refused("not-changed", "outcome: the text is the one that was commented on; save the changed one.")
    return [
        CopyRegardHad(
            publication=it.id,
            comment=command.comment,
            outcome=command.outcome,
            response=Sealed.of(command.response),
        )
    ]

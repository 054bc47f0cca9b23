"""What cannot go on by itself until some person has looked: records, dispatches, requests, comments, pairs."""

from collections.abc import Iterator

from services.console.waits.wait import DUE, IN_DOUBT, NOT_DELIVERED, SETTLED, Begun, Change, Done
from shared.events.base import Event, QuarantineDiscarded, QuarantineReplayed, RecordQuarantined
from shared.events.beforehand import CopyCommentsReceived, CopyRegardHad
from shared.events.dispatch import (
    DispatchDoubtResolved,
    DispatchDue,
    DispatchFailed,
    DispatchHandedOver,
    DispatchInDoubt,
    DispatchReceived,
    DispatchRefused,
    DispatchValidated,
    DispatchWithdrawn,
)
from shared.events.merging import CaseMerged, DuplicateSuspected, KeptApart, MergeUndone
from shared.events.practice import CommentsReceived, RegardHad
from shared.events.requests import CopyRequested, CopySupplied, RequestRefused


def of_persons(event: Event) -> Iterator[Change]:
    yield from _of_a_record(event)
    yield from _of_a_dispatch(event)
    yield from _of_what_others_say(event)
    yield from _of_a_pair(event)


def _of_a_record(event: Event) -> Iterator[Change]:
    match event:
        case RecordQuarantined(quarantine=id_, topic=topic):
            yield Begun("record", str(id_), topic)
        case QuarantineReplayed(quarantine=id_) | QuarantineDiscarded(quarantine=id_):
            yield Done("record", str(id_))


def _of_a_dispatch(event: Event) -> Iterator[Change]:
    match event:
        case DispatchDue(dispatch=id_, channel=channel, recipient=recipient):
            yield Begun("dispatch", str(id_), DUE, recipient=recipient, channel=channel)
        case DispatchDoubtResolved(dispatch=id_, decision="send again"):
            yield Begun("dispatch", str(id_), DUE)
        case DispatchInDoubt(dispatch=id_):
            yield Begun("dispatch", str(id_), IN_DOUBT)
        case DispatchFailed(dispatch=id_, failure="permanent") | DispatchRefused(dispatch=id_):
            yield Begun("dispatch", str(id_), NOT_DELIVERED)
        case (
            DispatchDoubtResolved(dispatch=id_)
            | DispatchHandedOver(dispatch=id_)
            | DispatchReceived(dispatch=id_)
            | DispatchValidated(dispatch=id_)
            | DispatchWithdrawn(dispatch=id_)
        ):
            yield Done("dispatch", str(id_))


def _of_what_others_say(event: Event) -> Iterator[Change]:
    match event:
        case CopyRequested(request=id_, reference=reference):
            yield Begun("request", str(id_), reference)
        case CopySupplied(request=id_) | RequestRefused(request=id_):
            yield Done("request", str(id_))
        case CopyCommentsReceived(comment=id_, recipient=recipient):
            yield Begun("copy comment", str(id_), recipient)
        case CopyRegardHad(comment=id_):
            yield Done("copy comment", str(id_))
        case CommentsReceived(comment=id_, recipient=recipient):
            yield Begun("comment", str(id_), recipient)
        case RegardHad(comment=id_):
            yield Done("comment", str(id_))


def _of_a_pair(event: Event) -> Iterator[Change]:
    """Found alike from either side and settled from either: what was settled is kept beside what was found."""
    match event:
        case DuplicateSuspected(other=other):
            yield Begun("duplicate", other)
        case KeptApart(other=other) | CaseMerged(into=other):
            yield Begun(SETTLED, other)
        case MergeUndone(into=other):
            yield Done(SETTLED, other)

"""The parts of a case beside its duties and its timeline: decisions, documents, other cases and proceedings.

Folded from what the services said of it. Pure, and nothing sealed is opened: what a person may read on purpose has
the address where they say what for.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from services.console.casework import NameOf
from services.console.words import happened, particulars
from shared.events.amendments import AttachmentKept
from shared.events.base import Event, Recorded
from shared.events.dispatch import DispatchProofKept
from shared.events.intake import IncidentReclassified, IncidentReported, NotifyDecided, NotNotifyDecided
from shared.events.merging import CaseMerged, CaseReleased, CaseTakenOver, MergeUndone
from shared.events.notifier import NotificationApproved, NotificationWithdrawn
from shared.events.parallel import HoldLifted, HoldPlaced, ParallelProcessLinked, ParallelProcessReviewed
from shared.events.practice import CoveredBy, DelayNotified, IncidentTakenUp, NonPublicationDecided
from shared.events.publisher import AnonymityCertified, PublicationScheduled
from shared.events.reviews import PracticeReviewInitiated, RapidReviewDecided, ReportAccepted

_DECISIONS: tuple[type[Event], ...] = (
    *(NotifyDecided, NotNotifyDecided, IncidentReclassified, CaseMerged, MergeUndone),
    *(NotificationApproved, NotificationWithdrawn, RapidReviewDecided, PracticeReviewInitiated),
    *(ReportAccepted, DelayNotified, NonPublicationDecided, AnonymityCertified, PublicationScheduled),
)


@dataclass(frozen=True)
class Decision:
    """`views`: (whose, what they think), where partners were asked."""

    at: datetime
    what: str
    particulars: str
    by: str
    office: str = ""
    views: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Document:
    """`address`: where it is opened, by whoever says what for."""

    at: datetime
    what: str
    media_type: str
    address: str


@dataclass(frozen=True)
class Process:
    """A parallel process. `holds`: the steps that wait for it now, by hold."""

    kind: str
    owner: str
    status: str
    review_on: date | None
    holds: dict[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Parts:
    """`related`: (case, how). `reported`: an agency told of the children, whose names are opened on purpose."""

    decisions: tuple[Decision, ...] = ()
    documents: tuple[Document, ...] = ()
    processes: tuple[Process, ...] = ()
    related: tuple[tuple[str, str], ...] = ()
    reported: bool = False


def parts(case: str, known: Iterable[Recorded], name_of: NameOf) -> Parts:
    """Of a case, by what is known of it, in the order of time."""
    of = sorted(known, key=lambda recorded: recorded.time)
    return Parts(
        decisions=tuple(_decision(recorded, name_of) for recorded in of if isinstance(recorded.data, _DECISIONS)),
        documents=tuple(document for recorded in of for document in _documents(case, recorded)),
        processes=tuple(_processes(recorded.data for recorded in of).values()),
        related=tuple(_related(recorded.data for recorded in of).items()),
        reported=any(isinstance(recorded.data, IncidentReported) for recorded in of),
    )


def _decision(recorded: Recorded, name_of: NameOf) -> Decision:
    it = recorded.data
    found = Decision(recorded.time, happened(recorded.type), particulars(it, name_of), recorded.actor)
    match it:
        case (
            NotifyDecided(authority=office, partner_views=views)
            | NotNotifyDecided(authority=office, partner_views=views)
        ):
            return replace(found, office=office, views=_named(views.items(), name_of))
        case RapidReviewDecided(views=views):
            return replace(found, views=_named(views.items(), name_of))
    return found


def _named(views: Iterable[tuple[str, str]], name_of: Callable[[str], str]) -> tuple[tuple[str, str], ...]:
    return tuple((name_of(who), view) for who, view in views)


def _documents(case: str, recorded: Recorded) -> Iterable[Document]:
    match recorded.data:
        case AttachmentKept(attachment=id_, kind=kind, media_type=media):
            asked = {"in.case": case, "in.attachment": str(id_)}
            address = f"/read/intake/cases.case.attachments.attachment?{urlencode(asked)}"
            yield Document(recorded.time, f"The agency’s {kind}", media, address)
        case DispatchProofKept(dispatch=dispatch, proof=proof, media_type=media):
            asked = {"in.case": case, "in.dispatch": str(dispatch), "in.proof": proof}
            address = f"/read/{recorded.source}/cases.case.dispatches.dispatch.proofs.proof?{urlencode(asked)}"
            yield Document(recorded.time, "Proof of what was put into a portal", media, address)


def _processes(said: Iterable[Event]) -> dict[UUID, Process]:
    found: dict[UUID, Process] = {}
    for event in said:
        match event:
            case ParallelProcessLinked(process=id_, kind=kind, owner=owner, status=status, review_on=day):
                found[id_] = Process(kind, owner, status, day)
            case ParallelProcessReviewed(process=id_, status=status, review_on=again) if id_ in found:
                found[id_] = replace(found[id_], status=status, review_on=again)
            case HoldPlaced(hold=hold, process=id_, step=step) if id_ in found:
                found[id_] = replace(found[id_], holds={**found[id_].holds, hold: step})
            case HoldLifted(hold=hold):
                found = {id_: replace(it, holds=_without(it.holds, hold)) for id_, it in found.items()}
    return found


def _without(holds: dict[UUID, str], lifted: UUID) -> dict[UUID, str]:
    return {hold: step for hold, step in holds.items() if hold != lifted}


def _related(said: Iterable[Event]) -> dict[str, str]:
    """The last that was said of each other case."""
    found: dict[str, str] = {}
    for event in said:
        match event:
            case CaseMerged(into=other):
                found[other] = "this case was merged into it"
            case CaseTakenOver(merged=other):
                found[other] = "it was merged into this case"
            case MergeUndone(into=other) | CaseReleased(merged=other):
                found.pop(other, None)
            case CoveredBy(case=other):
                found[other] = "its review covers this case"
            case IncidentTakenUp(case=other):
                found[other] = "this case’s review covers it"
    return found

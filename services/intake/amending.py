"""What an agency says after its report: each once, beside the report, which never changes."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from immutables import Map

from services.intake.amendment import Addition, Correction, Withdrawal
from shared.decider import Command, Decider, Occasion, Refused
from shared.edge import Name
from shared.events.amendments import Amendment as What
from shared.events.amendments import (
    AmendmentAcknowledged,
    AttachmentKept,
    DocumentKind,
    ReportAddedTo,
    ReportCorrected,
    ReportWithdrawn,
)
from shared.events.base import Event
from shared.events.intake import IncidentReported, ReportedBy
from shared.sealed import Sealed


class CorrectReport(Command):
    """The agency's report, said anew."""

    correction: Correction


class AddToReport(Command):
    addition: Addition


class WithdrawReport(Command):
    withdrawal: Withdrawal


class KeepAttachment(Command):
    """A document, whose bytes are kept with it."""

    attachment: UUID
    sha256: str
    size: int
    media_type: str
    kind: DocumentKind
    name: Name


class TellOfAmendment(Command):
    """From a reaction: the agency learns that we have it."""

    reported_by: ReportedBy
    case: str
    amendment: str
    what: What


@dataclass(frozen=True)
class Amended:
    reported_by: ReportedBy | None = None
    withdrawn: bool = False
    attachments: frozenset[UUID] = field(default_factory=frozenset)


def decide(command: Command, case: Amended, occasion: Occasion) -> list[Event]:
    if case.reported_by is None:
        raise Refused("no-such-report", "There is no report of yours with this id.")
    match command:
        case CorrectReport(correction=correction):
            return [_corrected(correction, case.reported_by, occasion)]
        case AddToReport(addition=it):
            said = Sealed.of(it.data.information)
            return [ReportAddedTo(reported_by=case.reported_by, amendment=it.id, information=said)]
        case WithdrawReport(withdrawal=it):
            reasons = Sealed.of(it.data.reasons)
            withdrawn = ReportWithdrawn(reported_by=case.reported_by, amendment=it.id, reasons=reasons)
            return [] if case.withdrawn else [withdrawn]
        case KeepAttachment() if command.attachment not in case.attachments:
            plain = command.model_dump(exclude={"name"})
            return [AttachmentKept(reported_by=case.reported_by, name=Sealed.of(command.name), **plain)]
    return []


def _corrected(correction: Correction, by: ReportedBy, occasion: Occasion) -> ReportCorrected:
    data = correction.data.corrected
    return ReportCorrected(
        reported_by=by,
        amendment=correction.id,
        la_code=data.la_code,
        harm=data.harm,
        incident_on=data.incident_on,
        incident_precision=data.incident_precision,
        agency_aware_at=data.agency_aware_at,
        children=len(data.children),
        flags=data.flags(occasion.at),
        details=Sealed.of(data.details()),
        reasons=Sealed.of(correction.data.reasons),
    )


def evolve(case: Amended, event: Event) -> Amended:
    match event:
        case IncidentReported(reported_by=by):
            return replace(case, reported_by=by)
        case ReportWithdrawn():
            return replace(case, withdrawn=True)
        case AttachmentKept(attachment=id_):
            return replace(case, attachments=case.attachments | {id_})
        case _:
            return case


amending: Decider[Amended] = Decider(
    commands=(CorrectReport, AddToReport, WithdrawReport, KeepAttachment),
    initial=Amended(),
    decide=decide,
    evolve=evolve,
)

Told = Map[tuple[str, str], None]


def tell(command: TellOfAmendment, told: Told, _: Occasion) -> list[Event]:
    if (command.amendment, command.what) in told:
        return []
    return [AmendmentAcknowledged(**command.model_dump())]


def remember(told: Told, event: Event) -> Told:
    if isinstance(event, AmendmentAcknowledged):
        return told.set((event.amendment, event.what), None)
    return told


amendment_feedback: Decider[Told] = Decider(
    commands=(TellOfAmendment,), initial=Map(), decide=tell, evolve=remember
)

"""What of a case matters for how long it is kept, as its own events tell it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from shared.events.base import Event
from shared.events.intake import IncidentReported, ReportTested
from shared.events.keeping import (
    CaseErased,
    ErasureDeclined,
    ErasureProposed,
    HoldGround,
    LegalHoldLifted,
    LegalHoldPut,
    RecordClass,
    RecordClassed,
)
from shared.events.merging import CaseMerged, MergeUndone
from shared.events.need import GlassBroken, GlassReviewed


@dataclass(frozen=True)
class Kept:
    """`holds` that stand, by id; `proposers`: everybody who ever proposed to erase it, in whatever version;
    `to_review`: openings of broken glass that nobody has looked at.
    """

    reported: bool = False
    is_a_test: bool = False
    merged_into: str = ""
    record_class: RecordClass = "unclassified"
    holds: Mapping[UUID, HoldGround] = field(default_factory=dict)
    lifted: frozenset[UUID] = frozenset()
    proposal: ErasureProposed | None = None
    proposers: frozenset[str] = frozenset()
    declined: frozenset[UUID] = frozenset()
    erased: CaseErased | None = None
    to_review: frozenset[UUID] = frozenset()


def evolve(kept: Kept, event: Event) -> Kept:
    match event:
        case IncidentReported():
            return replace(kept, reported=True)
        case ReportTested():
            return replace(kept, reported=True, is_a_test=True)
        case CaseMerged(into=into):
            return replace(kept, merged_into=into)
        case MergeUndone():
            return replace(kept, merged_into="")
        case GlassBroken(opening=id_):
            return replace(kept, to_review=kept.to_review | {id_})
        case GlassReviewed(opening=id_):
            return replace(kept, to_review=kept.to_review - {id_})
        case RecordClassed(record_class=record_class):
            return replace(kept, record_class=record_class)
    return _held(kept, event)


def _held(kept: Kept, event: Event) -> Kept:
    match event:
        case LegalHoldPut(hold=id_, ground=ground):
            return replace(kept, holds={**kept.holds, id_: ground})
        case LegalHoldLifted(hold=id_):
            rest = {hold: ground for hold, ground in kept.holds.items() if hold != id_}
            return replace(kept, holds=rest, lifted=kept.lifted | {id_})
        case ErasureProposed(proposed_by=person):
            return replace(kept, proposal=event, proposers=kept.proposers | {person})
        case ErasureDeclined(proposal=id_):
            return replace(kept, proposal=None, declined=kept.declined | {id_})
        case CaseErased():
            return replace(kept, proposal=None, erased=event)
    return kept

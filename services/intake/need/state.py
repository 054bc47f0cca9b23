"""Who is let in to one case, and who is kept out, as its own events tell it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from shared.events.base import Event
from shared.events.intake import IncidentReported, ReportTested
from shared.events.keeping import CaseErased
from shared.events.need import (
    AccessEnded,
    AccessGranted,
    ConflictDeclared,
    ConflictEnded,
    GlassAlarmed,
    GlassBroken,
    GlassReviewed,
)
from shared.need.persons import folded


@dataclass(frozen=True)
class Needs:
    """`ended`: grants that are over, and conflicts; `told` and `reviewed`: openings by their ids."""

    reported: bool = False
    is_a_test: bool = False
    erased: bool = False
    grants: Mapping[UUID, AccessGranted] = field(default_factory=dict)
    conflicts: Mapping[UUID, ConflictDeclared] = field(default_factory=dict)
    openings: Mapping[UUID, GlassBroken] = field(default_factory=dict)
    ended: frozenset[UUID] = frozenset()
    told: frozenset[UUID] = frozenset()
    reviewed: Mapping[UUID, GlassReviewed] = field(default_factory=dict)

    def kept_out(self, person: str) -> bool:
        standing = (it for id_, it in self.conflicts.items() if id_ not in self.ended)
        return any(folded(it.person) == folded(person) for it in standing)

    def found_wrong(self, person: str) -> bool:
        """Whether somebody said of any glass that this person broke that it was not justified."""
        wrong = {id_ for id_, it in self.reviewed.items() if it.outcome == "not justified"}
        return any(id_ in wrong for id_, it in self.openings.items() if it.person == person)


def evolve(needs: Needs, event: Event) -> Needs:
    match event:
        case IncidentReported():
            return replace(needs, reported=True)
        case ReportTested():
            return replace(needs, reported=True, is_a_test=True)
        case CaseErased():
            return replace(needs, erased=True)
        case AccessGranted(grant=id_):
            return replace(needs, grants={**needs.grants, id_: event})
        case ConflictDeclared(conflict=id_):
            return replace(needs, conflicts={**needs.conflicts, id_: event})
        case AccessEnded(grant=id_) | ConflictEnded(conflict=id_):
            return replace(needs, ended=needs.ended | {id_})
    return _glass(needs, event)


def _glass(needs: Needs, event: Event) -> Needs:
    match event:
        case GlassBroken(opening=id_):
            return replace(needs, openings={**needs.openings, id_: event})
        case GlassAlarmed(opening=id_):
            return replace(needs, told=needs.told | {id_})
        case GlassReviewed(opening=id_):
            return replace(needs, reviewed={**needs.reviewed, id_: event})
    return needs

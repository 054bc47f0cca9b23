"""What of a case matters for merging, as its own events tell it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from services.intake.outcome import NOT_NOTIFIED, OUTCOMES, news_of
from shared.events.base import Event
from shared.events.duties import DutyArose, DutyFellAway, DutyMet
from shared.events.intake import (
    AuthorityBecameAware,
    AwarenessCorrected,
    ChildDied,
    CriteriaMetCorrected,
    IncidentReclassified,
    IncidentReported,
    JurisdictionRecorded,
    NotifyDecided,
    NotNotifyDecided,
    Outcome,
    ReclassificationDeclined,
    ReclassificationProposed,
    ReportedBy,
    TriggerClass,
)
from shared.events.keeping import CaseErased
from shared.events.merging import (
    CaseMerged,
    CaseReleased,
    CaseTakenOver,
    DuplicateSuspected,
    KeptApart,
    MergeUndone,
    News,
)
from shared.events.telling import AUTHORITY


@dataclass(frozen=True)
class Taken:
    """A case that was merged into this one."""

    reported_by: ReportedBy
    aware_at: datetime | None


@dataclass(frozen=True)
class Standing:
    """`own_aware_at` is what was recorded here and not taken over. `notified_as`: the class in which its
    notification stands, and `clock_starts_at` what its dates are counted from. `located`: it is recorded whose the
    duty is; `word_owed`: the open duties to tell another authority.
    """

    reported_by: ReportedBy | None = None
    died: bool = False
    died_known_at: datetime | None = None
    aware_at: datetime | None = None
    own_aware_at: datetime | None = None
    notified_as: TriggerClass | None = None
    clock_starts_at: datetime | None = None
    proposed: bool = False  # a reclassification awaits its second signature
    screened: bool = False
    outcome: Outcome | None = None  # what the agency was told last
    merged_into: str = ""
    located: bool = False
    word_owed: frozenset[UUID] = frozenset()
    taken: Mapping[str, Taken] = field(default_factory=dict)
    suspected: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    erased: bool = False

    @property
    def answers(self) -> tuple[tuple[News, Outcome | None], ...]:
        """What a report that is merged into this one is answered with at once."""
        screened: tuple[tuple[News, None], ...] = (("screened", None),) if self.screened else ()
        return (*screened, (news_of(self.outcome), self.outcome)) if self.outcome else screened

    @property
    def death_known_at(self) -> datetime | None:
        """Since when the child death overview panel is owed; none where no child died, or nobody knew."""
        return (self.died_known_at or self.aware_at) if self.died else None


def evolve(case: Standing, event: Event) -> Standing:
    match event:
        case DuplicateSuspected(other=other):
            return replace(case, suspected=case.suspected | {other})
        case KeptApart(other=other):
            return replace(case, apart=case.apart | {other})
        case CaseMerged(into=into):
            return replace(case, merged_into=into)
        case MergeUndone():
            return replace(case, merged_into="")
        case CaseTakenOver(merged=merged, reported_by=by, incident_aware_at=at):
            return replace(case, taken={**case.taken, merged: Taken(by, at)})
        case CaseReleased(merged=merged, incident_aware_at=at):
            rest = {name: taken for name, taken in case.taken.items() if name != merged}
            return replace(case, taken=rest, aware_at=at)
        case CaseErased():
            return replace(case, erased=True)
    return _clocks(case, event)


def _clocks(case: Standing, event: Event) -> Standing:
    """What the incident's own decider says of its times."""
    match event:
        case IncidentReported(reported_by=by, harm=harm):
            return replace(case, reported_by=by, died=harm == "death")
        case ChildDied(known_at=at):
            return replace(case, died=True, died_known_at=at)
        case AuthorityBecameAware(incident_aware_at=at):
            return replace(_aware(case, at), screened=True)
        case AwarenessCorrected(incident_aware_at=at, clock_starts_at=starts_at):
            return _counted_from(_aware(case, at), starts_at)
        case CriteriaMetCorrected(clock_starts_at=starts_at):
            return _counted_from(case, starts_at)
    return _word(case, event)


def _aware(case: Standing, at: datetime) -> Standing:
    taken_over = at in {taken.aware_at for taken in case.taken.values()}
    return replace(case, aware_at=at, own_aware_at=case.own_aware_at if taken_over else at)


def _counted_from(case: Standing, starts_at: datetime) -> Standing:
    return replace(case, clock_starts_at=starts_at) if case.notified_as else case


def _word(case: Standing, event: Event) -> Standing:
    match event:
        case JurisdictionRecorded():
            return replace(case, located=True)
        case DutyArose(duty=duty, owed_to=to) if to.startswith(AUTHORITY):
            return replace(case, word_owed=case.word_owed | {duty})
        case DutyMet(duty=duty) | DutyFellAway(duty=duty):
            return replace(case, word_owed=case.word_owed - {duty})
    return _decided(case, event)


def _decided(case: Standing, event: Event) -> Standing:
    match event:
        case NotifyDecided(trigger_class=class_, clock_starts_at=at):
            return replace(case, notified_as=class_, clock_starts_at=at, outcome=OUTCOMES[class_])
        case NotNotifyDecided():
            return replace(case, outcome=NOT_NOTIFIED)
        case ReclassificationProposed():
            return replace(case, proposed=True)
        case ReclassificationDeclined():
            return replace(case, proposed=False)
        case IncidentReclassified(trigger_class="D"):
            return replace(case, notified_as=None, clock_starts_at=None, proposed=False, outcome=OUTCOMES["D"])
        case IncidentReclassified(trigger_class=class_, clock_starts_at=at):
            return replace(case, notified_as=class_, clock_starts_at=at, proposed=False, outcome=OUTCOMES[class_])
    return case

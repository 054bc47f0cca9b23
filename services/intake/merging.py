"""One incident, reported by several agencies: put before a person, who merges the cases or keeps them apart.

A merged case is decided on in the one that it was merged into, and can be parted from it again. Two streams take
part in one transaction: what the other case cannot bear refuses the whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from shared.decider import Command, Decider, Occasion, Refused
from shared.edge import Code, Reasons
from shared.events.base import Event
from shared.events.intake import (
    AuthorityBecameAware,
    AwarenessCorrected,
    IncidentReclassified,
    IncidentReported,
    NotifyDecided,
    NotNotifyDecided,
    ReportedBy,
)
from shared.events.merging import (
    CaseMerged,
    CaseReleased,
    CaseTakenOver,
    DuplicateSuspected,
    KeptApart,
    MergedReportAnswered,
    MergeUndone,
    News,
)
from shared.sealed import Sealed


class SuspectDuplicate(Command):
    """From the worker: these two are alike."""

    other: str
    grounds: tuple[str, ...]


class KeepApart(Command):
    """This case and the other are two incidents."""

    other: Code
    reasons: Reasons


class MergeCase(Command):
    """This case is the same incident as the other, and is from now on decided on there."""

    into: Code
    reasons: Reasons


class UndoMerge(Command):
    """The merge was a mistake: this case stands for itself again."""

    reasons: Reasons


class TakeOver(Command):
    """From a reaction: a case was merged into this one."""

    merged: str
    reported_by: ReportedBy
    incident_aware_at: datetime | None


class Release(Command):
    """From a reaction: a case that was merged into this one stands for itself again."""

    merged: str


class AnswerMerged(Command):
    """From a reaction: the agencies whose cases were merged into this one learn of it, too."""

    news: News


OFFICERS = (KeepApart, MergeCase, UndoMerge)


@dataclass(frozen=True)
class Taken:
    """A case that was merged into this one."""

    reported_by: ReportedBy
    aware_at: datetime | None


@dataclass(frozen=True)
class Standing:
    """What matters for merging. `own_aware_at` is what was recorded here and not taken over."""

    reported_by: ReportedBy | None = None
    aware_at: datetime | None = None
    own_aware_at: datetime | None = None
    notify: bool = False  # a notification was decided, and the duty still stands
    news: tuple[News, ...] = ()
    merged_into: str = ""
    taken: Mapping[str, Taken] = field(default_factory=dict)
    suspected: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()


def decide(command: Command, case: Standing, _: Occasion) -> list[Event]:
    if case.reported_by is None:
        raise Refused("no-such-case", "There is no incident with this id.")
    match command:
        case SuspectDuplicate(other=other, grounds=grounds):
            known = other in case.suspected | case.apart or other == case.merged_into
            return [] if known else [DuplicateSuspected(other=other, grounds=grounds)]
        case KeepApart():
            return _keep_apart(command, case)
        case MergeCase():
            return _merge(command, case, case.reported_by)
        case UndoMerge(reasons=reasons):
            return [MergeUndone(into=case.merged_into, reasons=Sealed.of(reasons))] if case.merged_into else []
        case TakeOver():
            return _take_over(command, case, case.reported_by)
        case Release(merged=merged):
            return _release(merged, case) if merged in case.taken else []
        case AnswerMerged(news=news):
            return [_answered(merged, taken, news) for merged, taken in case.taken.items()]
    return []


def _keep_apart(command: KeepApart, case: Standing) -> list[Event]:
    if command.other == case.merged_into or command.other in case.taken:
        raise Refused("merged", "The two are merged: undo that first.")
    if command.other in case.apart:
        return []
    return [KeptApart(other=command.other, reasons=Sealed.of(command.reasons))]


def _merge(command: MergeCase, case: Standing, by: ReportedBy) -> list[Event]:
    if case.merged_into == command.into:
        return []
    if case.merged_into:
        raise Refused("merged", "This case was merged into another: undo that first.")
    if case.taken:
        raise Refused("has-merged-cases", "Other cases were merged into this one: merge the other way round.")
    if case.notify:
        detail = "A notification of this case was decided: merge the other into it, or reclassify it first."
        raise Refused("already-notified", detail)
    merged = CaseMerged(
        into=command.into,
        reported_by=by,
        incident_aware_at=case.aware_at,
        reasons=Sealed.of(command.reasons),
    )
    return [merged]


def _take_over(command: TakeOver, case: Standing, by: ReportedBy) -> list[Event]:
    """The earliest awareness counts. Once a notification was decided, its clock is not moved on the side."""
    if case.merged_into or command.reported_by == by:
        raise Refused("merged", "The other case was merged itself, or is this one.")
    earlier = _is_earlier(command.incident_aware_at, case.aware_at)
    if earlier and case.notify:
        detail = "The authority knew of this case earlier than the other's notification says: correct that first."
        raise Refused("earlier-awareness", detail)
    taken = Taken(command.reported_by, command.incident_aware_at)
    said: list[Event] = [CaseTakenOver(**command.model_dump())]
    if earlier and command.incident_aware_at:
        said.append(_aware(by, command.incident_aware_at))
    return said + [_answered(command.merged, taken, news) for news in case.news]


def _release(merged: str, case: Standing) -> list[Event]:
    """What was decided on the earlier awareness stays decided on it: only a correction changes that."""
    assert case.reported_by
    if case.notify:
        return [CaseReleased(merged=merged, incident_aware_at=case.aware_at)]
    rest = [taken.aware_at for case_, taken in case.taken.items() if case_ != merged and taken.aware_at]
    left = min([*rest, *([case.own_aware_at] if case.own_aware_at else [])], default=None)
    said: list[Event] = [CaseReleased(merged=merged, incident_aware_at=left)]
    return [*said, _aware(case.reported_by, left)] if left and left != case.aware_at else said


def _is_earlier(theirs: datetime | None, ours: datetime | None) -> bool:
    return theirs is not None and (ours is None or theirs < ours)


def _aware(by: ReportedBy, at: datetime) -> AuthorityBecameAware:
    return AuthorityBecameAware(reported_by=by, incident_aware_at=at, channel="a report of the same incident")


def _answered(merged: str, taken: Taken, news: News) -> MergedReportAnswered:
    return MergedReportAnswered(reported_by=taken.reported_by, case=merged, news=news)


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
        case _:
            return _decided_on(case, event)


def _decided_on(case: Standing, event: Event) -> Standing:
    """What the incident's own decider says."""
    match event:
        case IncidentReported(reported_by=by):
            return replace(case, reported_by=by)
        case AuthorityBecameAware(incident_aware_at=at) | AwarenessCorrected(incident_aware_at=at):
            taken_over = at in {taken.aware_at for taken in case.taken.values()}
            own = case.own_aware_at if taken_over else at
            return replace(case, aware_at=at, own_aware_at=own, news=_with(case.news, "screened"))
        case NotifyDecided():
            return replace(case, notify=True, news=_with(case.news, "notified"))
        case NotNotifyDecided():
            return replace(case, news=_with(case.news, "not notified"))
        case IncidentReclassified(trigger_class=class_):
            return replace(case, notify=class_ != "D")
        case _:
            return case


def _with(told: tuple[News, ...], news: News) -> tuple[News, ...]:
    return told if news in told else (*told, news)


merging: Decider[Standing] = Decider(
    commands=(SuspectDuplicate, *OFFICERS, TakeOver, Release, AnswerMerged),
    initial=Standing(),
    decide=decide,
    evolve=evolve,
)

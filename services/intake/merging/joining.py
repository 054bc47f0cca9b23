"""Suspected, kept apart, merged, taken over, parted again.

Of one incident, one notification: whoever is notified of already is not lost in a case of which nobody is. Both
may have been decided on: then the notification of the merged case is superseded, and what was sent stays sent. Nor
is word that another authority is owed lost in a case of which nobody has recorded whose the duty is.
"""

from services.intake.merging.commands import (
    AnswerMerged,
    KeepApart,
    MergeCase,
    Release,
    SuspectDuplicate,
    TakeOver,
    UndoMerge,
)
from services.intake.merging.standing import Standing, Taken
from shared.decider import Command, Occasion, Refused
from shared.events.base import Event
from shared.events.intake import Outcome, ReportedBy
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
        case UndoMerge():
            return _undo(command, case)
        case TakeOver():
            return _take_over(command, case, case.reported_by)
        case Release(merged=merged):
            return _release(merged, case) if merged in case.taken else []
        case AnswerMerged(news=news, outcome=outcome):
            return [_answered(merged, taken, (news, outcome)) for merged, taken in case.taken.items()]
    return []


def _keep_apart(command: KeepApart, case: Standing) -> list[Event]:
    if command.other == case.merged_into or command.other in case.taken:
        raise Refused("merged", "The two are merged: undo-merge first.", "/other")
    if command.other in case.apart:
        return []
    return [KeptApart(other=command.other, reasons=Sealed.of(command.reasons))]


def _merge(command: MergeCase, case: Standing, by: ReportedBy) -> list[Event]:
    if case.merged_into == command.into:
        return []
    if case.merged_into:
        raise Refused("merged", "This case was merged into another: undo-merge first.")
    if case.taken:
        raise Refused(
            "has-merged-cases",
            "Other cases were merged into this one: undo those merges first, or merge the other way round.",
        )
    if case.proposed:
        raise Refused(
            "awaits-signature",
            "A reclassification of this case awaits its second signature: confirm or decline it first.",
        )
    merged = CaseMerged(
        into=command.into,
        reported_by=by,
        incident_aware_at=case.aware_at,
        reasons=Sealed.of(command.reasons),
        trigger_class=case.notified_as,
        died_known_at=case.death_known_at,
        word_owed=bool(case.word_owed),
    )
    return [merged]


def _undo(command: UndoMerge, case: Standing) -> list[Event]:
    if not case.merged_into:
        return []
    undone = MergeUndone(
        into=case.merged_into,
        reasons=Sealed.of(command.reasons),
        trigger_class=case.notified_as,
        clock_starts_at=case.clock_starts_at,
    )
    return [undone]


def _take_over(command: TakeOver, case: Standing, by: ReportedBy) -> list[Event]:
    """What its awareness and a death mean here, the incident's own decider says."""
    if case.erased:
        raise Refused("erased", "The other case was erased: nothing can be decided on it.", "/into")
    if case.merged_into or command.reported_by == by:
        raise Refused(
            "merged", "The other case was merged itself, or is this one: name the one that stands.", "/into"
        )
    if command.notified and case.notified_as is None:
        detail = "A notification of this case was decided, and none of the other: merge the other into this one."
        raise Refused("notified-here", detail)
    if command.word_owed and not case.located:
        detail = (
            "Another authority is still owed word from this case, and of the other it is not recorded whose the "
            "duty is: record-jurisdiction there first, or tell the authority and record-authority-told here."
        )
        raise Refused("word-owed", detail, "/into")
    taken = Taken(command.reported_by, command.incident_aware_at)
    took_over = CaseTakenOver(**command.model_dump(exclude={"notified", "word_owed"}))
    return [took_over, *(_answered(command.merged, taken, answer) for answer in case.answers)]


def _release(merged: str, case: Standing) -> list[Event]:
    """What was decided on the earlier awareness stays decided on it: only a correction changes that."""
    if case.notified_as:
        return [CaseReleased(merged=merged, incident_aware_at=case.aware_at)]
    rest = [taken.aware_at for case_, taken in case.taken.items() if case_ != merged and taken.aware_at]
    left = min([*rest, *([case.own_aware_at] if case.own_aware_at else [])], default=None)
    return [CaseReleased(merged=merged, incident_aware_at=left)]


def _answered(merged: str, taken: Taken, answer: tuple[News, Outcome | None]) -> MergedReportAnswered:
    news, outcome = answer
    return MergedReportAnswered(reported_by=taken.reported_by, case=merged, news=news, outcome=outcome)

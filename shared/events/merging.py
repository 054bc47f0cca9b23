"""Facts owned by intake about reports of one incident by several agencies. Topic: intake.events."""

from collections.abc import Iterable
from typing import Literal

from pydantic import AwareDatetime

from shared.events.base import Event
from shared.events.report import Outcome, ReportedBy, TriggerClass
from shared.sealed import Sealed

News = Literal["screened", "notified", "not notified"]


class DuplicateSuspected(Event):
    """This case and another may be one incident. Nothing follows of itself: a person decides."""

    other: str
    grounds: tuple[str, ...]  # constants: what is alike, never the value


class KeptApart(Event):
    """A person looked at this case and another, and they are two incidents."""

    other: str
    reasons: Sealed[str]


class CaseMerged(Event):
    """This case is the same incident as another, and is decided on there. What was reported here is kept.

    With a `trigger_class`, a notification of this case had been decided: it is superseded by the other's.
    """

    into: str
    reported_by: ReportedBy
    incident_aware_at: AwareDatetime | None = None
    reasons: Sealed[str]
    trigger_class: TriggerClass | None = None
    died_known_at: AwareDatetime | None = None  # that a child had died, where one had
    word_owed: bool = False  # to another authority: from now on where this is decided on


class MergeUndone(Event):
    """The merge was a mistake: this case is decided on for itself again.

    With a `trigger_class`, so is its notification, counted from `clock_starts_at` as before.
    """

    into: str
    reasons: Sealed[str]
    trigger_class: TriggerClass | None = None
    clock_starts_at: AwareDatetime | None = None


class CaseTakenOver(Event):
    """Another case was merged into this one. Its agency is answered with what is decided here."""

    merged: str
    reported_by: ReportedBy
    incident_aware_at: AwareDatetime | None = None  # of the other, where it was recorded
    died_known_at: AwareDatetime | None = None  # of the other's child, where one had died


class CaseReleased(Event):
    """A case that had been merged into this one stands for itself again.

    `incident_aware_at` is what then counts here: this case's own, unless it was decided on meanwhile.
    """

    merged: str
    incident_aware_at: AwareDatetime | None = None


class MergedReportAnswered(Event):
    """What came of this case also answers the report of a case that was merged into it."""

    reported_by: ReportedBy
    case: str  # that the agency knows its report by
    news: News
    outcome: Outcome | None = None  # in what words; absent: "notified" was to the national Panel


MERGING = (
    DuplicateSuspected,
    KeptApart,
    CaseMerged,
    MergeUndone,
    CaseTakenOver,
    CaseReleased,
    MergedReportAnswered,
)


def merged_into(events: Iterable[Event]) -> list[str]:
    """The cases that were merged into the one whose events these are, and not parted from it; in that order."""
    found: dict[str, None] = {}
    for event in events:
        match event:
            case CaseTakenOver(merged=case):
                found[case] = None
            case CaseReleased(merged=case):
                found.pop(case, None)
    return list(found)

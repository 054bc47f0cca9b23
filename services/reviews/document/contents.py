"""What a rapid review is composed of: opened for this one purpose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.reviews.chronology import Entry
from shared.deadline import Due
from shared.events.gathering import Circumstance, Heading, Purpose
from shared.events.intake import Harm
from shared.events.notifier import NotificationSubmitted
from shared.events.parallel import ProcessKind, ProcessStatus
from shared.events.reviews import Criterion, PracticeReviewInitiated, RapidReviewDecided


@dataclass(frozen=True)
class Action:
    """What was done at once, for a child's safety."""

    owner: str
    taken_on: date
    text: str


@dataclass(frozen=True)
class Child:
    """As the report names the child, corrected last."""

    name: str
    date_of_birth: date | None


@dataclass(frozen=True)
class Incident:
    """As reported, and corrected last. `on`: none where nobody said."""

    harm: Harm
    on: date | None


@dataclass(frozen=True)
class Process:
    """What runs beside it. How it is known there stays sealed: the Panel needs no court's number."""

    kind: ProcessKind
    owner: str
    status: ProcessStatus


@dataclass(frozen=True)
class Contents:
    """`findings`, `circumstances`: whether each is met or applies, and what was found. `chronology`: in order."""

    case: str
    submitted: NotificationSubmitted
    due: Due
    incident: Incident | None  # none: intake has not told of it here
    children: Sequence[Child]
    findings: Mapping[Criterion, tuple[bool, str]]
    circumstances: Mapping[Circumstance, tuple[bool, str]]
    decided: RapidReviewDecided
    reasons: str
    practice_review: PracticeReviewInitiated | None
    accounts: Mapping[Purpose, str]
    headings: Mapping[Heading, str]
    returned: Mapping[str, bool]  # agency -> whether it told what it knows
    chronology: Sequence[Entry]
    actions: Sequence[Action]
    processes: Sequence[Process]

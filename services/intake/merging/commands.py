"""What can be asked about cases that are, or may be, one incident."""

from datetime import datetime

from shared.decider import Command
from shared.edge import Code, Reasons
from shared.events.intake import Outcome, ReportedBy
from shared.events.merging import News


class SuspectDuplicate(Command):
    """From the worker: these two are alike."""

    other: str
    grounds: tuple[str, ...]


class KeepApart(Command):
    """This case and the other are two incidents."""

    other: Code
    reasons: Reasons

    def other_cases(self) -> tuple[str, ...]:
        return (self.other,)


class MergeCase(Command):
    """This case is the same incident as the other, and is from now on decided on there."""

    into: Code
    reasons: Reasons

    def other_cases(self) -> tuple[str, ...]:
        return (self.into,)


class UndoMerge(Command):
    """The merge was a mistake: this case stands for itself again."""

    reasons: Reasons


class TakeOver(Command):
    """From a reaction: a case was merged into this one.

    `notified`: a notification of it had been decided; `word_owed`: another authority was still to be told of it.
    """

    merged: str
    reported_by: ReportedBy
    incident_aware_at: datetime | None
    notified: bool = False
    died_known_at: datetime | None = None
    word_owed: bool = False


class Release(Command):
    """From a reaction: a case that was merged into this one stands for itself again."""

    merged: str


class AnswerMerged(Command):
    """From a reaction: the agencies whose cases were merged into this one learn of it, too."""

    news: News
    outcome: Outcome | None = None


OFFICERS = (KeepApart, MergeCase, UndoMerge)

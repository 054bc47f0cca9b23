"""A case for whoever may read who did what and when, and never what about: an auditor. Pure.

What is not named here is not on their page: no harm, class, area or number of children, no particulars of events,
no views, documents or proceedings, no ground of a hold, and no class of the record, which tells of the child too.

A duty to tell the child death overview panel tells that a child died. So what has to be told to somebody has one
name, whoever that is, with its dates and how it stands and without the rule that it is counted by; and of
what was done about duties it is not told in which service, for one of them has that duty alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.console.owed import OPEN, Owed
from services.console.records import OneCase
from services.console.stage import STAGES, Milestones
from services.console.views.cases import reference_of
from services.console.views.timeline import NOT_TOLD, Entry
from services.console.words import happened
from shared.duties.board import DutyRow
from shared.events import dispatch, duties
from shared.events.base import event_type

_TELLING = ("notification", "cdop")
_ABOUT_DUTIES = {happened(event_type("intake", each)) for each in (*duties.EVENTS, *dispatch.EVENTS)}
# What an event is called tells what was done; of this one it tells what became of a child.
_TELLS = {happened("cspr.intake.child-died.v1"): "News of a child recorded"}


@dataclass(frozen=True)
class Done:
    """A decision: that it was taken, when, by whom, and in which service; not what was thought of it."""

    at: datetime
    what: str
    by: str
    service: str


@dataclass(frozen=True)
class Erasure:
    """By whom, and with which case."""

    at: datetime
    proposed_by: str
    approved_by: str
    with_case: str


@dataclass(frozen=True)
class Metadata:
    """`reached`: each milestone, and when. `holds`: since when, and by whom. The rest as on the whole page."""

    subject: str
    reference: str
    opened_at: datetime | None
    assigned_to: str
    stage: str
    reached: tuple[tuple[str, date | datetime], ...]
    duties: list[Owed]
    decisions: tuple[Done, ...]
    holds: tuple[tuple[datetime, str], ...]
    erased: Erasure | None
    timeline: list[Entry]
    since: list[Entry]
    known_on: date | None
    look_again: tuple[()] = ()

    def outstanding(self) -> int:
        return sum(duty.state in OPEN for duty in self.duties)


def metadata(subject: str, it: OneCase) -> Metadata:
    case, erased = it.case, it.kept.erased
    reached = tuple(_reached(case)) if case else ()
    return Metadata(
        subject=subject,
        reference=reference_of(subject),
        opened_at=case.opened_at if case else None,
        assigned_to=(case.assigned_to or "") if case else "",
        stage=(reached[-1][0] if reached else "Opened") if case else "",
        reached=reached,
        duties=[_unnamed(each) for each in it.duties],
        decisions=tuple(Done(each.at, each.what, each.by, each.service) for each in it.parts.decisions),
        holds=tuple((each.put_at, each.put_by) for each in it.kept.holds),
        erased=Erasure(erased.erased_at, erased.proposed_by, erased.approved_by, erased.erased_with)
        if erased
        else None,
        timeline=_without(it.timeline),
        since=_without(it.since),
        known_on=it.known_on,
    )


def _reached(case: Milestones) -> Iterator[tuple[str, date | datetime]]:
    for name, words in STAGES.items():
        if (at := getattr(case, name)) is not None:
            yield words, at


def _unnamed(duty: Owed) -> Owed:
    if duty.row.rule not in _TELLING:
        return duty
    named = {"what": f"{duty.strength.capitalize()} tell who has to be told", "owed_to": "one of them"}
    return duty.model_copy(update={**named, "row": _uncounted(duty.row)})


def _uncounted(row: DutyRow) -> DutyRow:
    return row.model_copy(update={"rule": _TELLING[0], "owed_to": "", "start": "", "policy": "", "due_at": None})


def _without(entries: Sequence[Entry]) -> list[Entry]:
    return [
        each.model_copy(
            update={
                "particulars": "",
                "source": NOT_TOLD if each.what in _ABOUT_DUTIES else each.source,
                "what": _TELLS.get(each.what, each.what),
                "because": _TELLS.get(each.because, each.because),
            }
        )
        for each in entries
    ]

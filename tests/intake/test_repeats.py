"""Any command given twice says nothing the second time; and what people write is sealed."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.intake.backdating import ConfirmBackdating, RefuseBackdating
from services.intake.casework import OF_OFFICERS
from services.intake.commands import (
    OFFICERS,
    CountReleased,
    CountTakenOver,
    RecordReport,
    SetDutiesAside,
    TakeUpDuties,
)
from services.intake.decider import absences, incident
from shared.decider import Command, Decider, Occasion
from shared.duties import life as duties
from shared.duties.life import (
    AcknowledgeDuty,
    ExplainLateness,
    NoteReminderSent,
    NoticeMissedDeadline,
    RaiseReminder,
    RecountDeadline,
)
from shared.events.base import Event
from shared.events.duties import DeadlineMissed, DutyArose, DutyFellAway
from shared.events.merging import CaseReleased
from shared.sealed import Sealed
from tests import examples as ex
from tests.contracts import examples_backdating as bx
from tests.contracts.examples_reports import merged
from tests.intake import examples as asked
from tests.intake.stories import (
    aware,
    considered,
    death_known,
    elsewhere,
    met,
    notified,
    proposed,
    reported,
)

CASE: Decider[Any] = incident(ex.partnership())
(review,) = [event for event in death_known if isinstance(event, DutyArose)]
late = (*death_known, DeadlineMissed(duty=review.duty, due_on=review.due.due_on))
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
OF_MERGES = (CountReleased, CountTakenOver, SetDutiesAside, TakeUpDuties)
DAY_BEFORE = ex.AWARE_AT - timedelta(days=1)
EASTER = datetime(2026, 4, 4, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Once:
    """A command, and a history after which it says something."""

    command: Command
    history: tuple[Event, ...]
    actor: str = "person:officer"
    at: datetime = NOON
    decider: Decider[Any] = CASE


ONCE = [
    Once(asked.record_report, ()),
    Once(asked.record_awareness, reported),
    Once(asked.record_awareness, death_known[:1], at=ex.AWARE_AT),
    Once(asked.record_criteria, aware),
    Once(asked.record_criteria, considered),
    Once(asked.correct_awareness, notified),
    Once(asked.correct_awareness, (*aware, ex.snoozed), at=EASTER),
    Once(asked.correct_awareness, death_known, at=EASTER),
    Once(asked.correct_criteria, met),
    Once(asked.record_partner_awareness, reported),
    Once(asked.record_jurisdiction, reported),
    Once(asked.elsewhere, aware),
    Once(asked.tell_authority, elsewhere),
    Once(asked.correct_awareness, elsewhere, at=EASTER),
    Once(asked.classify, considered),
    Once(asked.consult, met),
    Once(asked.new_information, considered),
    Once(asked.decide_to_notify, met),
    Once(asked.decide_not_to_notify, aware),
    Once(asked.decide_not_to_notify, (*considered, ex.reopened)),
    Once(asked.propose, notified, asked.PROPOSER),
    Once(asked.withdraw, notified, asked.PROPOSER),
    Once(asked.confirm, proposed, asked.CONFIRMER),
    Once(asked.decline, proposed, asked.CONFIRMER),
    Once(ConfirmBackdating(proposal=bx.PROPOSAL), (*aware, bx.proposed), asked.CONFIRMER),
    Once(RefuseBackdating(proposal=bx.PROPOSAL, reasons="r"), (*aware, bx.proposed), asked.CONFIRMER),
    Once(SetDutiesAside(), (*aware, bx.proposed)),
    Once(CountReleased(), (*aware, bx.proposed)),
    Once(asked.child_died, aware),
    Once(asked.death_notified, death_known),
    Once(asked.assign, reported),
    Once(asked.snooze, aware, at=EASTER),
    Once(asked.wake, (*aware, ex.snoozed), at=EASTER),
    Once(RaiseReminder(duty=review.duty, step="four office hours"), death_known),
    Once(NoticeMissedDeadline(duty=review.duty), death_known),
    Once(AcknowledgeDuty(duty=review.duty), death_known),
    Once(NoteReminderSent(duties=(review.duty,), step="missed", role="director", outcome="mailed"), death_known),
    Once(ExplainLateness(duty=review.duty, reason="The panel's office was closed."), late),
    Once(CountTakenOver(incident_aware_at=DAY_BEFORE), reported),
    Once(CountTakenOver(incident_aware_at=DAY_BEFORE), death_known),
    Once(CountTakenOver(died_known_at=DAY_BEFORE), aware),
    Once(CountReleased(), (*elsewhere, CaseReleased(merged="other", incident_aware_at=DAY_BEFORE))),
    Once(SetDutiesAside(), death_known),
    Once(SetDutiesAside(), (*elsewhere, merged)),
    Once(TakeUpDuties(), (*death_known, DutyFellAway(duty=review.duty, reason="merged"))),
    Once(asked.record_absence, (), at=EASTER, decider=absences),
    Once(asked.end_absence, (ex.absent,), at=EASTER, decider=absences),
]

NEVER = {RecountDeadline}  # says anything: see below


@pytest.mark.parametrize("once", ONCE, ids=lambda once: type(once.command).__name__)
@pytest.mark.parametrize("again", [UUID(int=1), UUID(int=2)], ids=["same occasion", "new occasion"])
def test_any_command_given_twice_says_nothing_the_second_time(once: Once, again: UUID) -> None:
    first = Occasion(at=once.at, actor=once.actor, id=UUID(int=1))
    said = once.decider.decide(once.command, once.decider.state(once.history), first)
    assert said
    second = Occasion(at=first.at + timedelta(hours=1), actor=first.actor, id=again)
    assert once.decider.decide(once.command, once.decider.state([*once.history, *said]), second) == []


def test_that_rule_was_tried_on_every_command() -> None:
    tried = {type(once.command) for once in ONCE}
    assert tried == {RecordReport, *OFFICERS, *OF_OFFICERS, *OF_MERGES, *duties.COMMANDS} - NEVER
    assert tried == {*CASE.commands, *absences.commands} - NEVER


def test_no_holiday_moves_what_intake_owes_for_it_is_counted_in_hours() -> None:
    recount = RecountDeadline(duty=review.duty, holidays=(ex.holiday,))
    occasion = Occasion(at=NOON, actor="person:1", id=UUID(int=1))
    assert CASE.decide(recount, CASE.state(death_known), occasion) == []


@pytest.mark.parametrize(
    ("history", "command", "fields"),
    [
        ((), asked.record_report, ["details"]),
        (met, asked.decide_to_notify, ["reasons", "stated_grounds"]),
        (aware, asked.decide_not_to_notify, ["reasons", "stated_grounds"]),
        (met, asked.correct_awareness, ["reason"]),
        (met, asked.correct_criteria, ["reason"]),
        (reported, asked.new_information, ["information"]),
        (notified, asked.propose, ["reasons"]),
        (proposed, asked.confirm, ["reasons"]),
        (proposed, asked.decline, ["reasons"]),
        (aware, asked.snooze, ["reason"]),
    ],
)
def test_what_was_written_about_people_is_sealed(
    history: tuple[Event, ...], command: Command, fields: list[str]
) -> None:
    when = EASTER if command is asked.snooze else NOON
    first, *_ = CASE.decide(command, CASE.state(history), Occasion(when, "person:1", UUID(int=1)))
    assert all(isinstance(getattr(first, name), Sealed) for name in fields)


def test_what_an_officer_wrote_as_grounds_stands_nowhere_in_the_clear() -> None:
    """They were kept in the clear once; earlier events still read, and are covered by their golden files."""
    for command, history in ((asked.decide_to_notify, met), (asked.decide_not_to_notify, aware)):
        (decided,) = CASE.decide(command, CASE.state(history), Occasion(NOON, "person:1", UUID(int=1)))
        assert decided.grounds == ""  # type: ignore[attr-defined]

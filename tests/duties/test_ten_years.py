"""Ten simulated years: no date passes without somebody who sees to it, or an earlier word to somebody further up.

Pure: the slice's decider, its agenda, and the calendar; every start hour, bank holidays, and both clock changes.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import pytest

from shared.calendar import LONDON
from shared.deadline import Due, RuleName
from shared.decider import Command, Occasion
from shared.duties import life
from shared.duties.agenda import MISSED, plan
from shared.duties.life import AcknowledgeDuty, Duties, NoticeMissedDeadline, RaiseReminder, RecountDeadline
from shared.escalation import told
from shared.events.base import Event
from shared.events.duties import DeadlineMissed, DeadlineRecomputed, DutyAcknowledged, DutyArose, ReminderRaised
from shared.policy import policy_on
from shared.proclaimed import Holiday
from tests import examples as ex

CHAIN = ex.partnership().escalation
FIRST, LAST = date(2018, 7, 2), date(2028, 6, 30)
RULES: tuple[RuleName, ...] = ("notification", "rapid-review", "practice-review", "cdop", "foi")
COUNTED_IN_WORKING_DAYS = ("notification", "rapid-review", "foi")
DUTY = UUID(int=1)


def _starts() -> Iterator[datetime]:
    """Every day of ten years, each an hour later than the day before, so that each hour meets each kind of day."""
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        yield datetime(day.year, day.month, day.day, number % 24, 30, tzinfo=LONDON).astimezone(UTC)


def _command(step: str) -> Command:
    role = told(CHAIN, step).role
    if step == MISSED:
        return NoticeMissedDeadline(duty=DUTY, role=role)
    return RaiseReminder.model_validate({"duty": DUTY, "step": step, "role": role, "first": CHAIN[0].role})


def _lived(rule: RuleName, start: datetime, dice: Random, proclaimed: bool) -> list[Event]:
    """A duty that nobody meets: known at once or late, acknowledged at some instant, or never.

    With a holiday `proclaimed` at some instant, for a day inside its time if it has one.
    """
    due = policy_on(start.astimezone(LONDON).date()).deadline(rule, start).due()
    known_at = start + timedelta(hours=dice.choice([0, 1, 30, 100]))
    arose = DutyArose(duty=DUTY, about=UUID(int=2), owed_to="panel", strength="must", due=due)
    todo = _todo(due, known_at)
    if dice.random() < 0.5:
        todo.append((known_at + timedelta(hours=dice.randrange(400)), AcknowledgeDuty(duty=DUTY)))
    if proclaimed:
        todo.append((known_at + timedelta(hours=dice.randrange(200)), _recount(due, dice)))
    duties: Duties = life.evolve({}, arose)
    said: list[Event] = [arose]
    while todo:
        at, command = todo.pop(todo.index(min(todo, key=lambda each: each[0])))
        now = max(at, known_at)
        for event in life.decide(command, duties, Occasion(at=now, actor="person:x", id=UUID(int=3))):
            duties = life.evolve(duties, event)
            said.append(event)
            if isinstance(event, DeadlineRecomputed):  # as the agenda plans it anew
                people = [(at, it) for at, it in todo if isinstance(it, AcknowledgeDuty)]
                todo = [*_todo(event.new, now), *people]
    return said


def _todo(due: Due, known_at: datetime) -> list[tuple[datetime, Command]]:
    return [(at, _command(step)) for step, at in plan(due, known_at)]


def _recount(due: Due, dice: Random) -> Command:
    days = [due.start_on + timedelta(days=n) for n in range(1, (due.due_on - due.start_on).days + 1)]
    holiday = Holiday(place="england-and-wales", day=dice.choice(days), name="Day of national mourning")
    return RecountDeadline(duty=DUTY, holidays=(holiday,))


@pytest.mark.parametrize("proclaimed", [False, True], ids=["", "with holidays proclaimed"])
@pytest.mark.parametrize("rule", RULES)
def test_no_deadline_passes_without_an_acknowledgement_or_an_earlier_escalation(
    rule: RuleName, proclaimed: bool
) -> None:
    dice, years, moved = Random(rule), set(), 0
    for start in _starts():
        order = _lived(rule, start, dice, proclaimed)
        moved += any(isinstance(event, DeadlineRecomputed) for event in order)
        missed = next(n for n, event in enumerate(order) if isinstance(event, DeadlineMissed))
        before = order[:missed]
        seen_to = any(isinstance(event, DutyAcknowledged) for event in before)
        escalated = any(isinstance(event, ReminderRaised) and event.escalated for event in before)
        assert seen_to or escalated, start
        years.add(start.year)
    assert len(years) == 11
    assert (moved > 500) == (proclaimed and rule in COUNTED_IN_WORKING_DAYS)

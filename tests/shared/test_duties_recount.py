"""A duty whose date is counted again: by event, once, with the old date beside the new one."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from shared.decider import Decider
from shared.duties import life
from shared.duties.board import DutyRow
from shared.duties.holidays import WithdrawnHoliday
from shared.duties.life import Duties, NoticeMissedDeadline, RaiseReminder
from shared.duties.recount import RecountDeadline
from shared.duties.recounting import _todos, due_of
from shared.events.base import Event
from shared.events.duties import DeadlineRecomputed, DutyMet
from shared.policy import policy
from shared.testing import Given
from tests import examples as ex

slice_of_life: Decider[Duties] = Decider(
    commands=life.COMMANDS, initial={}, decide=life.decide, evolve=life.evolve
)
given = Given(slice_of_life).given
recount = RecountDeadline(duty=ex.DUTY, holidays=(ex.holiday,))
remind = RaiseReminder(duty=ex.DUTY, step="two working days", role="duty officer", first="duty officer")
NOON_TUESDAY = datetime(2026, 4, 14, 11, tzinfo=UTC)


def test_a_holiday_inside_the_window_moves_an_open_duty_and_the_old_date_is_kept() -> None:
    given(ex.duty_arose).when(recount).then(ex.deadline_recomputed)


def test_the_same_holiday_moves_it_once() -> None:
    given(ex.duty_arose, ex.deadline_recomputed).when(recount).then_nothing()


@pytest.mark.parametrize("end", [ex.duty_met, ex.duty_fell_away], ids=["met", "fell away"])
def test_what_is_over_is_not_counted_again(end: Event) -> None:
    given(ex.duty_arose, end).when(recount).then_nothing()
    given().when(recount).then_nothing()


def test_what_is_owed_again_is_counted_by_the_holiday_that_it_knew() -> None:
    """What met it was refused afterwards: it is owed by the date that it had then."""
    met = ex.duty_met.model_copy(update={"evidence": "dispatch 1"})
    duty = slice_of_life.state([ex.duty_arose, ex.deadline_recomputed, met])[ex.DUTY]
    (again,) = life.reopened(duty, "dispatch 1", ex.REFUSED_AT, "refused")
    assert again.due == ex.counted_again  # type: ignore[attr-defined]


def test_met_on_the_day_that_a_holiday_gave_is_in_time() -> None:
    before = slice_of_life.state([ex.duty_arose])[ex.DUTY]
    after = slice_of_life.state([ex.duty_arose, ex.deadline_recomputed])[ex.DUTY]
    assert [_lateness(duty) for duty in (before, after)] == [(True, 1), (False, 0)]


def _lateness(duty: life.Duty) -> tuple[bool, int]:
    (met,) = life.met(duty, NOON_TUESDAY, "reference 1")
    assert isinstance(met, DutyMet)
    return met.late, met.working_days_late


def test_what_was_missed_and_is_moved_is_missed_no_longer_but_may_be_again() -> None:
    missed = (ex.duty_arose, ex.deadline_missed)
    moved = ex.deadline_recomputed
    given(*missed).when(recount).then(moved)
    again = NoticeMissedDeadline(duty=ex.DUTY, role="director")
    said = given(*missed, moved).when(again).happened
    assert said == [ex.deadline_missed.model_copy(update={"due_on": date(2026, 4, 14)})]


def test_the_new_date_is_reminded_of_for_itself_and_whoever_sees_to_it_goes_on() -> None:
    before = (ex.duty_arose, ex.reminder_raised, ex.duty_acknowledged)
    given(*before).when(remind).then_nothing()
    said = given(*before, ex.deadline_recomputed).when(remind).happened
    assert said == [ex.reminder_raised.model_copy(update={"due_on": date(2026, 4, 14)})]


def test_a_missed_date_that_stays_is_late_by_fewer_working_days_and_is_not_missed_twice() -> None:
    """Missed on Monday 13, Wed 15 proclaimed, done on Thursday 16: late by Tuesday and Thursday."""
    wednesday = ex.holiday.model_copy(update={"day": date(2026, 4, 15)})
    late = RecountDeadline(duty=ex.DUTY, holidays=(wednesday,), until=date(2026, 4, 16))
    before = (ex.duty_arose, ex.deadline_missed)
    moved = given(*before).when(late).then_one(DeadlineRecomputed)
    assert moved.new.due_on == moved.old.due_on
    given(*before, moved).when(NoticeMissedDeadline(duty=ex.DUTY, role="director")).then_nothing()
    duty = slice_of_life.state([*before, moved])[ex.DUTY]
    (met,) = life.met(duty, datetime(2026, 4, 16, 9, tzinfo=UTC), "reference 1")
    assert isinstance(met, DutyMet) and met.working_days_late == 2


def test_a_date_that_nobody_can_count_is_refused_and_stays() -> None:
    due = policy("2026").deadline("notification", datetime(2028, 12, 19, 12, tzinfo=UTC)).due()
    arose = ex.duty_arose.model_copy(update={"due": due})
    days = tuple(ex.holiday.model_copy(update={"day": date(2028, 12, day)}) for day in (20, 21, 22))
    given(arose).when(RecountDeadline(duty=ex.DUTY, holidays=days)).then_refused("beyond-the-calendar")


@pytest.mark.parametrize(
    ("rule", "start"),
    [
        ("advance-copy", date(2027, 1, 6)),
        ("notification", datetime(2026, 6, 30, 23, 30, tzinfo=UTC)),  # 1 July in London
        ("cdop", datetime(2026, 3, 28, 12, tzinfo=UTC)),
    ],
)
def test_a_row_of_the_board_is_read_as_the_date_that_its_event_has(rule: str, start: date) -> None:
    due = policy("2026").deadline(rule, start).due()
    known = {**due.model_dump(), "start": due.start.isoformat(), "duty": ex.DUTY, "about": ex.DUTY}
    rest = dict.fromkeys(DutyRow.model_fields, None) | {
        "subject": "case-1",
        "owed_to": "panel",
        "strength": "must",
    }
    told = {"state": "open", "lateness_explained": False}
    assert due_of(DutyRow.model_validate({**rest, **known, **told})) == due


def test_a_holiday_taken_back_brings_the_date_forward_and_it_is_reminded_of_and_missed_for_itself() -> None:
    """Due Tue 14 April by Wed 8; taken back, Mon 13 again. `because` names a day that it does not count by."""
    counted = (ex.duty_arose, ex.deadline_recomputed, ex.reminder_raised)
    back = RecountDeadline(duty=ex.DUTY, holidays=(), withdrawn=(ex.holiday,))
    said = given(*counted).when(back).then_one(DeadlineRecomputed)
    assert (said.old, said.new, said.because) == (ex.counted_again, ex.due, (ex.holiday,))
    given(*counted, said).when(back).then_nothing()
    again = given(*counted, said).when(remind).happened
    assert again == [ex.reminder_raised]


@pytest.mark.parametrize("end", [ex.duty_met, ex.duty_fell_away], ids=["met", "fell away"])
def test_what_is_over_stays_as_it_was_when_a_holiday_is_taken_back(end: Event) -> None:
    back = RecountDeadline(duty=ex.DUTY, holidays=(), withdrawn=(ex.holiday,))
    given(ex.duty_arose, ex.deadline_recomputed, end).when(back).then_nothing()


def test_taken_back_twice_the_day_is_named_once_and_the_second_time_is_another_task() -> None:
    """The same duty, date and calendar as at the first time: what was asked before would not be asked again."""
    columns = dict.fromkeys(DutyRow.model_fields)
    moved = {**ex.counted_again.model_dump(), "start": ex.counted_again.start.isoformat()}
    own = {"duty": ex.DUTY, "subject": "case/1", "about": ex.NOTIFICATION, "owed_to": ex.PANEL, "strength": "must"}
    row = DutyRow.model_validate({**columns, **moved, **own, "state": "open", "lateness_explained": False})
    first, second = (
        WithdrawnHoliday(
            **ex.holiday.model_dump(),
            proposed_by="person:a",
            approved_by="person:b",
            since=ex.AWARE_AT,
            said=UUID(int=said),
            withdrawn_at=ex.SENT_AT,
        )
        for said in (1, 2)
    )
    (once,), (again,) = (list(_todos([row], [], gone, ex.DUE_ON)) for gone in ([first], [first, second]))
    assert isinstance(again.command, RecountDeadline) and again.command.withdrawn == (ex.holiday,)
    assert again.command == once.command and again.id != once.id

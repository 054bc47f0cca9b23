"""A duty whose date is counted again: by event, once, with the old date beside the new one."""

from datetime import UTC, date, datetime

import pytest

from shared.decider import Decider
from shared.duties import life
from shared.duties.life import Duties, NoticeMissedDeadline, RaiseReminder
from shared.duties.recount import RecountDeadline
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

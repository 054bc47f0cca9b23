"""How a duty lives: reminded of, met or missed, explained, never blocked; and when its reminders are due."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from shared.calendar import england_and_wales
from shared.deadline import Due
from shared.decider import Command, Decider
from shared.duties import life
from shared.duties.agenda import LAST, MISSED, plan, steps
from shared.duties.life import (
    AcknowledgeDuty,
    Duties,
    Duty,
    ExplainLateness,
    NoteReminderSent,
    NoticeMissedDeadline,
    RaiseReminder,
)
from shared.events.base import Event
from shared.events.duties import (
    DutyAcknowledged,
    DutyMet,
    DutyReopened,
    ReminderMailed,
    ReminderRaised,
    ReminderUndeliverable,
    Step,
)
from shared.policy import policy
from shared.testing import Given
from tests import examples as ex

slice_of_life: Decider[Duties] = Decider(
    commands=life.COMMANDS, initial={}, decide=life.decide, evolve=life.evolve
)
given = Given(slice_of_life).given
remind = RaiseReminder(duty=ex.DUTY, step="two working days", role="duty officer", first="duty officer")
notice = NoticeMissedDeadline(duty=ex.DUTY, role="director")
explain = ExplainLateness(duty=ex.DUTY, reason="The approver was ill.")
met_late = ex.duty_met.model_copy(update={"late": True})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def duty(due_on: date = ex.DUE_ON, *more: Event) -> Duty:
    due = ex.due.model_copy(update={"due_on": due_on})
    arose = ex.duty_arose.model_copy(update={"due": due})
    return slice_of_life.state([arose, *more])[ex.DUTY]


# Reminders and missed dates.


def test_an_open_duty_is_reminded_of() -> None:
    given(ex.duty_arose).when(remind).then(ex.reminder_raised)


up = RaiseReminder(duty=ex.DUTY, step="one working day", role="team manager", first="duty officer")


def test_while_nobody_sees_to_it_a_reminder_goes_further_up() -> None:
    said = given(ex.duty_arose).when(up).then_one(ReminderRaised)
    assert (said.role, said.escalated) == ("team manager", True)


def test_once_somebody_sees_to_it_the_first_is_reminded() -> None:
    said = given(ex.duty_arose, ex.duty_acknowledged).when(up).then_one(ReminderRaised)
    assert (said.role, said.escalated) == ("duty officer", False)


@pytest.mark.parametrize(
    ("outcome", "said"), [("mailed", ex.reminder_mailed), ("undeliverable", ex.reminder_undeliverable)]
)
def test_that_a_role_was_told_is_noted_once(outcome: str, said: ReminderMailed | ReminderUndeliverable) -> None:
    note = NoteReminderSent.model_validate({**said.model_dump(), "outcome": outcome})
    given(ex.duty_arose, ex.reminder_raised).when(note).then(said)
    given(ex.duty_arose, ex.reminder_raised, said).when(note).then_nothing()
    given().when(note).then_nothing()


def test_each_step_is_reminded_of_once() -> None:
    given(ex.duty_arose, ex.reminder_raised).when(remind).then_nothing()
    next_step: list[Step] = ["one working day", "four office hours"]
    for step in next_step:
        said = given(ex.duty_arose, ex.reminder_raised).when(RaiseReminder(duty=ex.DUTY, step=step)).happened
        assert len(said) == 1


def test_a_missed_date_is_noticed_once() -> None:
    given(ex.duty_arose).when(notice).then(ex.deadline_missed)
    given(ex.duty_arose, ex.deadline_missed).when(notice).then_nothing()


def test_a_duty_that_was_missed_is_still_owed() -> None:
    assert duty(ex.DUE_ON, ex.deadline_missed).open


@pytest.mark.parametrize("end", [ex.duty_met, ex.duty_fell_away], ids=["met", "fell away"])
@pytest.mark.parametrize("command", [remind, notice], ids=["reminder", "missed"])
def test_nobody_is_reminded_of_what_is_over(end: Event, command: Command) -> None:
    given(ex.duty_arose, end).when(command).then_nothing()


@pytest.mark.parametrize("command", [remind, notice])
def test_a_reminder_of_an_unknown_duty_is_nothing_to_us(command: Command) -> None:
    given().when(command).then_nothing()


# Met: late is a date, and never a reason to refuse.


@pytest.mark.parametrize(
    ("due_on", "met_at", "late", "days"),
    [
        (date(2026, 11, 20), "2026-11-20T23:59:59+00:00", False, 0),
        (date(2026, 11, 20), "2026-11-21T00:00:00+00:00", True, 0),  # W7: a Saturday, by no working day
        (date(2026, 11, 20), "2026-11-22T12:00:00+00:00", True, 0),
        (date(2026, 11, 20), "2026-11-23T00:00:00+00:00", True, 1),
        (date(2026, 9, 1), "2026-09-03T15:00:00+01:00", True, 2),  # W4: Wed 2=1, Thu 3=2
        (date(2026, 7, 8), "2026-07-08T23:30:00+00:00", True, 1),  # half past midnight in London
        (date(2026, 12, 24), "2026-12-28T12:00:00+00:00", True, 0),  # 25 Christmas, 26 27 weekend, 28 substitute
        (date(2026, 12, 24), "2026-12-29T12:00:00+00:00", True, 1),
        (date(2026, 4, 13), "2026-01-01T00:00:00+00:00", False, 0),
    ],
)
def test_late_is_after_the_london_date(due_on: date, met_at: str, late: bool, days: int) -> None:
    (said,) = life.met(duty(due_on), at(met_at), "dispatch")
    assert said == DutyMet(duty=ex.DUTY, met_at=at(met_at), late=late, working_days_late=days, evidence="dispatch")


def test_it_is_met_once() -> None:
    assert life.met(duty(ex.DUE_ON, ex.duty_met), ex.SENT_AT, "again") == []
    assert life.met(duty(ex.DUE_ON, ex.duty_fell_away), ex.SENT_AT, "too late to matter") == []
    assert life.met(None, ex.SENT_AT, "of nothing") == []


def test_it_is_met_after_it_was_missed() -> None:
    assert len(life.met(duty(ex.DUE_ON, ex.deadline_missed), ex.SENT_AT, "late")) == 1


def test_it_falls_away_once_and_not_when_met() -> None:
    assert life.fell_away(duty(), "reclassified to D") == [ex.duty_fell_away]
    assert life.fell_away(duty(ex.DUE_ON, ex.duty_fell_away), "again") == []
    assert life.fell_away(duty(ex.DUE_ON, ex.duty_met), "too late") == []
    assert life.fell_away(None, "of nothing") == []


# Lateness is explained.


@pytest.mark.parametrize("late", [ex.deadline_missed, met_late], ids=["missed", "met late"])
def test_lateness_is_explained_once(late: Event) -> None:
    given(ex.duty_arose, late).when(explain).then(ex.lateness_explained)
    given(ex.duty_arose, late, ex.lateness_explained).when(explain).then_nothing()


@pytest.mark.parametrize("history", [(), (ex.duty_met,), (ex.duty_fell_away,)], ids=["open", "met", "fell away"])
def test_what_is_not_late_needs_no_explanation(history: tuple[Event, ...]) -> None:
    given(ex.duty_arose, *history).when(explain).then_refused("not-late")


def test_there_is_nothing_to_explain_about_an_unknown_duty() -> None:
    given().when(explain).then_refused("no-such-duty")


def test_duties_do_not_touch_one_another() -> None:
    other = ex.duty_arose.model_copy(update={"duty": UUID(int=5)})
    duties = slice_of_life.state([ex.duty_arose, other, ex.duty_met])
    assert (duties[ex.DUTY].open, duties[UUID(int=5)].open) == (False, True)


def test_another_slices_events_change_nothing() -> None:
    before = slice_of_life.state([ex.duty_arose])
    assert slice_of_life.evolve(before, ex.attempted) is before


def test_a_second_lateness_needs_an_explanation_of_its_own() -> None:
    """Late and explained, then refused, and sent again late: the reason for the first is none for the second."""
    first = (ex.duty_arose, met_late, ex.lateness_explained, ex.duty_reopened)
    given(*first).when(explain).then_refused("not-late")
    given(*first, met_late).when(explain).then(ex.lateness_explained)
    given(*first, ex.deadline_missed).when(explain).then(ex.lateness_explained)
    assert not duty(ex.DUE_ON, *first[1:], met_late).explained


# Somebody sees to it.


acknowledge = AcknowledgeDuty(duty=ex.DUTY)


def test_a_person_acknowledges_a_duty_once() -> None:
    said = given(ex.duty_arose).when(acknowledge, at=ex.CRITERIA_MET_AT, actor=ex.DRAFTER)
    said.then(ex.duty_acknowledged)
    given(ex.duty_arose, ex.duty_acknowledged).when(acknowledge, actor=ex.DRAFTER).then_nothing()


def test_whoever_acknowledges_it_later_takes_it_over() -> None:
    said = given(ex.duty_arose, ex.duty_acknowledged).when(acknowledge, actor="person:deputy")
    assert said.then_one(DutyAcknowledged).by == "person:deputy"


def test_what_was_missed_can_still_be_acknowledged() -> None:
    assert len(given(ex.duty_arose, ex.deadline_missed).when(acknowledge).happened) == 1


@pytest.mark.parametrize("end", [ex.duty_met, ex.duty_fell_away], ids=["met", "fell away"])
def test_what_is_over_is_not_acknowledged(end: Event) -> None:
    given(ex.duty_arose, end).when(acknowledge).then_refused("no-longer-owed")


def test_an_unknown_duty_is_not_acknowledged() -> None:
    given().when(acknowledge).then_refused("no-such-duty")


def test_what_is_owed_again_is_acknowledged_anew() -> None:
    again = (ex.duty_arose, ex.duty_acknowledged, ex.duty_met, ex.duty_reopened)
    assert len(given(*again).when(acknowledge, actor=ex.DRAFTER).happened) == 1


def test_an_acknowledgement_moves_no_date() -> None:
    assert duty(ex.DUE_ON, ex.duty_acknowledged).due == duty(ex.DUE_ON).due


# When: each instant worked out by hand. Nine o'clock in London, two and one working days before; four office hours
# before five o'clock on the day, or on the last working day before it.

AGENDA: list[tuple[str, date, list[str]]] = [
    (
        "after Easter: Fri 10=1, Thu 9=2",
        date(2026, 4, 13),
        ["2026-04-09T08:00Z", "2026-04-10T08:00Z", "2026-04-13T12:00Z", "2026-04-13T22:59:59.999999Z"],
    ),
    (
        "over Easter: Mon 6 and Fri 3 April are holidays, so Thu 2=1, Wed 1=2",
        date(2026, 4, 7),
        ["2026-04-01T08:00Z", "2026-04-02T08:00Z", "2026-04-07T12:00Z", "2026-04-07T22:59:59.999999Z"],
    ),
    (
        "over New Year: Fri 1 January is a holiday, so Thu 31=1, Wed 30=2",
        date(2027, 1, 4),
        ["2026-12-30T09:00Z", "2026-12-31T09:00Z", "2027-01-04T13:00Z", "2027-01-04T23:59:59.999999Z"],
    ),
    (
        "across the change to summer time, Sun 29 March: Fri 27=1 and Thu 26=2 are still in winter",
        date(2026, 3, 30),
        ["2026-03-26T09:00Z", "2026-03-27T09:00Z", "2026-03-30T12:00Z", "2026-03-30T22:59:59.999999Z"],
    ),
    (
        "across the change to winter time, Sun 25 October: Fri 23=1 and Thu 22=2 are still in summer",
        date(2026, 10, 26),
        ["2026-10-22T08:00Z", "2026-10-23T08:00Z", "2026-10-26T13:00Z", "2026-10-26T23:59:59.999999Z"],
    ),
    (
        "a practice review due on Sun 28 February: Fri 26=1, Thu 25=2",
        date(2027, 2, 28),
        ["2027-02-25T09:00Z", "2027-02-26T09:00Z", "2027-02-26T13:00Z", "2027-02-28T23:59:59.999999Z"],
    ),
]


@pytest.mark.parametrize(("why", "due_on", "instants"), AGENDA)
def test_reminders_come_two_and_one_working_days_before_and_four_office_hours(
    why: str, due_on: date, instants: list[str]
) -> None:
    found = list(steps(ex.due.model_copy(update={"due_on": due_on})))
    names = ["two working days", "one working day", LAST, MISSED]
    assert found == [(name, at(instant)) for name, instant in zip(names, instants, strict=True)]


def test_a_take_down_is_done_by_itself_so_nobody_is_reminded() -> None:
    due = policy("2026").deadline("take-down", date(2027, 1, 6)).due()
    assert [step for step, _ in steps(due)] == [MISSED]


COVERED = st.dates(date(2018, 7, 1), date(2028, 12, 31))


@given_any(COVERED)
def test_reminders_come_in_order_and_before_the_day_is_over(due_on: date) -> None:
    due: Due = ex.due.model_copy(update={"due_on": due_on})
    instants = [instant for _, instant in steps(due)]
    assert instants == sorted(set(instants))


@given_any(COVERED, st.integers(0, 30 * 24 * 60))
def test_who_learns_of_a_duty_late_is_still_reminded_once(due_on: date, minutes: int) -> None:
    due: Due = ex.due.model_copy(update={"due_on": due_on})
    *_, (_, end) = steps(due)
    known_at = end - timedelta(minutes=minutes)
    planned = dict(plan(due, known_at))
    assert {LAST, MISSED} <= set(planned)
    assert all(instant > known_at for step, instant in planned.items() if step not in (LAST, MISSED))


@given_any(COVERED)
def test_between_the_first_reminder_and_the_day_are_two_working_days(due_on: date) -> None:
    first = next(instant for _, instant in steps(ex.due.model_copy(update={"due_on": due_on})))
    calendar = england_and_wales()
    days = [first.date() + timedelta(days=n) for n in range((due_on - first.date()).days)]
    assert sum(calendar.is_working_day(day) for day in days) == 2


# Opened again, because what met it was refused.


WHY = "what met it was refused"


def test_what_met_it_was_refused_so_it_is_owed_again() -> None:
    met = duty(ex.DUE_ON, ex.duty_met)
    assert life.reopened(met, ex.duty_met.evidence, ex.REFUSED_AT, WHY) == [ex.duty_reopened]


def test_what_something_else_met_stays_met() -> None:
    assert life.reopened(duty(ex.DUE_ON, ex.duty_met), "dispatch of another", ex.REFUSED_AT, WHY) == []


@pytest.mark.parametrize("more", [(), (ex.duty_fell_away,), (ex.duty_met, ex.duty_reopened)], ids=len)
def test_what_is_not_met_is_not_opened_again(more: tuple[Event, ...]) -> None:
    assert life.reopened(duty(ex.DUE_ON, *more), ex.duty_met.evidence, ex.REFUSED_AT, WHY) == []


def test_a_duty_that_is_owed_again_can_be_met_again_and_the_new_date_counts() -> None:
    again = duty(ex.DUE_ON, ex.duty_met, ex.duty_reopened)
    (said,) = life.met(again, ex.SENT_AT + timedelta(days=10), "dispatch anew")
    assert isinstance(said, DutyMet) and said.late


def test_it_is_reminded_of_and_missed_anew() -> None:
    before = (ex.duty_arose, ex.reminder_raised, ex.deadline_missed, met_late, ex.duty_reopened)
    given(*before).when(remind).then(ex.reminder_raised)
    given(*before).when(notice).then(ex.deadline_missed)


def test_each_time_is_counted() -> None:
    twice = duty(ex.DUE_ON, ex.duty_met, ex.duty_reopened, ex.duty_met)
    (said,) = life.reopened(twice, ex.duty_met.evidence, ex.REFUSED_AT, WHY)
    assert isinstance(said, DutyReopened) and said.times == 2

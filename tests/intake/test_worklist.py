"""Whose case it is; who stands in; and what may wait until when."""

from datetime import date
from uuid import UUID

import pytest

from services.intake.casework import AssignCase, EndAbsence, RecordAbsence, SnoozeCase
from shared.events.intake import AbsenceRecorded, CaseAssigned, CaseSnoozed
from tests import examples as ex
from tests.intake import examples as asked
from tests.intake.stories import at, aware, considered, death_known, given, given_absences, met, notified, reported

GOOD_FRIDAY = at("2026-04-03T09:00Z")


def until(day: int, month: int = 4) -> SnoozeCase:
    return SnoozeCase(until_on=date(2026, month, day), reason="The radiologist reports then.")


# Assignment.


def test_a_case_is_somebodys_with_a_deputy() -> None:
    given(*reported).when(asked.assign).then(ex.assigned)


def test_a_case_may_be_handed_on() -> None:
    other = AssignCase(officer="person:team-manager")
    given(*reported, ex.assigned).when(other).then(CaseAssigned(officer="person:team-manager", deputy=None))


def test_nobody_is_their_own_deputy() -> None:
    given(*reported).when(AssignCase(officer="person:a", deputy="person:a")).then_refused("another-deputy")


# Snooze: never past what is due. Aware on Thu 2 April: due on Mon 13 April.


def test_a_case_sleeps_with_a_reason() -> None:
    given(*aware).when(asked.snooze, at=GOOD_FRIDAY).then(ex.snoozed)


@pytest.mark.parametrize(("day", "refused"), [(12, False), (13, False), (14, True)])
def test_no_case_sleeps_past_its_due_date(day: int, refused: bool) -> None:
    then = given(*aware).when(until(day), at=GOOD_FRIDAY)
    assert (then.refused.rule if then.refused else "") == ("not-past-the-due-date" if refused else "")


def test_a_child_death_review_that_is_due_sooner_wakes_sooner() -> None:
    """Known on Thu 2 April at 15:50 UTC, due at the panel on Sat 4 April."""
    given(*death_known).when(until(5), at=GOOD_FRIDAY).then_refused("not-past-the-due-date")
    assert given(*death_known).when(until(4), at=GOOD_FRIDAY).then_one(CaseSnoozed).due_on == date(2026, 4, 4)


@pytest.mark.parametrize("day", [2, 3])
def test_no_case_sleeps_until_today_or_before(day: int) -> None:
    given(*aware).when(until(day), at=GOOD_FRIDAY).then_refused("not-in-the-past")


def test_once_it_is_late_nothing_sleeps_any_more() -> None:
    given(*aware).when(until(16), at=at("2026-04-14T09:00Z")).then_refused("not-past-the-due-date")


def test_a_report_that_nobody_has_looked_at_does_not_sleep() -> None:
    given(*reported).when(asked.snooze, at=GOOD_FRIDAY).then_refused("aware-first")


@pytest.mark.parametrize("history", [notified, considered], ids=["notify", "considered"])
def test_what_is_decided_needs_no_sleep(history: tuple[object, ...]) -> None:
    given(*history).when(asked.snooze, at=GOOD_FRIDAY).then_refused("decided")  # type: ignore[arg-type]


def test_a_snooze_may_be_made_longer_or_shorter() -> None:
    for day in (8, 10):
        assert given(*aware, ex.snoozed).when(until(day), at=GOOD_FRIDAY).refused is None


def test_an_officer_wakes_it() -> None:
    woken = given(*aware, ex.snoozed).when(asked.wake, at=GOOD_FRIDAY)
    assert [event.because for event in woken.happened] == ["an officer"]  # type: ignore[attr-defined]


def test_what_is_awake_is_not_woken() -> None:
    given(*aware).when(asked.wake, at=GOOD_FRIDAY).then_nothing()
    by_itself = at("2026-04-09T08:00Z")  # its day has come
    given(*aware, ex.snoozed).when(asked.wake, at=by_itself).then_nothing()


def test_later_criteria_give_more_time_to_sleep() -> None:
    """Criteria on Tue 7 April: due on Tue 14 April."""
    later = (*met, ex.criteria_corrected)
    assert given(*later).when(until(14), at=at("2026-04-07T10:00Z")).refused is None


# Absences: every day, whoever is away has a deputy who is there.


def away(officer: str, deputy: str, from_day: int, until_day: int) -> RecordAbsence:
    return RecordAbsence(
        officer=f"person:{officer}",
        deputy=f"person:{deputy}",
        from_on=date(2026, 4, from_day),
        until_on=date(2026, 4, until_day),
    )


def recorded(command: RecordAbsence, number: int = 1) -> AbsenceRecorded:
    found: AbsenceRecorded = (
        given_absences().when(command, at=GOOD_FRIDAY, id=UUID(int=number)).then_one(AbsenceRecorded)
    )
    return found


ANNA_IS_AWAY = recorded(away("anna", "ben", 7, 10))


def test_an_absence_names_a_deputy() -> None:
    given_absences().when(asked.record_absence, at=GOOD_FRIDAY).then(ex.absent)


def test_nobody_lets_themselves_in_as_the_deputy_of_somebody_else() -> None:
    """A deputy sees what the officer has: so it takes another person to name one."""
    absence = away("anna", "ben", 7, 10)
    given_absences().when(absence, at=GOOD_FRIDAY, actor="person:ben").then_refused("own-deputy")
    for actor in ("person:anna", "person:cara"):
        assert given_absences().when(absence, at=GOOD_FRIDAY, actor=actor).then_one(AbsenceRecorded)


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (away("anna", "anna", 20, 21), "another-deputy"),
        (away("anna", "cara", 10, 12), "already-away"),
        (away("cara", "anna", 10, 12), "deputy-away"),
        (away("ben", "cara", 6, 7), "is-deputy"),
        (away("cara", "ben", 12, 11), "not-in-the-past"),
        (away("cara", "ben", 1, 2), "not-in-the-past"),
    ],
)
def test_nobody_is_left_without_a_deputy_who_is_there(command: RecordAbsence, rule: str) -> None:
    given_absences(ANNA_IS_AWAY).when(command, at=GOOD_FRIDAY).then_refused(rule)


@pytest.mark.parametrize(
    "command",
    [
        away("anna", "cara", 11, 12),
        away("cara", "anna", 11, 12),
        away("ben", "cara", 4, 6),
        away("cara", "ben", 8, 9),
    ],
    ids=["again later", "deputy back", "before standing in", "one deputy for two"],
)
def test_absences_that_do_not_meet_do_not_matter(command: RecordAbsence) -> None:
    assert given_absences(ANNA_IS_AWAY).when(command, at=GOOD_FRIDAY, id=UUID(int=2)).refused is None


def test_back_early_frees_the_deputy() -> None:
    back = EndAbsence(absence=ANNA_IS_AWAY.absence)
    ended = given_absences(ANNA_IS_AWAY).when(back, at=GOOD_FRIDAY).happened
    freed = given_absences(ANNA_IS_AWAY, *ended).when(away("ben", "cara", 7, 8), at=GOOD_FRIDAY, id=UUID(int=3))
    assert freed.refused is None


def test_an_absence_that_nobody_recorded_does_not_end() -> None:
    given_absences().when(asked.end_absence).then_refused("no-such-absence")

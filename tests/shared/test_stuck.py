"""What cannot be done: told once, tried again later, and nobody else's trouble."""

from uuid import UUID

import asyncpg
import pytest
from structlog.testing import capture_logs

from shared.decider import Refused
from shared.keys import KeyNotHere
from shared.stuck import Stuck
from shared.wrapping import KeyServiceAway

ONE, OTHER = UUID(int=1), UUID(int=2)
ONES_OWN = (KeyNotHere("x"), KeyServiceAway("x"), KeyError("x"), ValueError("x"), Refused("a-rule", "No."))


def fail(stuck: Stuck, error: Exception, id_: UUID = ONE) -> None:
    with stuck.alone(id_, "a-case"):
        raise error


def test_what_fails_rests_and_nothing_else_does() -> None:
    stuck = Stuck()
    fail(stuck, KeyNotHere("a-case"))
    assert (len(stuck), stuck.rests(ONE), stuck.rests(OTHER)) == (1, True, False)


@pytest.mark.parametrize("error", ONES_OWN)
def test_whatever_is_one_things_own_fault_stays_with_it(error: Exception) -> None:
    stuck = Stuck()
    fail(stuck, error)
    assert len(stuck) == 1


@pytest.mark.parametrize("error", [asyncpg.ConnectionDoesNotExistError(), ConnectionResetError(), TimeoutError()])
def test_what_all_stand_on_is_no_single_things_fault(error: Exception) -> None:
    stuck = Stuck()
    with pytest.raises(type(error)):
        fail(stuck, error)
    assert len(stuck) == 0


def test_it_is_told_once_for_each_reason_and_once_when_it_is_over() -> None:
    stuck = Stuck(rest_seconds=0)
    with capture_logs() as lines:
        fail(stuck, KeyNotHere("x"))
        fail(stuck, KeyNotHere("x"))
        fail(stuck, ValueError("Tomasz"))
        with stuck.alone(ONE, "a-case"):
            pass
    assert [(line["event"], line["log_level"]) for line in lines] == [
        ("worker.stuck", "error"),
        ("worker.stuck", "error"),
        ("worker.no_longer_stuck", "info"),
    ]
    assert [line.get("error_type") for line in lines] == ["KeyNotHere", "ValueError", None]
    assert (len(stuck), stuck.rests(ONE)) == (0, False)


def test_a_rest_doubles_with_each_failure_up_to_the_longest_and_begins_anew_after_a_success() -> None:
    now = 0.0
    stuck = Stuck(rest_seconds=5, clock=lambda: now)
    rests: list[float] = []
    for _ in range(12):
        with stuck.alone(ONE, "a-case", doubling_to_seconds=3600):
            raise ValueError
        begun = now
        while stuck.rests(ONE):
            now += 5
        rests.append(now - begun)
    assert rests == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]
    with stuck.alone(ONE, "a-case", doubling_to_seconds=3600):
        pass
    with stuck.alone(ONE, "a-case", doubling_to_seconds=3600):
        raise ValueError
    now += 5
    assert not stuck.rests(ONE)


def test_what_failed_however_often_rests_no_longer_than_the_longest() -> None:
    stuck = Stuck(rest_seconds=5, clock=lambda: 0.0)
    for _ in range(2000):
        with stuck.alone(ONE, "a-case", doubling_to_seconds=3600):
            raise ValueError
    assert stuck.rests(ONE) and stuck._until[ONE] == 3600


def test_what_failed_least_often_comes_first_and_what_rests_is_told_apart() -> None:
    now = 0.0
    stuck = Stuck(rest_seconds=5, clock=lambda: now)
    fail(stuck, ValueError())
    now = 5.0
    fail(stuck, ValueError())
    fail(stuck, ValueError(), OTHER)
    assert (stuck.all(), set(stuck.resting())) == ([OTHER, ONE], {ONE, OTHER})
    now = 10.0
    assert (stuck.all(), stuck.resting()) == ([OTHER, ONE], [])


def test_what_is_no_longer_due_is_forgotten() -> None:
    stuck = Stuck()
    fail(stuck, KeyNotHere("x"))
    fail(stuck, KeyNotHere("x"), OTHER)
    stuck.forget({OTHER})
    assert (len(stuck), stuck.rests(ONE), stuck.rests(OTHER)) == (1, False, True)

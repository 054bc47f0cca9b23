"""Over three years, day by day: what is on the site on any day is what the hand-worked dates say. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

import pytest

from services.publisher.collecting import SubmitToRepository
from services.publisher.commands import TakeDown
from shared.deadline import start_of_local_day
from shared.decider import Occasion
from shared.events.base import Event
from shared.events.dispatch import DispatchDue
from shared.events.publisher import ReportTakenDown
from shared.events.removal import ReportRemoved
from shared.policy import policy
from tests.publisher import corrections as co
from tests.publisher import examples as ex
from tests.publisher.test_removal import ordered

BEGINS, DAYS = date(2026, 12, 1), 3 * 365 + 31 + 1
# Published, first day without it: a full year on the site, its anniversary included. 2028 is a leap year.
WORKED = [
    (date(2027, 1, 6), date(2028, 1, 7)),  # W6
    (date(2027, 2, 28), date(2028, 2, 29)),  # the day after 28 February 2028 is 29 February
    (date(2027, 3, 1), date(2028, 3, 2)),
    (date(2027, 12, 31), date(2029, 1, 1)),
    (date(2028, 2, 28), date(2029, 3, 1)),  # 28 February 2029, and the day after
    (date(2028, 2, 29), date(2029, 3, 2)),  # a leap day is kept on 1 March, which must run in full
]


@dataclass
class Publishing:
    """One publication, asked each day at the start of that day what the worker asks."""

    published_on: date
    history: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        day = self.published_on
        self.history = [*ex.scheduled_so_far, ex.published_on(day), ex.take_down_owed(day)]

    def lives(self, day: date) -> None:
        for command in (SubmitToRepository(), TakeDown()):
            at: datetime = start_of_local_day(day)
            occasion = Occasion(at, "service:publisher", uuid5(UUID(int=3), str(day)))
            state = ex.decider().state(self.history)
            self.history += ex.decider().decide(command, state, occasion)

    @property
    def on_site(self) -> bool:
        return not any(isinstance(each, ReportTakenDown | ReportRemoved) for each in self.history)


def days(begin: date, number: int) -> Iterator[date]:
    return (begin + timedelta(days=each) for each in range(number))


@pytest.mark.parametrize(("published_on", "gone_on"), WORKED)
def test_a_report_is_on_the_site_for_one_full_year_and_not_a_day_longer(published_on: date, gone_on: date) -> None:
    it = Publishing(published_on)
    for day in days(published_on, 400):
        it.lives(day)
        assert it.on_site == (day < gone_on), day
    assert policy("2026").deadline("take-down", published_on).due().due_on == gone_on


def test_on_any_day_of_three_years_the_site_has_what_the_dates_say() -> None:
    """Several at once, each with its own year; nothing is said twice, and each went to the repository once."""
    everything = [(Publishing(published), published, gone) for published, gone in WORKED]
    for day in days(BEGINS, DAYS):
        for it, published, gone in everything:
            if day >= published:
                it.lives(day)
                assert it.on_site == (day < gone), (published, day)
    for it, _, _ in everything:
        kinds = [type(each) for each in it.history]
        assert kinds.count(ReportTakenDown) == 1
        sent = [each for each in it.history if isinstance(each, DispatchDue) and "repository" in each.purpose]
        assert len(sent) == 1


def test_a_correction_leaves_the_day_as_it_was() -> None:
    it = Publishing(ex.PUBLISH_ON)
    it.history += [*co.certified_so_far[len(ex.published_so_far) :], co.proposed, co.agreed, co.published]
    for day in days(co.AT.date(), 400):
        it.lives(day)
        assert it.on_site == (day < ex.TAKE_DOWN_ON), day


def test_after_a_removal_it_never_comes_back_and_nothing_is_left_to_take_down() -> None:
    it, removed_on = Publishing(ex.PUBLISH_ON), date(2027, 6, 1)
    occasion = Occasion(start_of_local_day(removed_on), ex.FIRST, UUID(int=4))
    it.history += ex.decider().decide(ordered, ex.decider().state(it.history), occasion)
    for day in days(removed_on, 400):
        it.lives(day)
        assert not it.on_site
    assert not any(isinstance(each, ReportTakenDown) for each in it.history)

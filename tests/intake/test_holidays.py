"""A proclaimed holiday: proposed by one person, approved by another, and only of a day that is a working day."""

from datetime import date

import pytest

from services.intake.holidays import ApproveHoliday, DropHoliday, ProposeHoliday, calendar_keeping
from shared.edition import CalendarName
from shared.events.calendar import CalendarExtended, HolidayDropped, HolidayProposed
from shared.testing import SOMEBODY, Given

given = Given(calendar_keeping).given
DAY = date(2026, 7, 10)
HERE: CalendarName = "england-and-wales"
OTHER = "person:service-manager"

propose = ProposeHoliday(place=HERE, day=DAY, holiday="Day of national mourning")
approve = ApproveHoliday(place=HERE, day=DAY)
drop = DropHoliday(place=HERE, day=DAY)
proposed = HolidayProposed(place=HERE, day=DAY, holiday="Day of national mourning", proposer=SOMEBODY)
dropped = HolidayDropped(place=HERE, day=DAY)
extended = CalendarExtended(
    place=HERE, day=DAY, holiday="Day of national mourning", proposed_by=SOMEBODY, approved_by=OTHER
)


def test_a_holiday_is_proposed_once() -> None:
    given().when(propose).then(proposed)
    given(proposed).when(propose).then_nothing()
    given(proposed).when(propose, actor=OTHER).then_nothing()


def test_it_takes_two_people_to_extend_the_calendar() -> None:
    given(proposed).when(approve).then_refused("two-people")
    given(proposed).when(approve, actor=OTHER).then(extended)
    given(proposed, extended).when(approve, actor=OTHER).then_nothing()


def test_nobody_approves_what_nobody_proposed() -> None:
    given().when(approve, actor=OTHER).then_refused("no-such-proposal")
    given(proposed, dropped).when(approve, actor=OTHER).then_refused("no-such-proposal")


def test_a_proposal_can_be_dropped_and_made_again() -> None:
    given(proposed).when(drop).then(dropped)
    given(proposed, dropped).when(drop).then_nothing()
    given(proposed, dropped).when(propose).then(proposed)


def test_what_was_approved_is_not_dropped() -> None:
    given(proposed, extended).when(drop).then_nothing()


@pytest.mark.parametrize(
    "day",
    [date(2026, 7, 11), date(2026, 12, 28), date(2027, 3, 26)],
    ids=["a Saturday", "a substitute day", "Good Friday"],
)
def test_a_day_that_is_no_working_day_cannot_become_a_holiday(day: date) -> None:
    given().when(propose.model_copy(update={"day": day})).then_refused("no-working-day")


def test_a_day_that_was_proclaimed_cannot_be_proclaimed_again() -> None:
    given(proposed, extended).when(propose).then_refused("no-working-day")


def test_a_holiday_here_is_one_for_freedom_of_information_too() -> None:
    given(proposed, extended).when(propose.model_copy(update={"place": "any-uk"})).then_refused("no-working-day")


def test_a_holiday_elsewhere_in_the_uk_may_become_one_here() -> None:
    elsewhere = extended.model_copy(update={"place": "any-uk"})
    given(elsewhere).when(propose).then(proposed)


def test_one_more_holiday_does_not_make_an_unknown_year_known() -> None:
    later = propose.model_copy(update={"day": date(2029, 7, 10)})
    given().when(later).then_refused("beyond-the-calendar")

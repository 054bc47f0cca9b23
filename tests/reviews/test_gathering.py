"""Rules of gathering a rapid review: returns, the meeting, what is done at once."""

from datetime import UTC, datetime

import pytest

from services.reviews.gathering_commands import RequestAgencyReturn
from services.reviews.views.asked import steps
from shared.testing import Given
from tests.reviews import examples as ex
from tests.reviews import gathering_examples as ge

gathering = Given(ge.DECIDER)


def test_an_agencys_return_is_due_on_working_day_ten_after_the_clock_started():
    gathering.given(*ex.opened).when(ge.ask).then(ge.requested)


def test_an_agency_is_asked_once():
    gathering.given(*ge.asked).when(ge.ask).then_nothing()


def test_only_an_agency_of_this_partnership_is_asked():
    gathering.given(*ex.opened).when(RequestAgencyReturn(agency="nobody")).then_refused("no-such-agency")


@pytest.mark.parametrize("command", [ge.ask, ge.submit, ge.meet, ge.act])
def test_nothing_is_gathered_for_a_review_that_was_never_opened(command):
    gathering.given().when(command).then_refused("no-such-case")


def test_an_agency_sends_what_it_knows():
    gathering.given(*ge.asked).when(ge.submit, actor="agency:hospital").then(ge.told)


def test_an_agency_is_chased_once_for_each_step_and_not_when_it_has_told():
    gathering.given(*ge.asked).when(ge.chase).then(ge.chased)
    gathering.given(*ge.asked, ge.chased).when(ge.chase).then_nothing()
    gathering.given(*ge.asked, ge.told).when(ge.chase).then_nothing()
    gathering.given(*ge.asked, *ex.cancelled).when(ge.chase).then_nothing()
    gathering.given().when(ge.chase).then_nothing()


def test_an_agency_is_chased_two_working_days_before_and_on_the_morning_after():
    """Due on Monday 27 April 2026: Thursday 23 April is two working days before."""
    nine = (datetime(2026, 4, 23, 8, tzinfo=UTC), datetime(2026, 4, 28, 8, tzinfo=UTC))  # in London, in summer
    assert steps(ge.DUE_ON) == (("due soon", nine[0]), ("overdue", nine[1]))


def test_an_agency_sends_no_other_agencys_return():
    gathering.given(*ge.asked).when(ge.submit, actor="agency:police").then_refused("own-return")


def test_staff_send_a_return_on_an_agencys_behalf():
    assert gathering.given(*ge.asked).when(ge.submit, actor="person:manager").refused is None


def test_who_was_not_asked_has_no_return_to_send():
    gathering.given(*ex.opened).when(ge.submit).then_refused("not-requested")


def test_a_return_is_revised_and_the_same_revision_again_says_nothing():
    sent = gathering.given(*ge.asked, ge.told)
    sent.when(ge.submit).then_nothing()
    again = ge.submit.model_copy(update={"revision": 2})
    assert [type(event).__name__ for event in sent.when(again).happened] == ["AgencyReturnSubmitted"]
    sent.when(ge.submit.model_copy(update={"revision": 4})).then_refused("next-revision")


def test_the_meeting_is_held_once_and_not_in_the_future():
    gathering.given(*ex.opened).when(ge.meet).then(ge.met)
    gathering.given(*ex.opened, ge.met).when(ge.meet).then_nothing()
    other = ge.meet.model_copy(update={"held_on": ge.DUE_ON})
    gathering.given(*ex.opened, ge.met).when(other).then_refused("already-met")
    gathering.given(*ex.opened).when(ge.meet, at=ex.SUBMITTED_AT).then_refused("not-in-the-future")


@pytest.mark.parametrize("history", [ex.opened, ex.decided, ex.submitted, (*ex.opened, *ex.cancelled)])
def test_immediate_action_is_recorded_at_any_time_and_never_held(history):
    gathering.given(*history).when(ge.act).then(ge.acted)


def test_a_cancelled_rapid_review_gathers_no_returns():
    gathering.given(*ge.asked, *ex.cancelled).when(ge.submit).then_refused("cancelled")

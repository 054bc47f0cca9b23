"""Rules of gathering a rapid review: returns, the meeting, what is done at once."""

from datetime import UTC, datetime

import pytest

from services.reviews.gathering_commands import RequestAgencyReturn
from shared.events.duties import DutyMet
from shared.testing import Given
from tests.reviews import examples as ex
from tests.reviews import gathering_examples as ge

gathering = Given(ge.DECIDER)
IN_TIME = datetime(2026, 4, 27, 22, 59, tzinfo=UTC)  # 23:59 in London on the last day
TOO_LATE = datetime(2026, 4, 27, 23, 0, tzinfo=UTC)


def test_an_agencys_return_is_due_on_working_day_ten_after_the_clock_started():
    asked = gathering.given(*ex.opened).when(ge.ask)
    asked.then(*ge.requested)
    assert ge.due.due_on == ge.DUE_ON


def test_an_agency_is_asked_once():
    gathering.given(*ge.asked).when(ge.ask).then_nothing()


def test_only_an_agency_of_this_partnership_is_asked():
    gathering.given(*ex.opened).when(RequestAgencyReturn(agency="nobody")).then_refused("no-such-agency")


@pytest.mark.parametrize("command", [ge.ask, ge.submit, ge.meet, ge.act])
def test_nothing_is_gathered_for_a_review_that_was_never_opened(command):
    gathering.given().when(command).then_refused("no-such-case")


@pytest.mark.parametrize(("at", "late"), [(IN_TIME, False), (TOO_LATE, True)])
def test_a_return_meets_its_duty_whenever_it_comes(at, late):
    said = gathering.given(*ge.asked).when(ge.submit, at=at, actor="agency:hospital")
    met = said.then_one(DutyMet)
    assert (met.duty, met.late, met.working_days_late) == (ge.RETURN, late, 1 if late else 0)
    assert said.happened[0] == ge.told


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
    assert [type(event).__name__ for event in sent.when(again).happened] == ["AgencyReturnSubmitted", "DutyMet"]
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

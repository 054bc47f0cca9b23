"""An agency is asked, chased and let off: on its feed always, by mail where it has a mailbox."""

from datetime import date
from uuid import uuid5

import pytest

from services.reviews.decider.dates import rapid_review_due
from services.reviews.decider.gathering import gathering
from services.reviews.feedback import (
    TellAsked,
    TellChased,
    TellNoLongerAsked,
    TellReceived,
    TellReturnRefused,
    feedback,
)
from services.reviews.gathering_commands import AskAgenciesAgain
from services.reviews.reactions import react
from shared.decider import Ask
from shared.events.asking import ReturnAsked, ReturnChased, ReturnNoLongerAsked, ReturnReceived, ReturnRefused
from shared.events.base import RecordQuarantined
from shared.events.dispatch import DispatchDue, DispatchWithdrawn
from shared.events.gathering import AgencyReturnRequested
from shared.events.reviews import RapidReviewReopened
from shared.sealed import Sealed
from shared.testing import OCCASION, Given
from tests.reviews import examples as ex
from tests.reviews import gathering_examples as ge
from tests.reviews.test_reactions import heard

asked_of = Given(ge.DECIDER)
SCHOOLS = uuid5(OCCASION, "agency-return/schools")
ask_schools = ge.ask.model_copy(update={"agency": "schools"})
requested = AgencyReturnRequested(
    agency_return=SCHOOLS, rapid_review=ex.REVIEW, agency="schools", due_on=ge.DUE_ON
)


def letter(name: str, purpose: str) -> DispatchDue:
    return DispatchDue(
        dispatch=uuid5(SCHOOLS, f"dispatch/agency:schools/{name}"),
        purpose=purpose,
        about=SCHOOLS,
        recipient="agency:schools",
        channel="email",
        revision=1,
        due_on=ge.DUE_ON,
    )


request, reminder = letter("request", "agency return request"), letter("overdue", "agency return reminder")
schools = asked_of.given(*ex.opened, requested, request)


def test_an_agency_with_a_mailbox_is_asked_and_reminded_by_mail_too():
    asked_of.given(*ex.opened).when(ask_schools).then(requested, request)
    chased = ge.chased.model_copy(update={"agency": "schools", "agency_return": SCHOOLS})
    schools.when(ge.chase.model_copy(update={"agency": "schools"})).then(chased, reminder)


def test_without_a_mailbox_its_feed_alone_tells_it():
    asked_of.given(*ex.opened).when(ge.ask).then(ge.requested)
    asked_of.given(*ge.asked).when(ge.chase).then(ge.chased)


def test_what_was_not_sent_yet_is_not_sent_once_the_return_is_here():
    submit = ge.submit.model_copy(update={"agency": "schools"})
    withdrawn = schools.when(submit).then_one(DispatchWithdrawn)
    assert withdrawn.dispatch == request.dispatch


def test_when_the_rapid_review_ends_whoever_told_nothing_is_let_off():
    asked_of.given(*ge.asked, *ex.cancelled).when(ge.release).then(ge.released)
    asked_of.given(*ge.asked, ge.told, *ex.cancelled).when(ge.release).then_nothing()
    assert schools.when(ge.release).then_one(DispatchWithdrawn).dispatch == request.dispatch


def test_owed_after_all_they_are_asked_again_by_a_day_counted_anew():
    """Class A again on Friday 1 May; Monday 4 May is a holiday: 5-8 May (4), 11-15 (9), 18 (10)."""
    reopened = Given(gathering(ex.partnership())).given(
        *ge.asked, *ex.cancelled, ge.released, RapidReviewReopened(rapid_review=ex.REVIEW, as_of=7)
    )
    afresh = ex.opened[1].model_copy(
        update={"duty": uuid5(ex.REVIEW, "duty/1"), "due": rapid_review_due(ex.TODAY, ex.TODAY, ex.TODAY)}
    )
    again = reopened.given(*reopened.history, afresh).when(AskAgenciesAgain()).then_one(AgencyReturnRequested)
    assert (again.agency, again.due_on) == ("hospital", date(2026, 5, 18))


CASE = {"case": ex.CASE, "agency_return": ge.RETURN}
refused = {"quarantine": ge.RETURN, "offset": 3, "reason": "Field required", "pointer": "/data/case"}
NEWS = [
    (ge.requested, TellAsked(**CASE, due_on=ge.DUE_ON), ReturnAsked(**CASE, due_on=ge.DUE_ON)),
    (
        ge.chased,
        TellChased(**CASE, step="overdue", due_on=ge.DUE_ON),
        ReturnChased(**CASE, step="overdue", due_on=ge.DUE_ON),
    ),
    (ge.told, TellReceived(**CASE, revision=1), ReturnReceived(**CASE, revision=1)),
    (ge.released, TellNoLongerAsked(**CASE), ReturnNoLongerAsked(**CASE)),
    (
        RecordQuarantined(
            **refused, topic="partner.hospital.returns", partition=0, record=Sealed(key="k", box="AAAA")
        ),
        TellReturnRefused(**refused),
        ReturnRefused(**refused),
    ),
]


@pytest.mark.parametrize(("said", "command", "told"), NEWS, ids=lambda it: type(it).__name__)
def test_each_of_it_is_told_to_that_agency_once(said, command, told):
    assert list(react(heard(said))) == [Ask("feedback/hospital", command)]
    Given(feedback).when(command).then(told)
    Given(feedback).given(told).when(command).then_nothing()


def test_what_another_topic_set_aside_is_not_a_return():
    aside = NEWS[-1][0].model_copy(update={"topic": "intake.events"})
    assert list(react(heard(aside))) == []

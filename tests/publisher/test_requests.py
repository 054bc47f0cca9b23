"""A request for a copy: acknowledged, decided, counted; under the Freedom of Information Act with its clock."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

import pytest

from services.publisher.request_commands import (
    COMMANDS,
    AcknowledgeRequest,
    RecogniseInformationRequest,
    RefuseRequest,
    RequestCopy,
    SupplyCopy,
)
from services.publisher.requests import copy_requests, information_due
from shared.deadline import end_of_local_day
from shared.decider import Refused
from shared.events.base import Event
from shared.events.duties import DutyArose, DutyMet, LatenessExplained
from shared.events.requests import (
    CopyRequested,
    CopySupplied,
    InformationRequestRecognised,
    RequestAcknowledged,
    Requester,
    RequestRefused,
)
from shared.sealed import Sealed
from shared.testing import OCCASION, Given
from tests.publisher import examples as ex

AT = datetime(2028, 2, 1, 9, 30, tzinfo=UTC)
LATER = datetime(2028, 2, 10, 9, 30, tzinfo=UTC)
ask = RequestCopy(reference=ex.REFERENCE, information_request=False, name="R. Reader", purpose="Teaching.")
came = CopyRequested(
    request=OCCASION,
    reference=ex.REFERENCE,
    requested_at=AT,
    information_request=False,
    requester=Sealed.of(Requester(name="R. Reader", reply_to="", organisation="", purpose="Teaching.")),
)
foi = came.model_copy(update={"information_request": True})
owed = DutyArose(
    duty=uuid5(OCCASION, "duty/foi"),
    about=OCCASION,
    owed_to="requester",
    strength="must",
    due=information_due(AT),
)
supply = SupplyCopy(days_readable=14)
refuse = RefuseRequest(ground="it could lead to a family", explanation="A trial names the town.")
supplied = CopySupplied(request=OCCASION, means="by link", readable_until=date(2028, 2, 23))
refused = RequestRefused(request=OCCASION, ground=refuse.ground, explanation=Sealed.of(refuse.explanation))


def given(*history: Event) -> Given:
    return Given(copy_requests).given(*history)


def test_a_request_is_received_once_and_who_asks_is_sealed() -> None:
    given().when(ask, at=AT).then(came)
    given(came).when(ask, at=AT, id=UUID(int=2)).then_nothing()


def test_an_information_request_is_owed_an_answer_within_twenty_working_days_of_the_uk() -> None:
    asked = ask.model_copy(update={"information_request": True})
    given().when(asked, at=AT).then(foi, owed)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        # 2 to 4 Feb (3), 7 to 11 (8), 14 to 18 (13), 21 to 25 (18), Mon 28 (19), Tue 29: a leap day counts.
        (datetime(2028, 2, 1, 9, 30, tzinfo=UTC), date(2028, 2, 29)),
        # St Patrick's Day, Wed 17 Mar 2027, and Good Friday 26 and Easter Monday 29 are holidays somewhere:
        # 2 to 5 Mar (4), 8 to 12 (9), 15, 16, 18, 19 (13), 22 to 25 (17), 30, 31 Mar (19), Thu 1 Apr (20).
        (datetime(2027, 3, 1, 12, tzinfo=UTC), date(2027, 4, 1)),
        # 23:30 UTC on 1 July 2026 is 2 July in London: 3 (1), 6 to 10 (6), 14 to 17 without 13 (10),
        # 20 to 24 (15), 27 to 31 (20). Monday 13 July is a holiday in Northern Ireland for the Boyne.
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), date(2026, 7, 31)),
    ],
)
def test_the_information_clock_counts_holidays_of_any_part_of_the_uk(received: datetime, due: date) -> None:
    assert information_due(received).due_on == due


def test_where_no_calendar_reaches_no_date_is_guessed() -> None:
    with pytest.raises(Refused) as told:
        information_due(datetime(2028, 12, 20, tzinfo=UTC))
    assert told.value.rule == "no-calendar"


def test_recognised_later_it_is_still_counted_from_the_day_it_came() -> None:
    given(came).when(RecogniseInformationRequest(), at=LATER).then(
        InformationRequestRecognised(request=OCCASION), owed
    )
    given(foi, owed).when(RecogniseInformationRequest(), at=LATER).then_nothing()


def test_a_copy_is_supplied_for_so_many_days_today_included() -> None:
    given(came).when(supply, at=LATER).then(supplied)


def test_by_hand_there_is_no_link() -> None:
    by_hand = given(came).when(SupplyCopy(means="by hand"), at=LATER).then_one(CopySupplied)
    assert by_hand.readable_until is None


@pytest.mark.parametrize("answer", [supply, refuse])
def test_either_answer_meets_the_information_duty(answer: SupplyCopy | RefuseRequest) -> None:
    met = given(foi, owed).when(answer, at=LATER).then_one(DutyMet)
    assert (met.duty, met.late) == (owed.duty, False)


@pytest.mark.parametrize("answer", [supply, refuse])
def test_an_answer_after_the_twenty_working_days_needs_a_reason(answer: SupplyCopy | RefuseRequest) -> None:
    """From the moment the last day is over in London; a reason that was given while it was missed will do."""
    over = end_of_local_day(owed.due.due_on) + timedelta(seconds=1)
    given(foi, owed).when(answer, at=over).then_refused("explain-lateness")
    late = answer.model_copy(update={"late_because": "The file was with the court."})
    said = given(foi, owed).when(late, at=over)
    assert said.then_one(DutyMet).late
    assert said.then_one(LatenessExplained).duty == owed.duty
    explained = LatenessExplained(duty=owed.duty, reason=Sealed.of("The file was with the court."))
    again = given(foi, owed, explained).when(answer, at=over)
    assert again.then_one(DutyMet).late
    assert LatenessExplained not in {type(event) for event in again.happened}


def test_what_was_supplied_cannot_be_refused_and_what_was_refused_may_be_supplied_after_all() -> None:
    given(came, supplied).when(refuse, at=LATER).then_refused("already-supplied")
    given(came, refused).when(supply, at=LATER).then(supplied)


def test_only_what_is_open_is_acknowledged_or_recognised() -> None:
    given(came).when(AcknowledgeRequest()).then(RequestAcknowledged(request=OCCASION))
    given(came, supplied).when(AcknowledgeRequest()).then_nothing()
    given(came, refused).when(RecogniseInformationRequest()).then_refused("already-decided")


@pytest.mark.parametrize("command", [AcknowledgeRequest(), RecogniseInformationRequest(), supply, refuse])
def test_without_a_request_there_is_nothing_to_answer(command: SupplyCopy) -> None:
    given().when(command).then_refused("no-such-request")


@pytest.mark.parametrize("command", [ask, AcknowledgeRequest(), RecogniseInformationRequest(), supply, refuse])
def test_any_command_given_twice_says_nothing_the_second_time(command: SupplyCopy) -> None:
    start = () if command is ask else (came,)
    first = given(*start).when(command, at=AT).happened
    assert first
    given(*start, *first).when(command, at=AT, id=UUID(int=7)).then_nothing()


def test_every_command_is_among_those_tried() -> None:
    tried = [ask, AcknowledgeRequest(), RecogniseInformationRequest(), supply, refuse]
    assert {type(command) for command in tried} == set(COMMANDS)

"""Who asked is answered by mail, where they gave a mailbox: once for each thing said, and after a person acted."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid5

import pytest
from hypothesis import given as every
from hypothesis import strategies as st

from services.publisher.decider import publisher
from services.publisher.request_commands import (
    AcknowledgeRequest,
    RecogniseInformationRequest,
    RefuseRequest,
    RequestCopy,
    SupplyCopy,
)
from services.publisher.requests import copy_requests, information_due
from shared.addresses import is_mailbox
from shared.deadline import Due
from shared.decider import Command
from shared.dispatch.life import AttemptDispatch, RecordBounce, RecordHandOver
from shared.events.base import Event
from shared.events.dispatch import (
    DispatchAttempted,
    DispatchDue,
    DispatchHandedOver,
    DispatchRefused,
    DispatchWithdrawn,
)
from shared.events.duties import DeadlineRecomputed, DutyArose
from shared.events.requests import CopyRequested, CopySupplied, RequestAcknowledged, RequestRefused
from shared.testing import OCCASION, Given
from tests.publisher import examples as ex

AT = datetime(2028, 2, 1, 9, 30, tzinfo=UTC)
LATER = datetime(2028, 2, 10, 9, 30, tzinfo=UTC)
ask = RequestCopy(
    reference=ex.REFERENCE,
    information_request=False,
    name="R. Reader",
    reply_to="reader@example.org",
    purpose="Teaching.",
)
acknowledge, supply = AcknowledgeRequest(), SupplyCopy(days_readable=14)
refuse = RefuseRequest(ground="not held", explanation="It was never given to us.")


def given(*history: Event) -> Given:
    return Given(copy_requests).given(*history)


def asked(**changes: object) -> list[Event]:
    return given().when(ask.model_copy(update=changes), at=AT).happened


def due(revision: int, owed: Due | None = None) -> DispatchDue:
    return DispatchDue(
        dispatch=uuid5(OCCASION, f"dispatch/requester/{revision}"),
        purpose="answer to a request",
        about=OCCASION,
        recipient="requester",
        channel="email",
        revision=revision,
        due_on=owed.due_on if owed else None,
        calendar=owed.calendar if owed else "",
    )


def test_nothing_is_mailed_because_a_form_was_sent() -> None:
    assert [type(event) for event in asked()] == [CopyRequested]


def test_the_acknowledgement_is_mailed() -> None:
    given(*asked()).when(acknowledge).then(RequestAcknowledged(request=OCCASION), due(1))


@pytest.mark.parametrize("answer", [supply, refuse])
def test_the_answer_is_mailed_whether_a_copy_is_given_or_not(answer: Command) -> None:
    assert given(*asked()).when(answer, at=LATER).happened[-1] == due(1)


def test_under_the_information_act_the_mail_bears_the_day_by_which_it_must_leave() -> None:
    foi = asked(information_request=True)
    assert given(*foi).when(refuse, at=LATER).happened[-1] == due(1, information_due(AT))


def test_where_a_proclaimed_holiday_has_moved_that_day_the_mail_bears_the_new_one() -> None:
    foi = asked(information_request=True)
    (arose,) = [event for event in foi if isinstance(event, DutyArose)]
    later = arose.due.model_copy(
        update={"due_on": date(2028, 3, 1), "calendar": f"{arose.due.calendar}+2028-02-29"}
    )
    moved = DeadlineRecomputed(duty=arose.duty, old=arose.due, new=later, because=())
    assert given(*foi, moved).when(refuse, at=LATER).happened[-1] == due(1, later)


@pytest.mark.parametrize("reply_to", ["", "1 High Street, Southampton", "reader@", "a@b", "a b@example.org"])
def test_who_gave_no_mailbox_reads_the_answer_on_their_page_alone(reply_to: str) -> None:
    history = asked(reply_to=reply_to)
    for command in (acknowledge, supply, refuse):
        said = given(*history).when(command, at=LATER).happened
        assert said and not any(isinstance(event, DispatchDue) for event in said)


@pytest.mark.parametrize(
    ("reply_to", "is_one"),
    [
        ("reader@example.org", True),
        ("o'reader+copies@mail.council.gov.uk", True),
        ("reader@example.org, other@example.org", False),
        ("Reader <reader@example.org>", False),
        ("reader@example.org\nBcc: other@example.org", False),
        ("réader@example.org", False),
        ("(x)@example.org", False),
        ("reader@[127.0.0.1]", False),
        ("reader@-example.org", False),
        ("x" * 65 + "@example.org", False),
        ("reader@" + "a." * 130 + "org", False),
    ],
)
def test_a_mailbox_is_one_address_and_nothing_beside_it(reply_to: str, *, is_one: bool) -> None:
    assert is_mailbox(reply_to) is is_one


def test_a_later_answer_takes_the_place_of_one_that_has_not_left() -> None:
    history = asked()
    history += given(*history).when(acknowledge).happened
    said = given(*history).when(supply, at=LATER).happened
    gone = DispatchWithdrawn(dispatch=due(1).dispatch, reason="a later answer takes its place")
    assert said[-2:] == [gone, due(2)]


def test_what_has_left_stays_sent_when_the_copy_is_given_again() -> None:
    history = asked()
    history += given(*history).when(supply, at=AT).happened
    sent = [
        DispatchAttempted(dispatch=due(1).dispatch, attempt=1, message_id="<1>"),
        DispatchHandedOver(dispatch=due(1).dispatch, attempt=1, handed_over_at=AT, response_hash="0" * 64),
    ]
    again = given(*history, *sent).when(supply, at=LATER).happened
    assert [type(event) for event in again] == [CopySupplied, DispatchDue]
    assert again[-1] == due(2)


def test_the_life_of_the_mail_is_told_on_the_requests_own_stream() -> None:
    """The publisher answers for every dispatch; a request's has no publication beside it."""
    history = asked()
    history += given(*history).when(acknowledge).happened
    decider, id_ = publisher(ex.partnership()), due(1).dispatch
    for command, said in [
        (AttemptDispatch(dispatch=id_, attempt=1, channel="email"), DispatchAttempted),
        (RecordHandOver(dispatch=id_, attempt=1, response="250 ok"), DispatchHandedOver),
        (RecordBounce(dispatch=id_, bounced_at=AT, reason="No such mailbox."), DispatchRefused),
    ]:
        happened = Given(decider).given(*history).when(command, at=AT).happened
        assert [type(event) for event in happened] == [said]
        history += happened


def test_a_dispatch_that_the_request_does_not_have_is_refused() -> None:
    history = asked()
    history += given(*history).when(acknowledge).happened
    attempt = AttemptDispatch(dispatch=UUID(int=4), attempt=1, channel="email")
    Given(publisher(ex.partnership())).given(*history).when(attempt, at=AT).then_refused("no-such-dispatch")


ANSWERS = (RequestAcknowledged, CopySupplied, RequestRefused)
asked_of_us = st.one_of(
    st.sampled_from([acknowledge, refuse, RecogniseInformationRequest(), SupplyCopy(means="by hand")]),
    st.integers(1, 60).map(lambda days: SupplyCopy(days_readable=days)),
)


@every(st.lists(asked_of_us, max_size=8))
def test_whatever_is_answered_each_answer_has_one_mail_and_only_the_last_is_still_to_leave(
    commands: list[Command],
) -> None:
    history = asked()
    for command in commands:
        history += given(*history).when(command, at=LATER).happened  # nothing, where it is refused
    due_ids = [event.dispatch for event in history if isinstance(event, DispatchDue)]
    gone = [event.dispatch for event in history if isinstance(event, DispatchWithdrawn)]
    assert len(due_ids) == sum(isinstance(event, ANSWERS) for event in history)
    assert len(set(due_ids)) == len(due_ids)
    assert gone == due_ids[:-1]

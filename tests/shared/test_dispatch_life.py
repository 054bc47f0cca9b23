"""How a dispatch lives: the attempt first, then its outcome; a doubt is a person's, until the date is too near."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from shared.decider import CLOCKS_DIFFER, Command, Decider
from shared.dispatch import life
from shared.dispatch.life import (
    AttemptDispatch,
    AttestPortalSubmission,
    Dispatches,
    KeepProof,
    NoticeDoubt,
    RecordBounce,
    RecordFailure,
    RecordHandOver,
    RecordReceipt,
    RecordRefusal,
    RecordValidation,
    ResolveDoubt,
    message_id,
    withdrawn,
)
from shared.dispatch.portal import MOST_PROOFS
from shared.events.base import Event
from shared.events.dispatch import (
    DispatchAttempted,
    DispatchDue,
    DispatchFailed,
    DispatchHandedOver,
    DispatchInDoubt,
    DispatchReceived,
    DispatchRedated,
    DispatchRefused,
)
from shared.sealed import Sealed
from shared.testing import Given
from tests import examples as ex

slice_of_life: Decider[Dispatches] = Decider(
    commands=life.COMMANDS, initial={}, decide=life.decide, evolve=life.evolve
)
given = Given(slice_of_life).given

attempt = AttemptDispatch(dispatch=ex.DISPATCH, attempt=1)
second_attempt = AttemptDispatch(dispatch=ex.DISPATCH, attempt=2)
ANSWER = "250 queued as 42"
hand_over = RecordHandOver(dispatch=ex.DISPATCH, attempt=1, response=ANSWER)
fail = RecordFailure(
    dispatch=ex.DISPATCH, attempt=1, failure="retryable", detail="SMTP 451", retry_at=ex.failed.retry_at
)
refuse = RecordFailure(dispatch=ex.DISPATCH, attempt=1, failure="permanent", detail="SMTP 550")
doubt = NoticeDoubt(dispatch=ex.DISPATCH, attempt=1)
it_arrived = ResolveDoubt(dispatch=ex.DISPATCH, decision="it arrived", reason="The Panel's office has it.")
send_again = ResolveDoubt(dispatch=ex.DISPATCH, decision="send again", reason="Nobody there has it.")
attest = AttestPortalSubmission(dispatch=ex.DISPATCH, reference="CSIN-42", submitted_at=ex.SENT_AT)
receive = RecordReceipt(dispatch=ex.DISPATCH, reference=ex.received.reference, received_at=ex.received.received_at)

refused = DispatchFailed(dispatch=ex.DISPATCH, attempt=1, failure="permanent", detail="SMTP 550")
to_go_again = ex.doubt_resolved.model_copy(update={"decision": "send again"})
due: tuple[Event, ...] = (ex.dispatch_due,)
attempted: tuple[Event, ...] = (*due, ex.attempted)
handed_over: tuple[Event, ...] = (*attempted, ex.handed_over)
doubtful: tuple[Event, ...] = (*attempted, ex.in_doubt)
STATES: dict[str, tuple[Event, ...]] = {
    "due": due,
    "attempted": attempted,
    "in doubt": doubtful,
    "handed over": handed_over,
    "received": (*handed_over, ex.received),
    "refused": (*attempted, refused),
    "withdrawn": (*due, ex.withdrawn),
    "validated": (*handed_over, ex.received, ex.validated),
    "sent back": (*handed_over, ex.sent_back),
}
# Sent by a channel that can tell a repeat, and the answer was lost.
unanswered: tuple[Event, ...] = (*attempted, ex.failed.model_copy(update={"perhaps_arrived": True}))
validate = RecordValidation(
    dispatch=ex.DISPATCH, reference=ex.validated.reference, validated_at=ex.validated.validated_at
)
refuse_it = RecordRefusal(
    dispatch=ex.DISPATCH,
    reference=ex.sent_back.reference,
    refused_at=ex.REFUSED_AT,
    reason="The incident was notified by another authority.",
)
bounce = RecordBounce(dispatch=ex.DISPATCH, bounced_at=ex.REFUSED_AT, reason="550 no such mailbox")
ANSWERS: dict[str, Command] = {"validate": validate, "refuse it": refuse_it, "bounce": bounce}
with_proof = attest.model_copy(update={"proof": ex.proof_kept.proof})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize("state", STATES)
def test_each_history_ends_in_its_state(state: str) -> None:
    ends = "refused" if state == "sent back" else state
    assert slice_of_life.state(STATES[state])[ex.DISPATCH].state == ends


# The attempt.


def test_the_attempt_is_recorded_before_the_send() -> None:
    given(*due).when(attempt, at=ex.ATTEMPTED_AT).then(ex.attempted)


def test_every_attempt_bears_the_same_message_id() -> None:
    retried = given(*attempted, ex.failed).when(second_attempt).then_one(DispatchAttempted)
    assert retried.message_id == ex.attempted.message_id == message_id(ex.DISPATCH)


def test_attempts_are_counted_without_a_gap() -> None:
    given(*due).when(second_attempt).then_nothing()
    given(*attempted, ex.failed).when(attempt).then_nothing()


@pytest.mark.parametrize("state", ["attempted", "in doubt", "handed over", "received", "refused", "withdrawn"])
def test_only_what_is_due_is_attempted(state: str) -> None:
    """Two workers, or one that was paused: whoever comes second says nothing, and so does not send."""
    for number in (1, 2):
        command = AttemptDispatch(dispatch=ex.DISPATCH, attempt=number)
        given(*STATES[state]).when(command).then_nothing()


# Its outcome.


def test_the_hand_over_keeps_the_time_and_a_hash_of_the_answer() -> None:
    # SHA-256 of "250 queued as 42"
    said = given(*attempted).when(hand_over, at=ex.SENT_AT).then_one(DispatchHandedOver)
    assert (said.handed_over_at, said.attempt, said.attested_by) == (ex.SENT_AT, 1, "")
    assert len(said.response_hash) == 64 and ANSWER not in said.response_hash


def test_another_answer_has_another_hash() -> None:
    other = hand_over.model_copy(update={"response": "250 queued as 43"})
    one, two = (given(*attempted).when(c).then_one(DispatchHandedOver) for c in (hand_over, other))
    assert one.response_hash != two.response_hash


def test_a_passing_failure_is_tried_again() -> None:
    given(*attempted).when(fail).then(ex.failed)
    assert slice_of_life.state([*attempted, ex.failed])[ex.DISPATCH].state == "due"


def test_a_retry_after_a_certain_failure_is_no_possible_duplicate() -> None:
    retried = given(*attempted, ex.failed).when(second_attempt).then_one(DispatchAttempted)
    assert not retried.possible_duplicate


def test_a_refusal_for_good_is_not_tried_again() -> None:
    given(*attempted).when(refuse).then(refused)
    given(*STATES["refused"]).when(second_attempt).then_nothing()


@pytest.mark.parametrize("state", ["due", "handed over", "received", "refused", "withdrawn"])
@pytest.mark.parametrize("outcome", [hand_over, fail, doubt], ids=["hand-over", "failure", "doubt"])
def test_an_outcome_without_an_open_attempt_says_nothing(outcome: Command, state: str) -> None:
    given(*STATES[state]).when(outcome).then_nothing()


def test_an_outcome_of_an_earlier_attempt_says_nothing() -> None:
    again = ex.attempted.model_copy(update={"attempt": 2})
    for outcome in (hand_over, fail, doubt):
        given(*attempted, ex.failed, again).when(outcome).then_nothing()


# In doubt.


def test_an_attempt_without_an_outcome_is_in_doubt() -> None:
    given(*attempted).when(doubt).then(ex.in_doubt)


@pytest.mark.parametrize(
    ("due_on", "resend_at"),
    [
        (date(2026, 4, 13), "2026-04-10T08:00Z"),  # Mon: the Friday before, 9 o'clock in summer
        (date(2026, 4, 7), "2026-04-02T08:00Z"),  # Tue after Easter: Mon 6, Fri 3 are holidays, so Thu 2
        (date(2027, 1, 4), "2026-12-31T09:00Z"),  # Mon: Fri 1 January is a holiday, so Thu 31, in winter
        (date(2026, 9, 1), "2026-08-28T08:00Z"),  # Tue: Mon 31 August is a holiday, so Fri 28
        (date(2026, 10, 26), "2026-10-23T08:00Z"),  # the clocks change in between
    ],
)
def test_if_nobody_decides_it_goes_again_one_working_day_before_the_date(due_on: date, resend_at: str) -> None:
    history = (ex.dispatch_due.model_copy(update={"due_on": due_on}), ex.attempted)
    assert given(*history).when(doubt).then_one(DispatchInDoubt).resend_at == at(resend_at)


@pytest.mark.parametrize(
    ("day", "proclaimed", "resend_at"),
    [
        # Due Mon 13 April; Wed 8 proclaimed: Tue 14, and the working day before is Mon 13.
        (date(2026, 4, 14), "+2026-04-08", "2026-04-13T08:00Z"),
        # Mon 13 itself proclaimed: Tue 14, and the working day before is Fri 10.
        (date(2026, 4, 14), "+2026-04-13", "2026-04-10T08:00Z"),
        # Taken back: Mon 13 again, and Fri 10.
        (date(2026, 4, 13), "", "2026-04-10T08:00Z"),
    ],
)
def test_after_its_date_was_counted_again_it_goes_again_one_working_day_before_the_new_one(
    day: date, proclaimed: str, resend_at: str
) -> None:
    calendar = f"england-and-wales/2012-2028{proclaimed}"
    moved = DispatchRedated(dispatch=ex.DISPATCH, due_on=day, calendar=calendar)
    assert given(*attempted, moved).when(doubt).then_one(DispatchInDoubt).resend_at == at(resend_at)


def test_without_a_date_only_a_person_sends_it_again() -> None:
    history = (ex.dispatch_due.model_copy(update={"due_on": None}), ex.attempted)
    assert given(*history).when(doubt).then_one(DispatchInDoubt).resend_at is None


def test_somebody_looked_and_it_had_arrived() -> None:
    then = given(*doubtful).when(it_arrived, at=ex.SENT_AT)
    assert then.happened[0] == ex.doubt_resolved
    assert then.then_one(DispatchHandedOver).handed_over_at == ex.SENT_AT


def test_sent_again_it_is_marked_as_a_possible_duplicate() -> None:
    given(*doubtful).when(send_again).then(
        to_go_again.model_copy(update={"reason": Sealed.of("Nobody there has it.")})
    )
    resent = given(*doubtful, to_go_again).when(second_attempt).then_one(DispatchAttempted)
    assert resent.possible_duplicate and resent.message_id == ex.attempted.message_id


def test_once_doubtful_every_later_attempt_is_marked() -> None:
    again = ex.attempted.model_copy(update={"attempt": 2})
    failed_again = ex.failed.model_copy(update={"attempt": 2})
    third = AttemptDispatch(dispatch=ex.DISPATCH, attempt=3)
    history = (*doubtful, to_go_again, again, failed_again)
    assert given(*history).when(third).then_one(DispatchAttempted).possible_duplicate


def test_the_outcome_may_still_come_while_it_is_in_doubt() -> None:
    assert len(given(*doubtful).when(hand_over).happened) == 1
    assert len(given(*doubtful).when(fail).happened) == 1


@pytest.mark.parametrize("state", [s for s in STATES if s not in ("in doubt", "refused", "sent back")])
@pytest.mark.parametrize("decision", [it_arrived, send_again], ids=["it arrived", "send again"])
def test_where_there_is_no_doubt_there_is_nothing_to_resolve(decision: Command, state: str) -> None:
    given(*STATES[state]).when(decision).then_nothing()


def test_what_was_refused_for_good_goes_again_when_a_person_says_so() -> None:
    (resolved,) = given(*STATES["refused"]).when(send_again).happened
    second = given(*STATES["refused"], resolved).when(second_attempt).then_one(DispatchAttempted)
    assert not second.possible_duplicate  # the server said no, so this is no second copy


def test_what_was_refused_cannot_have_arrived() -> None:
    given(*STATES["refused"]).when(it_arrived).then_refused("was-refused")


def test_what_arrived_arrived_when_it_was_attempted_not_when_somebody_looked() -> None:
    said = given(*doubtful).when(it_arrived).then_one(DispatchHandedOver)
    assert said.handed_over_at == ex.ATTEMPTED_AT


# By hand: the national route is a form on a website.


@pytest.mark.parametrize("state", ["due", "attempted", "in doubt", "refused"])
def test_an_officer_attests_a_portal_submission(state: str) -> None:
    said = given(*STATES[state]).when(attest, actor="person:officer").then_one(DispatchHandedOver)
    assert (said.reference, said.attested_by) == ("CSIN-42", "person:officer")
    assert said.handed_over_at == ex.SENT_AT


@pytest.mark.parametrize("state", ["handed over", "received", "withdrawn"])
def test_what_has_arrived_or_is_withdrawn_is_not_attested(state: str) -> None:
    given(*STATES[state]).when(attest).then_nothing()


def test_nothing_is_attested_or_acknowledged_in_the_future() -> None:
    before = ex.SENT_AT - CLOCKS_DIFFER - timedelta(seconds=1)
    given(*due).when(attest, at=before).then_refused("not-in-the-future")
    given(*handed_over).when(receive, at=before).then_refused("not-in-the-future")


@pytest.mark.parametrize("behind", [timedelta(), CLOCKS_DIFFER])
def test_an_attestation_of_this_very_moment_is_taken_by_either_clock(behind: timedelta) -> None:
    assert given(*due).when(attest, at=ex.SENT_AT - behind).refused is None


# Acknowledged.


@pytest.mark.parametrize("state", ["handed over", "attempted", "in doubt"])
def test_the_recipient_acknowledges(state: str) -> None:
    given(*STATES[state]).when(receive).then(ex.received)


def test_a_second_acknowledgement_says_nothing() -> None:
    given(*STATES["received"]).when(receive).then_nothing()


@pytest.mark.parametrize("state", ["due", "refused", "withdrawn"])
def test_what_was_not_sent_is_not_acknowledged(state: str) -> None:
    given(*STATES[state]).when(receive).then_refused("not-sent")


def test_a_receipt_may_come_while_the_next_attempt_is_due() -> None:
    """The answer to the first was lost; the receipt tells that it arrived."""
    given(*unanswered).when(receive).then(ex.received)
    given(*unanswered, ex.received).when(second_attempt).then_nothing()


def test_what_arrived_unnoted_arrived_when_the_recipient_says() -> None:
    state = slice_of_life.state([*attempted, ex.received])[ex.DISPATCH]
    assert state.handed_over_at == ex.received.received_at


def test_a_receipt_does_not_change_when_it_was_handed_over() -> None:
    state = slice_of_life.state([*handed_over, ex.received])[ex.DISPATCH]
    assert state.handed_over_at == ex.handed_over.handed_over_at


# Validated or refused.


@pytest.mark.parametrize("state", ["handed over", "attempted", "in doubt"])
def test_who_accepts_it_has_it(state: str) -> None:
    given(*STATES[state]).when(validate).then(
        ex.received.model_copy(update={"received_at": ex.validated.validated_at}), ex.validated
    )


def test_what_was_received_is_validated() -> None:
    given(*STATES["received"]).when(validate).then(ex.validated)


def test_what_was_validated_is_neither_validated_nor_received_again() -> None:
    given(*STATES["validated"]).when(validate).then_nothing()
    given(*STATES["validated"]).when(receive).then_nothing()


@pytest.mark.parametrize("state", ["attempted", "in doubt", "handed over", "received", "validated"])
def test_a_recipient_may_refuse_what_it_was_sent(state: str) -> None:
    given(*STATES[state]).when(refuse_it).then(ex.sent_back)


def test_what_was_refused_is_refused_once() -> None:
    given(*STATES["sent back"]).when(refuse_it).then_nothing()
    given(*STATES["sent back"]).when(bounce).then_nothing()


@pytest.mark.parametrize("state", ["attempted", "in doubt", "handed over"])
def test_mail_comes_back(state: str) -> None:
    said = given(*STATES[state]).when(bounce, at=ex.REFUSED_AT).then_one(DispatchRefused)
    assert (said.how, said.refused_at) == ("bounced", ex.REFUSED_AT)


@pytest.mark.parametrize("state", ["received", "validated"])
def test_what_was_acknowledged_did_not_bounce(state: str) -> None:
    given(*STATES[state]).when(bounce).then_refused("was-received")


@pytest.mark.parametrize("state", ["due", "withdrawn"])
@pytest.mark.parametrize("answer", ["validate", "refuse it", "bounce"])
def test_what_was_not_sent_has_no_answer(state: str, answer: str) -> None:
    given(*STATES[state]).when(ANSWERS[answer]).then_refused("not-sent")


@pytest.mark.parametrize("answer", ["refuse it", "bounce"])
def test_what_the_server_refused_is_refused_already(answer: str) -> None:
    given(*STATES["refused"]).when(ANSWERS[answer]).then_nothing()


def test_a_receipt_that_comes_behind_the_refusal_does_not_undo_it() -> None:
    given(*STATES["sent back"]).when(receive).then_refused("not-sent")
    given(*STATES["sent back"]).when(validate).then_refused("not-sent")


def test_what_was_refused_counts_as_not_sent() -> None:
    state = slice_of_life.state(STATES["sent back"])[ex.DISPATCH]
    assert state.handed_over_at is None


def test_what_was_refused_while_it_was_still_under_way_had_arrived_and_goes_again_marked() -> None:
    sent_back = given(*attempted).when(bounce).happened
    again = given(*attempted, *sent_back, to_go_again).when(second_attempt).then_one(DispatchAttempted)
    assert again.possible_duplicate


def test_what_was_refused_goes_again_marked_when_a_person_says_so() -> None:
    given(*STATES["sent back"]).when(second_attempt).then_nothing()
    again = given(*STATES["sent back"], to_go_again).when(second_attempt).then_one(DispatchAttempted)
    assert again.possible_duplicate


@pytest.mark.parametrize("answer", ["validate", "refuse it", "bounce"])
def test_nothing_is_answered_in_the_future(answer: str) -> None:
    given(*handed_over).when(ANSWERS[answer], at=ex.SENT_AT).then_refused("not-in-the-future")


# Over channels whose recipients can tell a repeat.


def test_after_an_answer_that_was_lost_the_next_attempt_is_marked() -> None:
    assert given(*unanswered).when(second_attempt).then_one(DispatchAttempted).possible_duplicate


def test_a_recipient_that_had_it_already_has_it() -> None:
    had_it = hand_over.model_copy(update={"duplicate": True})
    assert given(*attempted).when(had_it).then_one(DispatchHandedOver).duplicate


def test_the_channel_is_the_one_of_the_last_attempt() -> None:
    by_webhook = ex.attempted.model_copy(update={"channel": "webhook"})
    assert slice_of_life.state([*due, by_webhook])[ex.DISPATCH].channel == "webhook"
    assert slice_of_life.state([*due, ex.attempted])[ex.DISPATCH].channel == "email"


# Proofs of what was put in by hand.


keep = KeepProof(
    dispatch=ex.DISPATCH,
    proof=ex.proof_kept.proof,
    media_type="application/pdf",
    size_bytes=9,
    content="JVBERi0xLjcK",
)
by_portal = ex.dispatch_due.model_copy(update={"channel": "portal"})


def test_a_proof_is_kept_once() -> None:
    given(by_portal).when(keep).then(ex.proof_kept)
    given(by_portal, ex.proof_kept).when(keep).then_nothing()


def test_what_goes_through_a_portal_is_attested_with_a_proof() -> None:
    given(by_portal).when(attest).then_refused("no-proof")
    given(by_portal).when(with_proof).then_refused("no-such-proof")
    said = given(by_portal, ex.proof_kept).when(with_proof).then_one(DispatchHandedOver)
    assert said.proof == ex.proof_kept.proof


def test_so_many_proofs_are_enough() -> None:
    kept = [ex.proof_kept.model_copy(update={"proof": f"{number:064x}"}) for number in range(MOST_PROOFS)]
    given(by_portal, *kept).when(keep).then_refused("enough-proofs")


# Withdrawn.


@pytest.mark.parametrize(("state", "stopped"), [(s, s in ("due", "refused", "sent back")) for s in STATES])
def test_what_has_not_been_sent_will_not_be(state: str, stopped: bool) -> None:
    found = withdrawn(slice_of_life.state(STATES[state]), ex.NOTIFICATION, "reclassified to D")
    assert found == ([ex.withdrawn] if stopped else [])


def test_what_is_about_something_else_stays() -> None:
    assert withdrawn(slice_of_life.state(due), UUID(int=5), "of another") == []


# All of them.


def test_an_unknown_dispatch_is_refused() -> None:
    for command in (attempt, hand_over, fail, doubt, it_arrived, attest, receive):
        given().when(command).then_refused("no-such-dispatch")


def test_dispatches_do_not_touch_one_another() -> None:
    other = UUID(int=5)
    also: DispatchDue = ex.dispatch_due.model_copy(update={"dispatch": other})
    state = slice_of_life.state([ex.dispatch_due, also, ex.attempted])
    assert (state[ex.DISPATCH].state, state[other].state) == ("attempted", "due")


@pytest.mark.parametrize(
    ("history", "command"),
    [
        (due, attempt),
        (attempted, hand_over),
        (attempted, fail),
        (attempted, refuse),
        (attempted, doubt),
        (doubtful, it_arrived),
        (doubtful, send_again),
        (due, attest),
        (handed_over, receive),
        (handed_over, validate),
        (handed_over, refuse_it),
        (handed_over, bounce),
    ],
    ids=lambda value: type(value).__name__,
)
def test_given_twice_it_says_nothing_the_second_time(history: tuple[Event, ...], command: Command) -> None:
    said = given(*history).when(command).happened
    assert said
    given(*history, *said).when(command, id=UUID(int=2)).then_nothing()


# Whatever comes, in whatever order.


def outcomes(attempt: int) -> list[Command]:
    """Everything that may be said of this attempt, and the next one."""
    lost = RecordFailure(
        dispatch=ex.DISPATCH, attempt=attempt, failure="retryable", detail="no answer", perhaps_arrived=True
    )
    of_this = {"attempt": attempt}
    return [
        AttemptDispatch(dispatch=ex.DISPATCH, attempt=attempt + 1),
        *(each.model_copy(update=of_this) for each in (hand_over, fail, refuse, doubt)),
        lost,
    ]


ANYTHING = st.sampled_from(
    [
        *(each for number in range(4) for each in outcomes(number)),
        *(it_arrived, send_again, attest, receive, *ANSWERS.values()),
    ]
)


@given_any(st.lists(ANYTHING, max_size=40))
def test_no_copy_is_unmarked_once_one_may_have_arrived_and_none_arrives_twice(
    commands: list[Command],
) -> None:
    said: list[Event] = [ex.dispatch_due]
    for number, command in enumerate(commands, 1):
        said += given(*said).when(command, id=UUID(int=number)).happened
    perhaps, with_them, attempts = False, False, 0
    for event in said:
        match event:
            case DispatchAttempted():
                attempts += 1
                assert event.attempt == attempts and not with_them
                assert event.possible_duplicate == perhaps
            case DispatchInDoubt() | DispatchFailed(perhaps_arrived=True):
                perhaps = True
            case DispatchHandedOver():
                assert not with_them
                with_them = True
            case DispatchReceived():
                with_them = True
            case DispatchRefused():
                perhaps, with_them = True, False

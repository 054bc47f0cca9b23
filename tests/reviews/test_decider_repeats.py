"""Any command given twice says nothing the second time, under another key and at another time."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reviews.commands import OFFICERS, REACTIONS, SubmitRapidReview
from services.reviews.decider import deciders
from services.reviews.gathering_commands import UNASKED as GATHERING_UNASKED
from services.reviews.learning_commands import RECURRENCES, UNASKED
from services.reviews.parallel_commands import PARALLEL_WORKER
from services.reviews.practice_commands import PRACTICE_UNASKED, InviteParticipant
from shared.decider import Command, Decider, Occasion, Refused, by_command
from shared.dispatch import life as dispatching
from shared.dispatch.life import (
    AttemptDispatch,
    AttestPortalSubmission,
    KeepProof,
    NoticeDoubt,
    RecordBounce,
    RecordFailure,
    RecordHandOver,
    RecordReceipt,
    RecordRefusal,
    RecordValidation,
    ResolveDoubt,
)
from shared.duties import life as duties
from shared.duties.life import (
    AcknowledgeDuty,
    ExplainLateness,
    NoteReminderSent,
    NoticeMissedDeadline,
    RaiseReminder,
    RecountDeadline,
)
from shared.events.base import Event
from shared.events.duties import DeadlineMissed
from shared.events.reviews import RapidReviewRuledOut, SubmissionSetAside
from shared.proclaimed import Holiday
from tests.reviews import examples as ex
from tests.reviews import gathering_examples as ge
from tests.reviews import learning_examples as le
from tests.reviews import parallel_examples as pa
from tests.reviews import practice_examples as pr

LIVES = (*duties.COMMANDS, *dispatching.COMMANDS)
missed = DeadlineMissed(duty=ex.DUTY, due_on=ex.DUE_ON)
HOLIDAY = Holiday(place="england-and-wales", day=date(2026, 4, 30), name="Day of national mourning")
ruled_out = RapidReviewRuledOut(as_of=6, reason="incident reclassified from A to B")
set_aside = SubmissionSetAside(**ex.open_it.model_dump())
failure = RecordFailure(dispatch=ex.DISPATCH, attempt=1, failure="permanent", detail="SMTP 550")
arrived = ResolveDoubt(dispatch=ex.DISPATCH, decision="it arrived", reason="They have it.")


@dataclass(frozen=True)
class Once:
    """A command, and a history after which it says something."""

    command: Command
    history: tuple[Event, ...] = ()


LEARNING = [
    Once(le.record, ex.opened),
    Once(le.issue, le.stages()["no action"]),
    Once(le.link, le.after((*ex.opened, ex.accepted), le.record)),
    Once(le.propose, le.stages()["no action"]),
    Once(le.agree, le.stages()["proposed"]),
    Once(le.reject, le.stages()["proposed"]),
    Once(le.start, le.stages()["accepted"]),
    Once(le.claim, le.stages()["in progress"]),
    Once(le.evidence, le.stages()["implemented"]),
    Once(le.verify, le.stages()["evidenced"]),
    Once(le.six, le.stages()["verified"]),
    Once(le.reopen, le.stages()["embedded"]),
    Once(le.confirm, le.stages()["no action"]),
    Once(le.dismiss, le.stages()["no action"]),
    Once(le.recurs, le.stages()["embedded"]),
    Once(le.due_soon, le.stages()["accepted"]),
    Once(le.disseminate, le.stages()["no action"]),
    Once(le.answer, le.after(le.stages()["no action"], le.disseminate)),
    Once(le.plan, le.stages()["verified"]),
    Once(le.conclude, le.after(le.stages()["verified"], le.plan)),
]
CASES = [
    *LEARNING,
    Once(ex.open_it),
    Once(ex.cancel_it),
    Once(ex.cancel_it, ex.opened),
    Once(ex.open_it, (ruled_out,)),
    Once(ex.reopen_it, (ruled_out,)),
    Once(ex.reopen_it, (ruled_out, set_aside)),
    Once(ex.reopen_it, (*ex.opened, *ex.cancelled)),
    Once(ex.assess("11a"), ex.opened),
    Once(ex.purposes[0], ex.opened),
    *(Once(command, history) for command, history in ge.ONCE),
    Once(ex.decide_practice_review, ex.all_assessed),
    Once(SubmitRapidReview(), ex.decided),
    Once(ex.reply, ex.submitted),
    Once(ex.appoint, ex.decided),
    Once(ex.remove, (*ex.decided, ex.appointed)),
    Once(ex.check, ex.decided),
    Once(ex.accept, (*ex.decided, ex.appointed)),
    Once(pr.initiate),
    Once(pr.cover, ex.decided),
    Once(pr.take_up, pr.after((), pr.initiate)),
    Once(pr.terms, ex.decided),
    Once(pr.took_part, pr.after(ex.decided, pr.invite)),
    Once(pr.missed_check, ex.decided),
    Once(pr.request, pr.led),
    Once(pr.request_answered, pr.after(pr.led, pr.request)),
    Once(pr.draft, pr.led),
    Once(pr.share, pr.after(pr.led, pr.draft)),
    Once(pr.replace_reviewer, (*pr.led, ex.removed)),
    Once(pr.delay, pa.held),
    Once(pr.not_publish, (*pr.led, ex.accepted)),
    Once(pr.comments, pr.after(pa.held, pr.delay)),
    Once(pr.regard, pr.after(pa.held, pr.delay, pr.comments)),
    Once(pr.notice, pr.led),
    Once(pr.suspend, pr.after(pr.led, pr.notice)),
    Once(pr.findings, pr.after(pr.led, pr.notice)),
    Once(pr.action_done, pr.after(pr.led, pr.notice, pr.findings)),
    Once(pr.close, pr.ended),
    Once(pr.reopen, pr.after(pr.ended, pr.close)),
    Once(pa.link, ex.decided),
    Once(pa.review, pa.beside),
    Once(pa.conclude, pa.beside),
    Once(pa.place, pa.beside),
    Once(pa.look_again, pa.held),
    Once(pa.lift, pa.held),
    Once(pa.missed_hold, pa.held),
    Once(pa.missed_process, pa.beside),
    Once(RaiseReminder(duty=ex.DUTY, step="four office hours"), ex.opened),
    Once(NoticeMissedDeadline(duty=ex.DUTY), ex.opened),
    Once(AcknowledgeDuty(duty=ex.DUTY), ex.opened),
    Once(RecountDeadline(duty=ex.DUTY, holidays=(HOLIDAY,)), ex.opened),
    Once(NoteReminderSent(duty=ex.DUTY, step="missed", role="director", outcome="mailed"), ex.opened),
    Once(ExplainLateness(duty=ex.DUTY, reason="A return came late."), (*ex.opened, missed)),
    Once(AttemptDispatch(dispatch=ex.DISPATCH, attempt=1), (*ex.decided, ex.dispatch_due)),
    Once(RecordHandOver(dispatch=ex.DISPATCH, attempt=1, response="250 ok"), ex.sending),
    Once(failure, ex.sending),
    Once(NoticeDoubt(dispatch=ex.DISPATCH, attempt=1), ex.sending),
    Once(arrived, (*ex.sending, ex.in_doubt)),
    Once(AttestPortalSubmission(dispatch=ex.DISPATCH, reference="1", submitted_at=ex.SENT_AT), ex.sending),
    Once(RecordReceipt(dispatch=ex.DISPATCH, reference="1", received_at=ex.SENT_AT), ex.submitted),
    Once(RecordValidation(dispatch=ex.DISPATCH, reference="1", validated_at=ex.SENT_AT), ex.submitted),
    Once(RecordRefusal(dispatch=ex.DISPATCH, reference="1", refused_at=ex.SENT_AT, reason="Why"), ex.submitted),
    Once(RecordBounce(dispatch=ex.DISPATCH, bounced_at=ex.SENT_AT, reason="550"), ex.submitted),
    Once(
        KeepProof(
            dispatch=ex.DISPATCH, proof="ab" * 32, media_type="image/png", size_bytes=8, content="iVBORw0KGgo="
        ),
        ex.sending,
    ),
]


@cache
def answering() -> dict[type[Command], Decider[object]]:
    found = deciders(ex.partnership())
    return {command: found[index] for command, index in by_command(found).items()}


def say(command: Command, history: tuple[Event, ...], number: int) -> list[Event]:
    """What is said; a refusal says nothing."""
    decider = answering()[type(command)]
    at = le.TODAY + timedelta(minutes=number)
    occasion = Occasion(at=at, actor="person:officer", id=UUID(int=number))
    try:
        return decider.decide(command, decider.state(history), occasion)
    except Refused:
        return []


@pytest.mark.parametrize("once", CASES, ids=lambda once: type(once.command).__name__)
def test_a_command_given_twice_says_nothing_the_second_time(once: Once) -> None:
    first = say(once.command, once.history, 1)
    assert first
    assert say(once.command, (*once.history, *first), 2) == []


def test_every_command_is_tried() -> None:
    """But for an invitation: asked anew, it is another person's."""
    by_worker = {*GATHERING_UNASKED, *PARALLEL_WORKER, *PRACTICE_UNASKED, *LIVES, *UNASKED}
    there_are = {*OFFICERS, *REACTIONS, *RECURRENCES, *by_worker}
    assert {*(type(once.command) for once in CASES), InviteParticipant} == set(answering()) == there_are


@given(
    st.sampled_from([once.history for once in CASES]),
    st.lists(st.sampled_from([once.command for once in CASES]), max_size=25),
)
@settings(max_examples=300, deadline=None)
def test_after_any_story_a_repeat_says_nothing(begun: tuple[Event, ...], commands: list[Command]) -> None:
    """And nothing that a reaction asks for is ever refused, whatever came before."""
    story = begun
    for number, command in enumerate(commands, 1):
        story = (*story, *say(command, story, number))
        assert say(command, story, 1000 + number) == []
        for asked in (ex.open_it, ex.cancel_it, ex.reopen_it, le.recurs, le.due_soon):
            decider = answering()[type(asked)]
            decider.decide(asked, decider.state(story), Occasion(ex.LATER, "service:reviews", UUID(int=5)))

"""Any command given twice says nothing the second time, on the same occasion or on a new one."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifier.commands import (
    ApproveSupplement,
    AttestNotPracticable,
    AttestTold,
    CloseNotification,
    ConcernAuthority,
    DraftNotification,
    DraftSupplement,
    NoteCircumstances,
    RecountNotification,
    ReinstateNotification,
    SupersedeNotification,
)
from services.notifier.decider import COMMANDS
from services.notifier.inviting import InviteGuest, WithdrawInvitation
from shared.decider import Command, Occasion, Refused
from shared.duties.life import (
    AcknowledgeDuty,
    ExplainLateness,
    NoteReminderSent,
    NoticeMissedDeadline,
    RaiseReminder,
    RecountDeadline,
)
from shared.events.base import Event
from shared.events.dispatch import DispatchHandedOver, DispatchRefused
from shared.events.duties import DutyFellAway
from shared.events.notifier import NotificationOpened, NotificationSubmitted
from tests import examples as ex
from tests.contracts import examples_need as nx
from tests.notifier import examples as asked
from tests.notifier.examples import approved, invited, story

opened = story(asked.open_it())
drafted = story(asked.open_it(), asked.draft)
attempted = (*approved(), ex.attempted)
supplement_by_another = ex.supplement_drafted.model_copy(update={"drafter": "person:other"})
parents = story(asked.open_it("B"))
tell = AttestTold(duty=ex.PARENTS_DUTY, told_by="person:social-worker", told_at=ex.SENT_AT, account="At home.")


@dataclass(frozen=True)
class Once:
    """A command, and a history after which it says something."""

    command: Command
    history: tuple[Event, ...] = ()


ONCE = [
    Once(asked.open_it()),
    Once(asked.approve, drafted),
    Once(asked.to_d, approved()),
    Once(SupersedeNotification(into=ex.CASE), approved()),
    Once(ReinstateNotification(clock_starts_at=ex.CRITERIA_MET_AT), (*approved(), ex.superseded)),
    Once(RecountNotification(clock_starts_at=ex.AWARE_AT), approved()),
    Once(asked.attempt(), approved()),
    Once(asked.hand_over(), attempted),
    Once(asked.fail(), attempted),
    Once(asked.fail(for_good=True), attempted),
    Once(asked.doubt(), attempted),
    Once(asked.arrived, (*attempted, ex.in_doubt)),
    Once(asked.send_again, (*attempted, ex.in_doubt)),
    Once(asked.attest, approved()),
    Once(asked.receive, asked.sent()),
    Once(asked.receive, attempted),
    Once(asked.validate, asked.sent()),
    Once(asked.refuse, asked.sent()),
    Once(asked.bounce, asked.sent()),
    Once(asked.keep_proof, approved()),
    Once(NoteCircumstances(looked_after=True, died=True), opened),
    Once(InviteGuest(grant=nx.GRANT)),
    Once(WithdrawInvitation(grant=nx.GRANT), (invited,)),
    Once(ConcernAuthority(la_code="E10000014", connection="placing"), approved()),
    Once(tell, parents),
    Once(AttestNotPracticable(duty=ex.PARENTS_DUTY, reason="Nobody could be traced."), parents),
    Once(ApproveSupplement(number=1), (*asked.sent(), supplement_by_another)),
    Once(
        CloseNotification(),
        (
            *opened,
            ex.notification_withdrawn,
            *(DutyFellAway(duty=asked.duty_to(r.id), reason="r") for r in ex.partnership().told_of("A")),
        ),
    ),
    Once(RaiseReminder(duty=ex.DUTY, step="four office hours"), opened),
    Once(NoticeMissedDeadline(duty=ex.DUTY), opened),
    Once(AcknowledgeDuty(duty=ex.DUTY), opened),
    Once(RecountDeadline(duty=ex.DUTY, holidays=(ex.holiday,)), opened),
    Once(NoteReminderSent(duties=(ex.DUTY,), step="missed", role="director", outcome="mailed"), opened),
    Once(ExplainLateness(duty=ex.DUTY, reason="The approver was ill."), (*opened, ex.deadline_missed)),
]
# A draft's text is sealed, so a repeat and a change look alike; the shell knows a repeated request by its id.
NOT_ONCE = {DraftNotification, DraftSupplement}


@pytest.mark.parametrize("once", ONCE, ids=lambda once: type(once.command).__name__)
@pytest.mark.parametrize("again", [UUID(int=1), UUID(int=2)], ids=["same occasion", "new occasion"])
def test_given_twice_it_says_nothing_the_second_time(once: Once, again: UUID) -> None:
    first = Occasion(at=ex.received.received_at, actor=ex.APPROVER, id=UUID(int=1))
    said = asked.decider().decide(once.command, asked.decider().state(once.history), first)
    assert said
    second = Occasion(at=first.at + timedelta(days=1), actor=ex.APPROVER, id=again)
    assert asked.decider().decide(once.command, asked.decider().state([*once.history, *said]), second) == []


def test_that_rule_was_tried_on_every_command() -> None:
    assert {type(once.command) for once in ONCE} | NOT_ONCE == set(COMMANDS)


ANY = st.sampled_from([asked.draft, *(once.command for once in ONCE)])


@settings(max_examples=300, deadline=None)
@given(st.lists(ANY, max_size=14))
def test_in_whatever_order_they_come_the_panel_is_told_once_and_again_only_after_it_refused(
    commands: list[Command],
) -> None:
    said: list[Event] = []
    for number, command in enumerate([asked.open_it(), *commands], 1):
        actor = ex.DRAFTER if isinstance(command, DraftNotification) else ex.APPROVER
        occasion = Occasion(at=ex.received.received_at, actor=actor, id=UUID(int=number))
        try:
            happened = asked.decider().decide(command, asked.decider().state(said), occasion)
            if not isinstance(command, DraftNotification):
                again = asked.decider().state([*said, *happened])
                assert asked.decider().decide(command, again, occasion) == []
            said += happened
        except Refused:
            continue
    came_back = sum(isinstance(event, DispatchRefused) for event in said)
    for kind, most in (
        (NotificationOpened, 1),
        (NotificationSubmitted, 1 + came_back),
        (DispatchHandedOver, 1 + came_back),
    ):
        assert sum(isinstance(event, kind) for event in said) <= most

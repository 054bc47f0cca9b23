"""Any order of commands on a notification, by people, intake and the worker: nobody forgotten, nothing doubled."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, get_args
from uuid import UUID

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from services.notifier.commands import (
    ApproveNotification,
    ApproveSupplement,
    AttestNotPracticable,
    AttestTold,
    CloseNotification,
    ConcernAuthority,
    DraftNotification,
    DraftSupplement,
    NoteCircumstances,
    OpenNotification,
    ReclassifyNotification,
    RecountNotification,
    ReinstateNotification,
    SupersedeNotification,
)
from services.notifier.notification import Notification
from services.notifier.owed import PARENTS, owed
from shared.dispatch.life import (
    AttemptDispatch,
    AttestPortalSubmission,
    Dispatch,
    NoticeDoubt,
    RecordBounce,
    RecordFailure,
    RecordHandOver,
    RecordReceipt,
    RecordRefusal,
    RecordValidation,
    ResolveDoubt,
)
from shared.duties.life import AcknowledgeDuty, ExplainLateness, NoticeMissedDeadline, RaiseReminder
from shared.events.dispatch import (
    DispatchAttempted,
    DispatchDue,
    DispatchFailed,
    DispatchHandedOver,
    DispatchInDoubt,
    DispatchRefused,
)
from shared.events.duties import Step
from shared.events.notifier import (
    NOTIFIER,
    Concerned,
    Connection,
    NotificationApproved,
    NotificationDrafted,
    NotificationOpened,
    NotificationRefused,
    NotificationSubmitted,
    NotPracticableToTell,
    SupplementApproved,
    SupplementDrafted,
)
from tests import examples as ex
from tests.machine import BEGUN, AnyOrder
from tests.notifier.examples import PANEL, decider

PEOPLE = ("person:a", "person:b", "person:c")
ELSEWHERE = ("E10000014", "E10000008")  # one that the partnership's file has mailboxes of, and one that it has not
HAVE_IT = ("handed over", "received", "validated")
people = st.sampled_from(PEOPLE)
yes_or_no = st.booleans()
classes = st.sampled_from(["A", "B", "C", "D"])
moments = st.integers(0, 200).map(lambda hours: BEGUN + timedelta(hours=hours))
others = st.lists(
    st.builds(Concerned, la_code=st.sampled_from(ELSEWHERE), connection=st.sampled_from(["home", "incident"])),
    max_size=2,
).map(tuple)


class NotificationInAnyOrder(AnyOrder):
    decider = decider()
    vocabulary = NOTIFIER
    partnership = ex.partnership()
    state: Notification

    @initialize(class_=st.sampled_from([None, "A", "A", "B", "C"]), others=others)
    def begun(self, class_: Any, others: Any) -> None:
        """Mostly with a text that may go out: most of what can go wrong comes after that."""
        if class_:
            self.opened(class_, self.now, looked_after=class_ == "B", died=class_ != "A", others=others)
            self.drafted("person:a")
            self.approved("person:b", back=0)

    # What intake says.

    @rule(
        class_=st.sampled_from(["A", "B", "C"]), at=moments, looked_after=yes_or_no, died=yes_or_no, others=others
    )
    def opened(self, class_: Any, at: datetime, looked_after: bool, died: bool, others: Any) -> None:
        self.ask(
            OpenNotification(
                trigger_class=class_,
                clock_starts_at=at,
                incident_aware_at=at,
                looked_after=looked_after,
                died=died,
                others=others,
            )
        )

    @rule(looked_after=st.sampled_from([None, True, False]), died=yes_or_no, others=st.none() | others)
    def circumstances(self, looked_after: bool | None, died: bool, others: Any) -> None:
        self.ask(NoteCircumstances(looked_after=looked_after, died=died, others=others))

    @rule(class_=classes, at=moments)
    def reclassified(self, class_: Any, at: datetime) -> None:
        self.ask(ReclassifyNotification(trigger_class=class_, clock_starts_at=None if class_ == "D" else at))

    @rule(at=moments, undone=yes_or_no)
    def merged(self, at: datetime, undone: bool) -> None:
        apart = ReinstateNotification(clock_starts_at=at)
        self.ask(apart if undone else SupersedeNotification(into=ex.CASE))

    @rule(at=moments)
    def corrected(self, at: datetime) -> None:
        self.ask(RecountNotification(clock_starts_at=at))

    # What people do.

    @rule(actor=people)
    def drafted(self, actor: str) -> None:
        self.ask(DraftNotification(narrative="n"), actor, repeats=False)

    @precondition(lambda self: self.state.revision)
    @rule(actor=people, back=st.integers(0, 1))
    def approved(self, actor: str, back: int) -> None:
        self.ask(ApproveNotification(revision=max(1, self.state.revision - back)), actor)

    @rule(actor=people, approved=yes_or_no)
    def supplement(self, actor: str, approved: bool) -> None:
        if approved:
            self.ask(ApproveSupplement(number=self.state.supplements + 1), actor)
        else:
            self.ask(DraftSupplement(information="i"), actor, repeats=False)

    @rule(la_code=st.sampled_from(ELSEWHERE), connection=st.sampled_from(get_args(Connection)))
    def concerned(self, la_code: str, connection: Connection) -> None:
        self.ask(ConcernAuthority(la_code=la_code, connection=connection))

    @precondition(lambda self: self.state.duties)
    @rule(data=st.data(), told=yes_or_no)
    def attested(self, data: st.DataObject, told: bool) -> None:
        duty = data.draw(st.sampled_from(list(self.state.duties)))
        person = AttestTold(duty=duty, told_by="person:social-worker", told_at=self.now, account="a")
        self.ask(person if told else AttestNotPracticable(duty=duty, reason="r"))

    @precondition(lambda self: self.state.duties)
    @rule(data=st.data(), step=st.sampled_from(get_args(Step)))
    def duty(self, data: st.DataObject, step: Step) -> None:
        id_ = data.draw(st.sampled_from(list(self.state.duties)))
        what = data.draw(st.sampled_from(["remind", "missed", "acknowledge", "explain"]))
        asked = {
            "remind": RaiseReminder(duty=id_, step=step),
            "missed": NoticeMissedDeadline(duty=id_),
            "acknowledge": AcknowledgeDuty(duty=id_),
            "explain": ExplainLateness(duty=id_, reason="r"),
        }
        self.ask(asked[what])

    @rule()
    def closed(self) -> None:
        for _ in self.ask(CloseNotification()):
            assert not any(duty.open for duty in self.state.duties.values())

    # What the worker and the recipients do.

    @precondition(lambda self: self.dispatches("due"))
    @rule(data=st.data())
    def attempt(self, data: st.DataObject) -> None:
        it = data.draw(st.sampled_from(self.dispatches("due")))
        self.ask(AttemptDispatch(dispatch=it.id, attempt=it.attempts + 1))

    @precondition(lambda self: self.dispatches("attempted", "in doubt"))
    @rule(data=st.data())
    def outcome(self, data: st.DataObject) -> None:
        it = data.draw(st.sampled_from(self.dispatches("attempted", "in doubt")))
        taken = RecordHandOver(dispatch=it.id, attempt=it.attempts, response="250 OK")
        failed = RecordFailure(dispatch=it.id, attempt=it.attempts, failure="retryable", detail="SMTP 451")
        permanent = failed.model_copy(update={"failure": "permanent"})
        doubt = NoticeDoubt(dispatch=it.id, attempt=it.attempts)
        self.ask(data.draw(st.sampled_from([taken, taken, failed, permanent, doubt])))

    @precondition(lambda self: self.state.dispatches)
    @rule(data=st.data())
    def afterwards(self, data: st.DataObject) -> None:
        id_ = data.draw(st.sampled_from(list(self.state.dispatches)))
        asked = [
            ResolveDoubt(dispatch=id_, decision="it arrived", reason="r"),
            ResolveDoubt(dispatch=id_, decision="send again", reason="r"),
            AttestPortalSubmission(dispatch=id_, reference="r-1", submitted_at=self.now),
            RecordReceipt(dispatch=id_, reference="r-1", received_at=self.now),
            RecordValidation(dispatch=id_, reference="r-1", validated_at=self.now),
            RecordRefusal(dispatch=id_, reference="r-1", refused_at=self.now, reason="r"),
            RecordBounce(dispatch=id_, bounced_at=self.now, reason="r"),
        ]
        self.ask(data.draw(st.sampled_from(asked)))

    def dispatches(self, *states: str) -> list[Dispatch]:
        return [it for it in self.state.dispatches.values() if it.state in states]

    def sent_to(self, recipient: str, *states: str) -> list[Dispatch]:
        return [it for it in self.dispatches(*states) if it.recipient == recipient and not it.supplement]

    @property
    def running(self) -> bool:
        return self.state.id is not None and not self.state.withdrawn

    # What always holds.

    @invariant()
    def there_is_one_notification_per_incident(self) -> None:
        assert sum(isinstance(event, NotificationOpened) for event in self.said) <= 1

    @invariant()
    def whoever_let_a_text_out_did_not_write_it(self) -> None:
        """`ask` says who: a refusal is silence, so what was approved was approved by somebody else."""
        written: dict[int, str] = {}
        for event in self.said:
            if isinstance(event, NotificationDrafted):
                written[event.revision] = event.drafter
            if isinstance(event, NotificationApproved):
                assert event.revision == max(written)

    @invariant()
    def nothing_is_due_to_anybody_before_it_was_approved(self) -> None:
        approved = supplemented = False
        for event in self.said:
            approved = approved or isinstance(event, NotificationApproved)
            supplemented = supplemented or isinstance(event, SupplementApproved)
            if isinstance(event, DispatchDue):
                assert supplemented if event.supplement else approved

    @invariant()
    def nobody_is_owed_it_twice_at_a_time(self) -> None:
        recipients = [duty.owed_to for duty in self.state.duties.values() if duty.open]
        assert len(recipients) == len(set(recipients))

    @invariant()
    def whoever_is_to_be_told_is_owed_it_or_has_it(self) -> None:
        """But for parents whom it was not practicable to tell."""
        if self.running:
            known = {duty.owed_to for duty in self.state.duties.values() if duty.open or duty.met}
            if any(isinstance(event, NotPracticableToTell) for event in self.said):
                known.add(PARENTS)
            to = owed(self.partnership, self.state.trigger_class, self.state.circumstances)
            assert {each.to for each in to} <= known

    @invariant()
    def nobody_is_owed_what_was_withdrawn_and_nothing_of_it_waits_to_be_sent(self) -> None:
        if self.state.withdrawn:
            assert not any(duty.open for duty in self.state.duties.values())
            assert not [it for it in self.dispatches("due") if not it.supplement]

    @invariant()
    def what_meets_a_duty_was_not_refused(self) -> None:
        if self.running:
            refused = {f"dispatch {it.id}" for it in self.dispatches("refused", "withdrawn")}
            assert not {duty.evidence for duty in self.state.duties.values() if duty.met} & refused

    @invariant()
    def what_was_approved_is_on_its_way_to_everybody_who_is_still_owed_it(self) -> None:
        """Sent, waiting, or before a person; those told through another by what that other is sent."""
        if not self.running or not self.state.approved:
            return
        through = {r.id: r.via for r in self.partnership.told_of(self.state.trigger_class) if r.via}
        told = {r.id for r in self.partnership.told_of(self.state.trigger_class)}
        configured = {r.id for r in self.partnership.recipients}
        for duty in self.state.duties.values():
            by = through[duty.owed_to] if through.get(duty.owed_to) in told else duty.owed_to
            if duty.open and by in configured:
                assert self.sent_to(by, "due", "attempted", "in doubt", "refused", *HAVE_IT), duty.owed_to

    @invariant()
    def it_is_submitted_while_the_panel_has_it(self) -> None:
        assert self.state.submitted == bool(self.sent_to(PANEL, *HAVE_IT))

    @invariant()
    def between_two_submissions_there_was_a_refusal(self) -> None:
        turns = [e for e in self.said if isinstance(e, NotificationSubmitted | NotificationRefused)]
        assert all(type(one) is not type(other) for one, other in pairwise(turns))
        assert not turns or isinstance(turns[0], NotificationSubmitted)

    @invariant()
    def no_attempt_is_unmarked_behind_one_that_may_have_arrived(self) -> None:
        perhaps: set[UUID] = set()
        for event in self.said:
            match event:
                case DispatchInDoubt(dispatch=id_) | DispatchHandedOver(dispatch=id_):
                    perhaps.add(id_)
                case DispatchRefused(dispatch=id_):  # so it had arrived, whatever the attempt came to
                    perhaps.add(id_)
                case DispatchFailed(dispatch=id_, perhaps_arrived=True):
                    perhaps.add(id_)
                case DispatchAttempted(dispatch=id_, possible_duplicate=marked):
                    assert marked == (id_ in perhaps)

    @invariant()
    def supplements_are_numbered_and_each_is_let_out_once(self) -> None:
        let_out = [event.number for event in self.said if isinstance(event, SupplementApproved)]
        assert let_out == list(range(1, len(let_out) + 1))
        drafted = {event.number for event in self.said if isinstance(event, SupplementDrafted)}
        assert set(let_out) <= drafted


# Shrinking forty steps takes longer than reading them.
_QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
NotificationInAnyOrder.TestCase.settings = settings(
    max_examples=80, stateful_step_count=40, deadline=None, phases=_QUICK
)
test_a_notification = NotificationInAnyOrder.TestCase

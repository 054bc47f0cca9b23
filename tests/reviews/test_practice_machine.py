"""Any commands in any order over one case's practice review and what runs beside it: what may not be never is."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.reviews.commands import CancelRapidReview
from services.reviews.decider import deciders
from services.reviews.decider.parallel.state import Parallel
from services.reviews.decider.practice_review.closing import still_open
from services.reviews.decider.practice_review.state import PracticeReview
from services.reviews.parallel_commands import PARALLEL, PARALLEL_WORKER
from services.reviews.practice_commands import PRACTICE_UNASKED
from services.reviews.practice_commands.conducting import InviteParticipant
from shared.decider import Command, Decider, Occasion, Refused, by_command
from shared.dispatch.life import AttemptDispatch, RecordHandOver
from shared.events import practice as said
from shared.events.base import Event
from shared.events.duties import EVENTS as OF_DUTIES
from shared.events.parallel import HoldPlaced, ParallelProcessLinked
from shared.events.reviews import PracticeReviewInitiated, ReportAccepted, ReviewerAppointed, ReviewerRemoved
from tests.reviews import examples as ex
from tests.reviews import parallel_examples as pa
from tests.reviews import practice_examples as pr

REVIEWS: tuple[Decider[Any], ...] = deciders(ex.partnership())
BY: Mapping[type[Command], int] = by_command(REVIEWS)
PRACTICE, PARALLEL_TOO = BY[type(ex.appoint)], BY[type(pa.link)]
BEGUN: dict[str, tuple[Event, ...]] = {
    "decided": ex.decided,
    "sent to the Panel": ex.submitted,
    "a joint review": pr.after((), pr.initiate),
    "a rapid review alone": ex.opened,
}
LED: list[Command] = [
    *(ex.appoint, ex.remove, pr.replace_reviewer, pr.terms, pr.invite, pr.took_part, ex.check, pr.missed_check),
    *(
        pr.keep_letter,
        pr.request,
        pr.request_answered,
        pr.draft,
        pr.share,
        ex.accept,
        pr.delay,
        pr.not_publish,
        pr.comments,
    ),
    *(pr.regard, pr.invite.model_copy(update={"who": "practitioner"})),
]
AROUND: list[Command] = [
    *(pr.cover, pr.take_up, pr.take_up.model_copy(update={"case": pr.OTHER}), pr.notice, pr.suspend, pr.go_on),
    *(pr.fold_in, pr.supersede, pr.findings, pr.action_done, pr.close, pr.reopen),
]
RAPID: list[Command] = [ex.cancel_it, ex.reopen_it, ex.open_it, ex.reply]
BESIDE: list[Command] = [
    *(pa.link, pa.link.model_copy(update={"kind": "inquest"}), pa.review, pa.conclude, pa.look_again, pa.lift),
    *(pa.missed_hold, pa.missed_process),
    *(
        pa.place.model_copy(update={"step": it})
        for it in ("publication", "involving the family", "sharing drafts")
    ),
]
UNREFUSED = (*PRACTICE_UNASKED, *PARALLEL_WORKER, CancelRapidReview, type(ex.reopen_it), type(ex.open_it))
DAYS = st.dates(date(2026, 5, 1), date(2026, 9, 30))


class PracticeReviews(RuleBasedStateMachine):
    """The states of all deciders are kept beside the history, and compared with what the history folds to."""

    @initialize(begun=st.sampled_from(sorted(BEGUN)))
    def begin(self, begun: str) -> None:
        self.history: list[Event] = list(BEGUN[begun])
        self.states = [decider.state(self.history) for decider in REVIEWS]
        self.number = 0

    @property
    def review(self) -> PracticeReview:
        found: PracticeReview = self.states[PRACTICE]
        return found

    @property
    def parallel(self) -> Parallel:
        found: Parallel = self.states[PARALLEL_TOO]
        return found

    def ask(self, command: Command) -> None:
        self.number += 1
        decider = REVIEWS[BY[type(command)]]
        for repeat in (False, True):
            again = repeat and not isinstance(command, InviteParticipant)  # another key is another person
            occasion = Occasion(
                at=ex.LATER + timedelta(minutes=self.number),
                actor="person:manager",
                id=UUID(int=2 * self.number + again),
            )
            try:
                happened = decider.decide(command, self.states[BY[type(command)]], occasion)
            except Refused:
                assert not isinstance(command, UNREFUSED), "nobody there to be refused"
                return
            assert not (repeat and happened), "a repeat said something"
            self.check(command, happened)
            self.history += happened
            for event in happened:
                self.states = [d.evolve(s, event) for d, s in zip(REVIEWS, self.states, strict=True)]

    def check(self, command: Command, happened: list[Event]) -> None:
        """What may not be said in the state as it was."""
        for event in happened:
            match event:
                case ReportAccepted():
                    assert self.review.reviewer and not self.review.report_hash, "one report, of a reviewer"
                    assert self.review.effect != "suspended", "suspended by a national review"
                case ReviewerAppointed():
                    assert self.review.reviewer is None, "one reviewer at a time"
                case ReviewerRemoved():
                    assert self.review.reviewer and not self.review.report_hash, "removable before publication"
                case said.ParticipantInvited(who="family"):
                    assert not self.parallel.held("involving the family")
                case said.DraftShared():
                    assert not self.parallel.held("sharing drafts")
                case said.DelayNotified(due_on=day):
                    assert day == self.review.due_on, "no notice moves the date"
                case HoldPlaced(process=process):
                    assert self.parallel.processes[process].status != "concluded"
        if isinstance(command, (*PARALLEL, *PARALLEL_WORKER)):
            assert not any(isinstance(event, OF_DUTIES) for event in happened), "a hold moves no statutory date"
        if self.review.ended:
            assert not any(hasattr(event, "reviewer") for event in happened), "what is superseded goes on no more"

    @rule(command=st.sampled_from(LED), day=DAYS)
    def lead_the_review(self, command: Command, day: date) -> None:
        ids = {
            "involvement": self.review.course.involved,
            "request": self.review.course.requests,
            "comment": self.review.course.comments,
            "process": self.parallel.processes,
        }
        self.ask(_of_this_case(_on(command, day), ids))

    @rule(command=st.sampled_from(AROUND))
    def ask_about_the_whole_case(self, command: Command) -> None:
        ids = {"national_review": [self.review.national], "action": self.review.actions}
        self.ask(_of_this_case(command, ids))

    @rule(command=st.sampled_from(RAPID))
    def the_rapid_review_goes_on(self, command: Command) -> None:
        self.ask(command)

    @rule(command=st.sampled_from(BESIDE), day=DAYS)
    def ask_about_a_process(self, command: Command, day: date) -> None:
        ids = {"process": self.parallel.processes, "hold": self.parallel.holds}
        self.ask(_of_this_case(_on(command, day), ids))

    @rule()
    def the_letters_leave(self) -> None:
        for dispatch in list(self.review.dispatches):
            if self.review.dispatches[dispatch].state == "due":
                self.ask(AttemptDispatch(dispatch=dispatch, attempt=1))
                self.ask(RecordHandOver(dispatch=dispatch, attempt=1, response="250 ok"))

    @rule()
    def end_it_as_one_should(self) -> None:
        """Chance alone seldom gets as far as closing."""
        for command in (ex.appoint, pr.take_up, pr.take_up.model_copy(update={"case": pr.OTHER}), ex.accept):
            self.ask(command)
        self.the_letters_leave()
        for id_ in list(self.parallel.processes):
            self.ask(pa.conclude.model_copy(update={"process": id_}))
        for id_ in list(self.parallel.holds):
            self.ask(pa.lift.model_copy(update={"hold": id_, "lifted_on": date(2026, 9, 30)}))
        self.ask(pr.close)

    @invariant()
    def replay_equals_live(self) -> None:
        assert [decider.state(self.history) for decider in REVIEWS] == self.states

    @invariant()
    def closed_means_that_nothing_is_open(self) -> None:
        if self.review.closed:
            assert still_open(self.review) == []

    @invariant()
    def the_due_date_is_said_once_for_each_review(self) -> None:
        dues = [it.due for it in self.history if isinstance(it, PracticeReviewInitiated)]
        assert len(dues) <= 1 and self.review.due_on == (dues[0].due_on if dues else date.max)

    @invariant()
    def every_hold_waits_for_a_process_of_this_case(self) -> None:
        linked = {it.process for it in self.history if isinstance(it, ParallelProcessLinked)}
        assert {hold.process for hold in self.parallel.holds.values()} <= linked
        assert all(hold.review_on > hold.last_on for hold in self.parallel.holds.values())

    @invariant()
    def what_runs_beside_is_one_thing_for_all(self) -> None:
        assert (self.review.parallel.processes, self.review.parallel.holds) == (
            self.parallel.processes,
            self.parallel.holds,
        )


def _of_this_case(command: Command, ids: Mapping[str, Any]) -> Command:
    """With the last thing of this kind that the case has, where it has one."""
    known = {name: list(found)[-1] for name, found in ids.items() if found and name in type(command).model_fields}
    return command.model_copy(update={name: id_ for name, id_ in known.items() if id_})


def _on(command: Command, day: date) -> Command:
    """On another day, where the command says when something was done."""
    dated = {"invited_on", "checked_on", "received_on", "shared_on", "reviewed_on", "lifted_on", "placed_on"}
    return command.model_copy(update={name: day for name in dated & {*type(command).model_fields}})


TestPracticeReviews = PracticeReviews.TestCase
TestPracticeReviews.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)

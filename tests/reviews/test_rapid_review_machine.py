"""A rapid review from its opening to the Panel's replies, in any order of commands and of events."""

from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.reviews.commands import SubmitRapidReview
from services.reviews.gathering_commands import AskAgenciesAgain
from shared.decider import Command, Decider, Occasion, Refused
from shared.dispatch.life import AttemptDispatch, RecordHandOver
from shared.events.base import Event
from shared.events.dispatch import DispatchDue
from shared.events.gathering import AgencyReturnRequested, AgencyReturnSubmitted
from shared.events.reviews import RapidReviewDecided, RapidReviewOpened, RapidReviewSubmitted
from tests.reviews import examples as ex
from tests.reviews import gathering_examples as ge

AGENCIES = ("hospital", "police", "schools")
DECIDERS: tuple[Decider[Any], ...] = (ex.decider(), ge.DECIDER)
COMMANDS: tuple[Command, ...] = (
    *(ex.assess(criterion) for criterion in ("11a", "11b", "11c", "11d")),
    *ex.purposes,
    *ex.circumstances,
    ex.decide_practice_review,
    SubmitRapidReview(),
    ex.reply,
    ex.open_it,
    ex.cancel_it,
    ex.reopen_it,
    ge.meet,
    ge.act,
    ge.release,
    AskAgenciesAgain(),
    *(each.model_copy(update={"agency": agency}) for each in (ge.ask, ge.submit, ge.chase) for agency in AGENCIES),
)


class RapidReviewMachine(RuleBasedStateMachine):
    """What the two deciders of a case say, folded as it is said."""

    def __init__(self) -> None:
        super().__init__()
        self.history: list[Event] = []
        self.states = [decider.initial for decider in DECIDERS]

    def do(self, command: Command, number: int) -> list[Event]:
        """Those who reopen, do so at the time of what they answer: the ids differ each time."""
        (index,) = [n for n, decider in enumerate(DECIDERS) if type(command) in decider.commands]
        occasion = Occasion(at=ex.LATER, actor="person:manager", id=UUID(int=number))
        try:
            said = DECIDERS[index].decide(command, self.states[index], occasion)
        except Refused:
            return []
        for event in said:
            self.history.append(event)
            self.states = [
                decider.evolve(state, event) for decider, state in zip(DECIDERS, self.states, strict=True)
            ]
        return said

    @rule(command=st.sampled_from(COMMANDS))
    def anything(self, command: Command) -> None:
        number = len(self.history) + 1000
        self.do(command, number)
        corrects = getattr(command, "correction", False)
        assert corrects or self.do(command, number + 1) == [], "a command given twice says nothing the second time"

    @rule()
    def all_is_found_and_decided(self) -> None:
        """One after the other, for by chance it hardly ever comes to a decision."""
        for number, command in enumerate((ex.open_it, *COMMANDS[:12], ex.decide_practice_review), 10):
            self.do(command, number)

    @rule()
    def the_panel_is_sent_it(self) -> None:
        for due in [event for event in self.history if isinstance(event, DispatchDue)]:
            self.do(AttemptDispatch(dispatch=due.dispatch, attempt=1), 1)
            self.do(RecordHandOver(dispatch=due.dispatch, attempt=1, response="250 ok"), 2)

    @invariant()
    def replay_equals_live(self) -> None:
        assert [decider.state(self.history) for decider in DECIDERS] == self.states

    @invariant()
    def nothing_is_opened_decided_or_submitted_twice_or_too_early(self) -> None:
        kinds = [type(event) for event in self.history]
        for kind in (RapidReviewOpened, RapidReviewDecided, RapidReviewSubmitted):
            assert kinds.count(kind) <= 1
        if RapidReviewSubmitted in kinds:
            assert kinds.index(RapidReviewDecided) < kinds.index(RapidReviewSubmitted)
        if kinds and RapidReviewDecided in kinds:
            assert kinds.index(RapidReviewOpened) < kinds.index(RapidReviewDecided)

    @invariant()
    def a_return_is_of_an_agency_that_was_asked(self) -> None:
        asked = set()
        for event in self.history:
            if isinstance(event, AgencyReturnRequested):
                asked.add(event.agency)
            if isinstance(event, AgencyReturnSubmitted):
                assert event.agency in asked

    @invariant()
    def what_was_cancelled_owes_nothing_and_sends_nothing(self) -> None:
        review = self.states[0]
        if review.cancelled and not review.submitted:
            assert not any(duty.open for duty in review.duties.values())
            assert not any(it.state == "due" for it in review.dispatches.values() if it.about == review.id)


def test_the_machine_gets_as_far_as_the_panels_reply() -> None:
    machine = RapidReviewMachine()
    machine.all_is_found_and_decided()
    machine.anything(SubmitRapidReview())
    machine.the_panel_is_sent_it()
    machine.anything(ex.reply)
    assert machine.states[0].submitted and machine.states[0].replies


TestRapidReviewMachine = RapidReviewMachine.TestCase
TestRapidReviewMachine.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)

# After the opening the contract allows these in any order: none builds on another.
INDEPENDENT: tuple[Event, ...] = (
    *ex.addressed,
    *(ex.assessed(criterion) for criterion in ("11a", "11b", "11c", "11d")),
    *(
        ge.requested.model_copy(update={"agency": agency, "agency_return": UUID(int=n)})
        for n, agency in enumerate(AGENCIES)
    ),
    ge.met,
    ge.acted,
)


@given(order=st.permutations(INDEPENDENT))
def test_any_order_that_the_contract_allows_ends_in_the_same_state(order: list[Event]) -> None:
    for decider in DECIDERS:
        assert decider.state((*ex.opened, *order)) == decider.state((*ex.opened, *INDEPENDENT))


@given(order=st.permutations(("hospital", "police", "schools")))
def test_returns_of_several_agencies_may_come_in_any_order(order: list[str]) -> None:
    asked = [ge.requested.model_copy(update={"agency": agency}) for agency in AGENCIES]
    told = [ge.told.model_copy(update={"agency": agency}) for agency in order]
    state = ge.DECIDER.state((*ex.opened, *asked, *told))
    assert state.revisions == dict.fromkeys(AGENCIES, 1)
    assert state.outstanding() == {}

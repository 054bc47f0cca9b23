"""Any commands in any order over actions of one case: what may never be said is never said."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.reviews.decider.learning import learning
from services.reviews.decider.learning.action import CLAIMED
from services.reviews.decider.learning.state import Learning
from shared.decider import Command, Occasion, Refused
from shared.events.base import Event
from shared.events.learning import (
    ActionEmbedded,
    ActionImplemented,
    ActionReopened,
    ActionVerified,
    EvidenceAdded,
    ImpactMeasured,
)
from tests.reviews import learning_examples as le

ACTIONS = ("A1", "A2")
ON_AN_ACTION: list[Command] = [
    *(le.propose, le.agree, le.reject, le.start, le.claim, le.evidence, le.verify, le.not_confirmed),
    *(le.six, le.twelve, le.six_bad, le.twelve_bad, le.reopen, le.due_soon),
]
ON_THE_CASE: list[Command] = [le.recurs, le.plan, le.conclude, le.confirm, le.dismiss, le.disseminate, le.answer]
PEOPLE = st.sampled_from([le.CLAIMANT, le.VERIFIER, "person:somebody"])
ORGANISATIONS = st.sampled_from([le.OWNER, le.OTHER])


class Actions(RuleBasedStateMachine):
    """The decider's state is kept beside the history, and compared with what the history folds to."""

    @initialize()
    def begin(self) -> None:
        self.history: list[Event] = list(le.stages()["no action"])
        self.state: Learning = learning.state(self.history)
        self.number = 0

    def ask(self, command: Command, person: str) -> None:
        self.number += 1
        for repeat in (False, True):
            at = le.TODAY + timedelta(minutes=self.number)
            occasion = Occasion(at=at, actor=person, id=UUID(int=2 * self.number + repeat))
            try:
                said = learning.decide(command, self.state, occasion)
            except Refused:
                assert not isinstance(command, type(le.recurs) | type(le.due_soon)), "nobody there to be refused"
                return
            assert not (repeat and said), "a repeat said something"
            for event in said:
                self.history.append(event)
                self.state = learning.evolve(self.state, event)

    @rule(command=st.sampled_from(ON_AN_ACTION), action=st.sampled_from(ACTIONS), person=PEOPLE)
    def ask_about_an_action(self, command: Command, action: str, person: str) -> None:
        self.ask(command.model_copy(update={"action": action}), person)

    @rule(organisation=ORGANISATIONS, action=st.sampled_from(ACTIONS), person=PEOPLE)
    def verify(self, organisation: str, action: str, person: str) -> None:
        self.ask(le.verify.model_copy(update={"action": action, "organisation": organisation}), person)

    @rule(command=st.sampled_from(ON_THE_CASE), person=PEOPLE)
    def ask_about_the_case(self, command: Command, person: str) -> None:
        self.ask(command, person)

    @precondition(lambda self: "A1" in self.state.actions)
    @rule(steps=st.integers(min_value=1, max_value=8))
    def go_on_as_one_should(self, steps: int) -> None:
        """Chance alone seldom gets as far as embedded."""
        for command in (le.agree, le.start, le.claim, le.evidence, le.verify, le.six, le.twelve)[:steps]:
            self.ask(command, le.VERIFIER if command is le.verify else le.CLAIMANT)

    @invariant()
    def replay_equals_live(self) -> None:
        assert learning.state(self.history) == self.state

    @invariant()
    def embedded_means_proved_since_it_was_last_re_opened(self) -> None:
        for reference in ACTIONS:
            since: Counter[str] = Counter()
            for event in self.history:
                if getattr(event, "action", "") != reference:
                    continue
                if isinstance(event, ActionReopened):
                    since.clear()
                elif isinstance(event, ActionEmbedded):
                    assert since["measured"] == 2 and since["verified"] == since["claimed"] == 1
                    assert since["evidence"] >= 1
                since["claimed"] += isinstance(event, ActionImplemented)
                since["evidence"] += isinstance(event, EvidenceAdded)
                since["verified"] += isinstance(event, ActionVerified)
                since["measured"] += isinstance(event, ImpactMeasured) and event.embedded

    @invariant()
    def nobody_verifies_their_own_claim_or_their_own_organisation(self) -> None:
        claimed: dict[str, str] = {}
        for event in self.history:
            if isinstance(event, ActionImplemented):
                claimed[event.action] = event.claimed_by
            elif isinstance(event, ActionVerified):
                assert event.verified_by != claimed[event.action]
                assert event.organisation != self.state.actions[event.action].proposed.owner

    @invariant()
    def times_count_up(self) -> None:
        for reference, action in self.state.actions.items():
            times = [e.times for e in self.history if isinstance(e, ActionReopened) and e.action == reference]
            assert times == list(range(1, action.reopened + 1))
            assert not (action.state in CLAIMED and not action.claimed_by)


TestActions = Actions.TestCase
TestActions.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)

"""What does not depend on one another may come in any order, and the case stands as in any other order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from hypothesis import given, settings
from hypothesis import strategies as st

from services.reviews.decider import deciders
from services.reviews.decider.practice_review.closing import still_open
from services.reviews.decider.practice_review.initiating import not_taken_up
from shared.decider import Command, Occasion, by_command
from shared.events.base import Event
from tests.reviews import examples as ex
from tests.reviews import learning_examples as le
from tests.reviews import parallel_examples as pa
from tests.reviews import practice_examples as pr

REVIEWS = deciders(ex.partnership())
BY = by_command(REVIEWS)
BOTH = (pr.take_up, pr.take_up.model_copy(update={"case": pr.OTHER}))
# Each of these is asked by somebody who need not know of the others.
INDEPENDENT: list[Command] = [
    pr.terms,
    ex.check,
    pr.invite,
    pr.invite.model_copy(update={"who": "practitioner", "person": "The health visitor"}),
    pr.request,
    pr.draft,
    pr.notice,
    pa.place,
    pa.place.model_copy(update={"step": "sharing drafts"}),
    pa.link.model_copy(update={"kind": "inquest", "owner": "The coroner"}),
    pa.review.model_copy(update={"review_on": date(2026, 12, 1)}),
    le.propose.model_copy(update={"action": "A7", "recommendation": "R9"}),
    le.plan.model_copy(update={"actions": ()}),
    le.disseminate,
    le.recurs,
]
BEGUN: tuple[Event, ...] = le.after((*pa.beside, ex.appointed, pr.letter_kept), le.record, le.issue)


def after(history: Sequence[Event], commands: Sequence[Command]) -> list[Event]:
    """Ids follow from the command alone, as they do from its key."""
    story = list(history)
    for command in commands:
        decider = REVIEWS[BY[type(command)]]
        occasion = Occasion(le.TODAY, "person:manager", uuid5(NAMESPACE_OID, repr(command)))
        said = decider.decide(command, decider.state(story), occasion)
        assert said, command
        story += said
    return story


def states(story: Sequence[Event]) -> list[Any]:
    return [decider.state(story) for decider in REVIEWS]


@given(st.permutations(INDEPENDENT))
@settings(max_examples=80, deadline=None)
def test_independent_commands_in_any_order_end_in_the_same_states(order: list[Command]) -> None:
    assert states(after(BEGUN, order)) == states(after(BEGUN, INDEPENDENT))


@given(st.permutations(after(BEGUN, INDEPENDENT)[len(BEGUN) :]))
@settings(max_examples=80, deadline=None)
def test_and_so_do_their_events(order: list[Event]) -> None:
    assert states([*BEGUN, *order]) == states(after(BEGUN, INDEPENDENT))


@given(st.permutations(BOTH))
def test_covered_cases_may_answer_a_joint_review_in_any_order(order: list[Command]) -> None:
    story = after(pr.after((), pr.initiate), order)
    assert not_taken_up(states(story)[BY[type(pr.initiate)]]) == []


@given(st.permutations([le.recurs.model_copy(update={"in_case": case}) for case in ("a", "b", "c")]))
def test_a_finding_that_recurs_in_several_cases_re_opens_once_whoever_tells_first(order: list[Command]) -> None:
    state = REVIEWS[BY[type(le.recurs)]].state(after(le.stages()["embedded"], order))
    (action,) = state.actions.values()
    assert (action.state, action.reopened, len(state.recurred)) == ("re-opened", 1, 3)


@given(st.permutations(pr.after(pa.held, pa.lift, pa.conclude)[len(pa.beside) + 1 :]))
def test_a_hold_that_is_lifted_while_its_process_ends_is_open_in_no_order(order: list[Event]) -> None:
    state = REVIEWS[BY[type(pr.close)]].state([*pa.held, *order])
    assert not any("Holds" in each or "Parallel" in each for each in still_open(state))
    assert replace(state.parallel, open=True) == state.parallel

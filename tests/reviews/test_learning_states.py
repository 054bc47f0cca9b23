"""The states of an action as one table: what is asked in each, and what is then said or refused."""

from datetime import date

import pytest

from services.reviews.decider.learning import learning
from shared.decider import Command
from shared.testing import Given
from tests.reviews import learning_examples as le

COMMANDS: dict[str, Command] = {
    "agree": le.agree,
    "reject": le.reject,
    "start": le.start,
    "claim": le.claim,
    "evidence": le.evidence,
    "verify": le.verify,
    "not confirmed": le.not_confirmed,
    "six": le.six,
    "six bad": le.six_bad,
    "twelve": le.twelve,
    "twelve bad": le.twelve_bad,
    "reopen": le.reopen,
    "recurs": le.recurs,
}
NO = "not-in-this-state"
# Per state, what each command says: event names; "" for a repeat, a rule for a refusal. In the order above.
TABLE: dict[str, list[str]] = {
    "proposed": ["ActionAgreed", "ActionRejected", NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, "FindingRecurred"],
    "accepted": ["", NO, "ActionStarted", NO, NO, NO, NO, NO, NO, NO, NO, NO, "FindingRecurred"],
    "rejected": [NO, "", NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, "FindingRecurred"],
    "in progress": ["", NO, "", "ActionImplemented", NO, NO, NO, NO, NO, NO, NO, NO, "FindingRecurred"],
    "implemented": [
        *["", NO, NO, "", "EvidenceAdded", "evidence-first", "evidence-first", NO, NO, NO, NO],
        *["ActionReopened", "FindingRecurred ActionReopened"],
    ],
    "evidenced": [
        *["", NO, NO, "", "", "ActionVerified", "ActionReopened", NO, NO, NO, NO],
        *["ActionReopened", "FindingRecurred ActionReopened"],
    ],
    "verified": [
        *["", NO, NO, "", "", "", NO, "ImpactMeasured", "ImpactMeasured ActionReopened"],
        *["six-months-first", "six-months-first", "ActionReopened", "FindingRecurred ActionReopened"],
    ],
    "measured once": [
        *["", NO, NO, "", "", "", NO, "", "already-measured"],
        *["ImpactMeasured ActionEmbedded", "ImpactMeasured ActionReopened"],
        *["ActionReopened", "FindingRecurred ActionReopened"],
    ],
    "embedded": [
        *["", NO, NO, "", "", "", NO, "", NO, "", NO, "ActionReopened", "FindingRecurred ActionReopened"],
    ],
    "re-opened": ["", NO, "ActionStarted", NO, NO, NO, NO, NO, NO, NO, NO, "", "FindingRecurred"],
}
ROWS = [(state, name, says) for state, row in TABLE.items() for name, says in zip(COMMANDS, row, strict=True)]


@pytest.mark.parametrize(("state", "name", "says"), ROWS, ids=lambda it: it.replace(" ", "-") or "nothing")
def test_the_table(state: str, name: str, says: str) -> None:
    said = Given(learning).given(*le.stages()[state]).when(COMMANDS[name], at=le.TODAY, actor=le.VERIFIER)
    rule = said.refused.rule if said.refused else ""
    assert (" ".join(type(event).__name__ for event in said.happened) or rule) == says


@pytest.mark.parametrize("state", [state for state in TABLE if state != "measured once"])
def test_each_history_leaves_the_action_in_its_state(state: str) -> None:
    assert learning.state(le.stages()[state]).actions["A1"].state == state


def asked(state: str, command: Command, actor: str = le.VERIFIER) -> str:
    said = Given(learning).given(*le.stages()[state]).when(command, at=le.TODAY, actor=actor)
    return said.refused.rule if said.refused else " ".join(type(event).__name__ for event in said.happened)


def test_whoever_claimed_it_does_not_verify_it() -> None:
    assert asked("evidenced", le.verify, le.CLAIMANT) == "verifier-not-claimant"


@pytest.mark.parametrize("name", [le.OWNER, "the  PORTSEA general hospital "])
def test_nobody_of_the_owner_organisation_verifies_it(name: str) -> None:
    assert asked("evidenced", le.verify.model_copy(update={"organisation": name})) == "verifier-not-owner"


def test_implemented_is_never_embedded() -> None:
    """The only way there is through evidence, somebody else's eyes, and two measures that were good."""
    for state in ("implemented", "evidenced", "verified"):
        assert "ActionEmbedded" not in [type(event).__name__ for event in le.stages()[state]]
    assert asked("verified", le.twelve) == "six-months-first"


@pytest.mark.parametrize(
    ("command", "day", "says"),
    [
        (le.six, date(2027, 2, 27), "too-early"),  # done on 31 August: six months end with the short month
        (le.six, date(2027, 2, 28), "ImpactMeasured"),
        (le.twelve, date(2027, 8, 30), "too-early"),
        (le.twelve, date(2027, 8, 31), "ImpactMeasured ActionEmbedded"),
    ],
)
def test_impact_is_measured_no_sooner_than_six_and_twelve_months_after(
    command: Command, day: date, says: str
) -> None:
    state = "verified" if command is le.six else "measured once"
    assert asked(state, command.model_copy(update={"measured_on": day})) == says


def test_found_not_embedded_it_begins_again_and_earlier_proof_counts_no_more() -> None:
    history = le.after(le.stages()["verified"], le.six_bad)
    action = learning.state(history).actions["A1"]
    assert (action.state, action.reopened, action.evidence, action.measured) == ("re-opened", 1, frozenset(), {})
    again = le.after(history, le.start, le.claim)
    refused = Given(learning).given(*again).when(le.verify, at=le.TODAY, actor=le.VERIFIER)
    refused.then_refused("evidence-first")


def test_a_re_opened_action_is_started_with_another_date() -> None:
    later = le.start.model_copy(update={"due_on": date(2028, 6, 30)})
    history = le.after(le.stages()["re-opened"], later)
    assert learning.state(history).actions["A1"].due_on == date(2028, 6, 30)


def test_a_verification_lies_not_before_what_it_verifies() -> None:
    early = le.verify.model_copy(update={"verified_on": date(2026, 8, 30)})
    assert asked("evidenced", early) == "not-before-it-was-done"


def test_a_recurrence_re_opens_only_what_answers_that_finding() -> None:
    second = le.record.model_copy(update={"finding": "F2"})
    history = le.after(le.stages()["embedded"], second)
    other = le.recurs.model_copy(update={"finding": "F2"})
    said = Given(learning).given(*history).when(other, at=le.TODAY)
    assert [type(event).__name__ for event in said.happened] == ["FindingRecurred"]


def test_a_recurrence_of_a_finding_that_is_not_here_says_nothing() -> None:
    Given(learning).given(*le.stages()["embedded"]).when(
        le.recurs.model_copy(update={"finding": "F8"}), at=le.TODAY
    ).then_nothing()

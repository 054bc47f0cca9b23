"""Another footing, or none: proposed by one person and confirmed by another, as two commands."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.intake.casework import (
    ConfirmReclassification,
    DeclineReclassification,
    ProposeReclassification,
    ProposeWithdrawal,
)
from shared.events.base import Event
from shared.events.intake import IncidentReclassified, NotifyDecided, ReclassificationProposed, TriggerClass
from shared.sealed import Sealed
from tests import examples as ex
from tests.intake import examples as asked
from tests.intake.examples import CONFIRMER, PROPOSER
from tests.intake.stories import at, aware, considered, given, met, notified, proposed, reported

as_b = NotifyDecided(**{**dict(ex.notify_decided), "trigger_class": "B", "clock_starts_at": ex.AWARE_AT})


def to(class_: TriggerClass) -> ProposeReclassification:
    return ProposeReclassification(trigger_class=class_, reasons="It looks otherwise now.")


def reclassified(history: tuple[Event, ...], class_: TriggerClass) -> IncidentReclassified:
    """Proposed and confirmed."""
    (first,) = given(*history).when(to(class_), actor=PROPOSER, id=UUID(int=8)).happened
    assert isinstance(first, ReclassificationProposed)
    confirm = ConfirmReclassification(proposal=first.proposal)
    found: IncidentReclassified = (
        given(*history, first).when(confirm, actor=CONFIRMER).then_one(IncidentReclassified)
    )
    return found


def test_one_person_proposes() -> None:
    given(*notified).when(asked.propose, actor=PROPOSER).then(ex.proposed)


def test_another_person_confirms_and_only_then_is_it_reclassified() -> None:
    given(*proposed).when(asked.confirm, actor=CONFIRMER).then(ex.reclassified)


def test_whoever_proposed_it_does_not_confirm_it() -> None:
    given(*proposed).when(asked.confirm, actor=PROPOSER).then_refused("two-people")


def test_anybody_else_may_sign_so_that_no_absence_stops_it() -> None:
    signed = given(*proposed).when(asked.confirm, actor="person:head-of-service").then_one(IncidentReclassified)
    assert (signed.proposed_by, signed.second_signature) == (PROPOSER, "person:head-of-service")


def test_nobody_asks_for_their_own_second_signature() -> None:
    given(*notified).when(asked.propose, actor=CONFIRMER).then_refused("two-people")


def test_the_second_signature_is_no_longer_typed() -> None:
    assert "second_signature" not in ConfirmReclassification.model_fields


def test_the_reasons_are_the_proposers() -> None:
    box: Sealed[str] = Sealed(key=ex.CASE, box="AAAA")  # as it is folded: never open
    as_kept = ex.proposed.model_copy(update={"reasons": box})
    signed = given(*notified, as_kept).when(asked.confirm, actor=CONFIRMER).then_one(IncidentReclassified)
    assert signed.reasons == box


def test_proposing_it_again_says_nothing_and_is_no_second_signature() -> None:
    given(*proposed).when(asked.propose, actor=PROPOSER).then_nothing()
    again = ProposeReclassification(trigger_class="D", reasons="I think so too.")
    given(*proposed).when(again, actor=CONFIRMER).then_refused("already-proposed")


def test_one_proposal_at_a_time() -> None:
    given(*proposed).when(to("B"), actor=PROPOSER).then_refused("already-proposed")


def test_it_is_declined_or_taken_back() -> None:
    for actor in (CONFIRMER, PROPOSER):
        given(*proposed).when(asked.decline, actor=actor).then(ex.declined)


def test_after_a_refusal_it_may_be_proposed_again() -> None:
    again = given(*proposed, ex.declined).when(to("B"), actor=PROPOSER)
    assert again.then_one(ReclassificationProposed).trigger_class == "B"


def test_what_is_settled_stays_settled() -> None:
    given(*proposed, ex.declined).when(asked.confirm, actor=CONFIRMER).then_refused("settled")
    given(*proposed, ex.reclassified).when(asked.decline, actor=CONFIRMER).then_refused("settled")
    given(*proposed, ex.reclassified).when(asked.confirm, actor=CONFIRMER).then_nothing()
    given(*proposed, ex.declined).when(asked.decline, actor=CONFIRMER).then_nothing()


def test_only_what_was_proposed_is_confirmed() -> None:
    other = ConfirmReclassification(proposal=UUID(int=99))
    given(*proposed).when(other, actor=CONFIRMER).then_refused("no-such-proposal")
    given(*notified).when(asked.confirm, actor=CONFIRMER).then_refused("no-such-proposal")
    unknown = DeclineReclassification(proposal=UUID(int=99), reasons="r")
    given(*proposed).when(unknown, actor=CONFIRMER).then_refused("no-such-proposal")


@pytest.mark.parametrize("history", [reported, met, considered], ids=["reported", "met", "considered"])
def test_only_a_decided_notification_is_reclassified(history: tuple[Event, ...]) -> None:
    given(*history).when(asked.propose).then_refused("not-notified")
    given(*history).when(asked.withdraw).then_refused("not-notified")


def test_the_class_it_stands_in_is_no_change() -> None:
    given(*notified).when(to("A")).then_nothing()
    given(*proposed, ex.reclassified).when(to("D")).then_nothing()


# What it means.


def test_withdrawing_is_leaving_the_duty_with_two_signatures() -> None:
    (first,) = given(*notified).when(asked.withdraw, actor=PROPOSER).happened
    assert first == ex.proposed
    withdrawn = given(*notified, first).when(asked.confirm, actor=CONFIRMER).then_one(IncidentReclassified)
    assert (withdrawn.trigger_class, withdrawn.clock_starts_at) == ("D", None)


def test_from_a_to_b_the_duty_runs_on_from_the_clock() -> None:
    said = reclassified(notified, "B")
    assert (said.previous, said.trigger_class, said.clock_starts_at) == ("A", "B", ex.CRITERIA_MET_AT)


def test_from_b_to_a_a_duty_begins_afresh_when_the_suspicion_came() -> None:
    """A death known on Thu 2 April; abuse suspected on Wed 20 May 2026: from there, and not from the death."""
    suspected = ex.criteria_met.model_copy(update={"criteria_met_at": at("2026-05-20T11:00Z")})
    said = reclassified((*aware, as_b, suspected), "A")
    assert (said.previous, said.trigger_class) == ("B", "A")
    assert said.clock_starts_at == at("2026-05-20T11:00Z")


def test_class_a_needs_the_criteria_when_it_is_proposed_and_when_it_is_confirmed() -> None:
    given(*aware, as_b).when(to("A")).then_refused("criteria-first")
    too_early = ex.proposed.model_copy(update={"previous": "B", "trigger_class": "A"})
    given(*aware, as_b, too_early).when(asked.confirm, actor=CONFIRMER).then_refused("criteria-first")


def test_a_clock_corrected_between_the_signatures_counts() -> None:
    (first,) = given(*notified).when(to("B"), actor=PROPOSER).happened
    later = (*notified, first, ex.criteria_corrected)
    said = given(*later).when(asked.confirm, actor=CONFIRMER).then_one(IncidentReclassified)
    assert said.clock_starts_at == ex.criteria_corrected.criteria_met_at


def test_a_withdrawn_notification_may_be_due_after_all() -> None:
    said = reclassified((*proposed, ex.reclassified), "A")
    assert (said.previous, said.trigger_class, said.clock_starts_at) == ("D", "A", ex.CRITERIA_MET_AT)


def test_what_was_reclassified_by_a_typed_signature_still_reads() -> None:
    old = ex.reclassified.model_copy(update={"proposal": None, "proposed_by": ""})
    given(*notified, old).when(ProposeWithdrawal(reasons="r")).then_nothing()
    assert reclassified((*notified, old), "B").previous == "D"


def test_a_proposal_waits_as_long_as_it_must() -> None:
    much_later = at("2026-06-01T12:00Z") + timedelta(days=300)
    given(*proposed).when(asked.confirm, actor=CONFIRMER, at=much_later).then(ex.reclassified)

"""Where word is owed to another authority, a merge loses none of it, and an end of the merge gives it back."""

import pytest

from services.intake.commands import CountReleased, CountTakenOver, SetDutiesAside, TakeUpDuties
from services.intake.merging import merging
from services.intake.merging.commands import MergeCase, TakeOver
from services.intake.reactions import react
from shared.events.base import Event
from shared.events.duties import DutyArose, DutyFellAway
from shared.events.intake import JurisdictionRecorded
from shared.events.merging import CaseMerged, CaseReleased, CaseTakenOver
from shared.sealed import Sealed
from shared.testing import Given
from tests import examples as ex
from tests.contracts import examples_reports as er
from tests.intake import examples as asked
from tests.intake.stories import at, death_known, elsewhere, given, reported
from tests.intake.test_reactions import recorded

HAMPSHIRE = "authority/E10000014"
(arose,) = [event for event in elsewhere if isinstance(event, DutyArose)]
(theirs,) = [event for event in elsewhere if isinstance(event, JurisdictionRecorded)]
reported_by_the_police = ex.incident_reported.model_copy(update={"reported_by": er.by_the_police})
merge = MergeCase(into="other", reasons="The police were called by the ward.")


def owed(events: list[Event]) -> list[str]:
    return [event.owed_to for event in events if isinstance(event, DutyArose)]


def taking_over(*history: Event) -> TakeOver:
    """What the other case is asked when a case with this history is merged into it."""
    merged = Given(merging).given(*history).when(merge).then_one(CaseMerged)
    return next(ask.command for ask in react(recorded(merged)) if isinstance(ask.command, TakeOver))


def test_merged_it_is_owed_there_and_taken_up_again_when_that_is_undone() -> None:
    merged = CaseMerged(into="other", reported_by=ex.incident_reported.reported_by, reasons=Sealed.of("r"))
    fell = given(*elsewhere, merged).when(SetDutiesAside()).then_one(DutyFellAway)
    assert fell.duty == arose.duty
    assert owed(given(*elsewhere, fell).when(TakeUpDuties(), id=ex.QUARANTINE).happened) == [HAMPSHIRE]


def test_no_word_to_another_authority_is_lost_in_a_case_that_does_not_know_whose_the_duty_is() -> None:
    other = Given(merging).given(reported_by_the_police)
    refused = other.when(taking_over(*elsewhere)).refused
    assert refused and (refused.rule, refused.field) == ("word-owed", "/into")
    assert "record-jurisdiction" in refused.detail


def test_merged_into_a_case_that_knows_whose_the_duty_is_the_word_is_owed_there() -> None:
    located: tuple[Event, ...] = (reported_by_the_police, theirs)
    Given(merging).given(*located).when(taking_over(*elsewhere)).then_one(CaseTakenOver)
    count = CountTakenOver(incident_aware_at=ex.AWARE_AT)
    assert owed(given(*located).when(count).happened) == [HAMPSHIRE]


@pytest.mark.parametrize("settled", ["told", "ours after all", "never owed"])
def test_a_case_from_which_nobody_is_owed_word_any_longer_is_merged_into_any(settled: str) -> None:
    then = {
        "told": (*elsewhere, *given(*elsewhere).when(asked.tell_authority, at=at("2026-04-07T10:00Z")).happened),
        "ours after all": (*elsewhere, *given(*elsewhere).when(asked.record_jurisdiction).happened),
        "never owed": death_known,
    }[settled]
    Given(merging).given(reported_by_the_police).when(taking_over(*then)).then_one(CaseTakenOver)


def test_parted_from_a_case_that_knew_earlier_its_date_is_its_own_again_at_once() -> None:
    """Before the worker looks at its date: else it would be missed by one that never was this case's."""
    knew_earlier = CountTakenOver(incident_aware_at=at("2026-04-01T09:00Z"))
    merged = (*elsewhere, *given(*elsewhere).when(knew_earlier, id=ex.QUARANTINE).happened)
    released = CaseReleased(merged="other", incident_aware_at=ex.AWARE_AT)
    (ask,) = react(recorded(released))
    assert ask.subject == ex.CASE
    said = given(*merged, released).when(ask.command)
    assert [type(event) for event in said.happened] == [DutyFellAway, DutyArose]
    assert said.then_one(DutyArose).due == arose.due
    given(*merged, released, *said.happened).when(ask.command).then_nothing()


def test_parted_from_the_only_case_that_knew_nobody_is_owed_word_from_here() -> None:
    located = (*reported, *given(*reported).when(asked.elsewhere).happened)
    merged = (*located, *given(*located).when(CountTakenOver(incident_aware_at=ex.AWARE_AT)).happened)
    assert owed(list(merged)) == [HAMPSHIRE]
    said = given(*merged, CaseReleased(merged="other")).when(CountReleased())
    assert [type(event) for event in said.happened] == [DutyFellAway]

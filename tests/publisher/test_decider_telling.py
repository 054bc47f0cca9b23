"""Families first: who is told before publication, by whom and when; publication warns, and asks why."""

from datetime import date

from services.publisher.telling import warnings
from shared.events.base import Event
from shared.events.beforehand import PersonTold
from shared.testing import Given
from tests.publisher import beforehand as before
from tests.publisher import examples as ex

it = Given(ex.decider())
named = (*ex.scheduled_so_far, before.mother_named)
NOT_READY = "not-ready-to-publish"
SILENT = before.approve.model_copy(update={"untold_because": " "})


def warned(*history: Event) -> list[str]:
    return list(warnings(ex.decider().state(history)))


def test_whoever_is_to_be_told_is_named_with_who_will_tell_them() -> None:
    it.given(ex.opened, ex.owed).when(before.name_mother).then(before.mother_named)
    it.given(ex.opened, ex.owed, before.mother_named).when(before.name_mother).then_nothing()


def test_that_they_were_told_is_recorded_with_by_whom_when_and_how() -> None:
    it.given(*named).when(before.tell_mother, at=ex.IN_DECEMBER).then(before.mother_told)
    it.given(*named, before.mother_told).when(before.tell_mother, at=ex.IN_DECEMBER).then_nothing()


def test_nobody_was_told_tomorrow() -> None:
    early = before.tell_mother.model_copy(update={"told_on": date(2026, 12, 22)})
    it.given(*named).when(early, at=ex.IN_DECEMBER).then_refused("not-in-the-future")


def test_nobody_is_told_who_is_not_named() -> None:
    it.given(*ex.scheduled_so_far).when(before.tell_mother, at=ex.IN_DECEMBER).then_refused("no-such-person")
    it.given(*ex.scheduled_so_far).when(before.leave_mother).then_refused("no-such-person")


def test_who_cannot_be_found_is_not_told_for_a_reason_and_once_found_can_be() -> None:
    it.given(*named).when(before.leave_mother).then(before.mother_not_told("person:officer"))
    left = (*named, before.mother_not_told())
    it.given(*left).when(before.leave_mother).then_nothing()
    assert warned(*left) == []
    it.given(*left).when(before.tell_mother, at=ex.IN_DECEMBER).then_one(PersonTold)


def test_who_was_told_is_not_left_untold() -> None:
    it.given(*named, before.mother_told).when(before.leave_mother).then_nothing()


def test_publication_warns_when_somebody_has_not_been_told() -> None:
    assert warned(*ex.scheduled_so_far) == ["Nobody is named who is to be told before publication."]
    assert warned(*named) == ["Of 1 people who are to be told before publication, 1 have not been."]
    assert warned(*named, before.mother_told) == []


def test_the_warning_asks_for_a_reason_and_does_not_stand_in_the_way() -> None:
    refused = it.given(*named).when(SILENT, at=ex.IN_DECEMBER, actor=before.APPROVER)
    refused.then_refused(NOT_READY)
    assert refused.refused and "Tell them, or say why not in untold_because." in refused.refused.detail
    why = before.approve.untold_because
    approved = before.approved_by(before.APPROVER, before.MOTHER, because=why)
    it.given(*named).when(before.approve, at=ex.IN_DECEMBER, actor=before.APPROVER).then(approved)


def test_once_everybody_was_told_no_reason_is_asked_or_kept() -> None:
    history = (*named, before.mother_told)
    approved = before.approved_by(before.APPROVER)
    it.given(*history).when(SILENT, at=ex.IN_DECEMBER, actor=before.APPROVER).then(approved)
    it.given(*history).when(before.approve, at=ex.IN_DECEMBER, actor=before.APPROVER).then(approved)


def test_somebody_named_after_the_approval_takes_it_back() -> None:
    back = before.back("somebody is to be told")
    it.given(*ex.approved_so_far).when(before.name_mother).then(before.mother_named, back)
    it.given(*ex.scheduled_so_far).when(before.name_mother).then(before.mother_named)
    it.given(*ex.published_so_far).when(before.name_mother).then(before.mother_named)


def test_what_they_said_and_their_names_are_sealed() -> None:
    for event in (before.mother_named, before.mother_told, before.mother_not_told()):
        assert "Ruth" not in repr(event) and "address" not in repr(event) and "Willow" not in repr(event)


def test_nobody_is_told_of_a_case_without_a_publication() -> None:
    for command in (before.name_mother, before.tell_mother, before.leave_mother):
        it.given().when(command, at=ex.IN_DECEMBER).then_refused("no-such-case")

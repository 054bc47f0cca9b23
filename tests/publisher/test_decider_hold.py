"""A hold on publication: nothing is scheduled while it is open, and what was scheduled is not any more."""

from uuid import UUID

from services.publisher.commands import Publish, SchedulePublication
from services.publisher.held import NoteHold, NoteRelease
from shared.events.holding import PublicationHeld, PublicationReleased
from shared.testing import Given
from tests.publisher import examples as ex

it = Given(ex.decider())
HOLD, OTHER = UUID(int=21), UUID(int=22)
held, released = PublicationHeld(hold=HOLD), PublicationReleased(hold=HOLD)
schedule = SchedulePublication(publish_on=ex.PUBLISH_ON)


def test_nothing_is_scheduled_while_a_hold_is_open() -> None:
    answer = it.given(*ex.sent_so_far, held).when(schedule, at=ex.IN_DECEMBER)
    answer.then_refused("not-ready-to-publish")
    assert answer.refused and "another process" in answer.refused.detail


def test_a_hold_takes_back_the_day_and_nothing_is_published_on_it() -> None:
    it.given(*ex.scheduled_so_far).when(NoteHold(hold=HOLD)).then(held)
    it.given(*ex.approved_so_far, held).when(Publish(text=ex.text), at=ex.PUBLISHED_AT).then_nothing()


def test_once_every_hold_is_lifted_a_day_is_chosen_anew() -> None:
    history = (*ex.scheduled_so_far, held, PublicationHeld(hold=OTHER))
    it.given(*history).when(NoteRelease(hold=HOLD)).then(released)
    it.given(*history, released).when(schedule, at=ex.IN_DECEMBER).then_refused("not-ready-to-publish")
    free = (*history, released, PublicationReleased(hold=OTHER))
    it.given(*free).when(schedule, at=ex.IN_DECEMBER).then(ex.scheduled)


def test_a_hold_that_is_older_than_the_publication_counts() -> None:
    it.given().when(NoteHold(hold=HOLD)).then(held)
    it.given(held, *ex.sent_so_far).when(schedule, at=ex.IN_DECEMBER).then_refused("not-ready-to-publish")


def test_a_hold_counts_once_and_not_after_publication() -> None:
    it.given(*ex.sent_so_far, held).when(NoteHold(hold=HOLD)).then_nothing()
    it.given(*ex.sent_so_far, held, released).when(NoteHold(hold=HOLD)).then_nothing()
    it.given(*ex.sent_so_far).when(NoteRelease(hold=HOLD)).then_nothing()
    it.given(*ex.published_so_far).when(NoteHold(hold=HOLD)).then_nothing()

"""Each row of the publisher's table of commands: what is said, and the invariant that refuses it."""

from datetime import date

import pytest

from services.publisher.commands import Publish, SchedulePublication, SendAdvanceCopies, TakeDown
from shared.decider import Command
from shared.events.base import Event
from shared.events.beforehand import PublicationApproved
from shared.events.dispatch import DispatchDue
from shared.events.holding import PublicationHeld
from shared.events.publisher import (
    AnonymityCertified,
    PublicationScheduled,
    ReportPublished,
    ReportTakenDown,
)
from shared.testing import Given
from tests.publisher import beforehand as before
from tests.publisher import examples as ex

it = Given(ex.decider())
send, schedule = SendAdvanceCopies(publish_on=ex.PUBLISH_ON), SchedulePublication(publish_on=ex.PUBLISH_ON)
one_signed = (*ex.scanned_so_far, ex.signed(ex.FIRST))
changed = (*ex.scheduled_so_far, ex.drafted(ex.other_text))
bare = ex.text.model_copy(update={"reviewer": "", "briefing": ()})
late = (*ex.certified_so_far, *(event for r in ex.RECIPIENTS for event in ex.sent_to(r, ex.A_DAY_LATE)))


@pytest.mark.parametrize(
    ("history", "command", "said"),
    [
        (one_signed, ex.sign(), AnonymityCertified),
        (ex.certified_so_far, send, DispatchDue),
        (ex.sent_so_far, schedule, PublicationScheduled),
        (ex.scheduled_so_far, before.approve, PublicationApproved),
        (ex.approved_so_far, Publish(text=ex.text), ReportPublished),
        (ex.published_so_far, TakeDown(), ReportTakenDown),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_what_each_command_says(history: tuple[Event, ...], command: Command, said: type[Event]) -> None:
    at = {Publish: ex.PUBLISHED_AT, TakeDown: ex.TAKEN_DOWN_AT}.get(type(command), ex.IN_DECEMBER)
    happened = it.given(*history).when(command, at=at, actor=ex.SECOND).happened
    assert said in {type(event) for event in happened}


@pytest.mark.parametrize(
    ("history", "command", "actor", "rule", "reason"),
    [
        (one_signed, ex.sign(ex.OTHER_HASH), ex.SECOND, "another-text", "another text"),
        (one_signed, ex.sign(), ex.WRITER, "two-people", "drafted"),
        (ex.scanned_so_far, send, ex.WRITER, "not-certified", "Two people"),
        (changed, send, ex.WRITER, "not-certified", "exactly this text"),
        (ex.certified_so_far, schedule, ex.WRITER, "not-ready-to-publish", "not been handed"),
        (late, schedule, ex.WRITER, "not-ready-to-publish", "the last day was Wed 23 Dec 2026"),
        (changed, schedule, ex.WRITER, "not-ready-to-publish", "an advance copy of another text"),
        (
            (*ex.sent_so_far, PublicationHeld(hold=before.COMMENT)),
            *(schedule, ex.WRITER, "not-ready-to-publish", "another process"),
        ),
        (
            (*ex.accepted_so_far, ex.drafted(bare)),
            *(schedule, ex.WRITER, "not-ready-to-publish", "lacks the reviewer's name"),
        ),
        (
            (*ex.accepted_so_far, ex.drafted(bare)),
            *(schedule, ex.WRITER, "not-ready-to-publish", "lacks the six-step briefing"),
        ),
        (ex.scheduled_so_far, before.approve, "person:officer", "not-ready-to-publish", "It takes two people"),
    ],
)
def test_the_invariant_that_refuses_it(
    history: tuple[Event, ...], command: Command, actor: str, rule: str, reason: str
) -> None:
    answer = it.given(*history).when(command, at=ex.IN_DECEMBER, actor=actor)
    answer.then_refused(rule)
    assert answer.refused and reason in answer.refused.detail


def test_the_clocks_of_the_table() -> None:
    assert ex.copy_owed("ofsted").due.due_on == date(2026, 12, 23)  # seven working days before Wed 6 Jan 2027
    assert ex.take_down_owed(ex.PUBLISH_ON).due.due_on == date(2028, 1, 7)  # the anniversary has fully run

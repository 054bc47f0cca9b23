"""What a person attests has no date before the authority knew: a mistyped year meets no duty in time."""

from datetime import UTC, datetime, timedelta

import pytest

from services.notifier.commands import AttestTold, RecountNotification
from services.notifier.dated import WHEN
from shared.decider import Command
from shared.events.base import Event
from shared.events.duties import DutyArose, DutyMet
from shared.testing import Given
from tests import examples as ex
from tests.notifier import examples as asked
from tests.notifier.examples import PARENTS, approved, sent, story

given = Given(asked.decider()).given
A_YEAR_EARLY = datetime(2025, 4, 9, 10, 0, tzinfo=UTC)
of_b = story(asked.open_it("B"))
tell = AttestTold(duty=asked.duty_to(PARENTS), told_by="person:a", told_at=ex.SENT_AT, account="By telephone.")
ASKED: list[tuple[tuple[Event, ...], Command]] = [
    (approved(), asked.attest),
    (sent(), asked.receive),
    (sent(), asked.validate),
    (sent(), asked.refuse),
    (sent(), asked.bounce),
    (of_b, tell),
]


@pytest.mark.parametrize(("history", "command"), ASKED, ids=[type(command).__name__ for _, command in ASKED])
def test_it_is_refused_before_the_day_of_the_awareness(history: tuple[Event, ...], command: Command) -> None:
    name = WHEN[type(command)]
    refused = given(*history).when(command.model_copy(update={name: A_YEAR_EARLY})).refused
    assert refused and (refused.rule, refused.field) == ("not-before-awareness", f"/{name}")
    assert given(*history).when(command).happened


def test_every_time_that_a_person_or_a_recipient_names_is_looked_at() -> None:
    assert {type(command) for _, command in ASKED} == set(WHEN)


def test_earlier_on_that_very_day_it_stands_for_clocks_differ() -> None:
    that_morning = ex.AWARE_AT - timedelta(hours=8)
    said = given(*of_b).when(tell.model_copy(update={"told_at": that_morning}))
    assert not said.then_one(DutyMet).late


def test_a_clock_that_was_set_earlier_counts() -> None:
    """A merge brought an earlier awareness: what was sent then was sent in time."""
    recount = RecountNotification(clock_starts_at=ex.AWARE_AT - timedelta(days=3))
    then = tell.model_copy(update={"told_at": ex.AWARE_AT - timedelta(days=2)})
    given(*of_b).when(then).then_refused("not-before-awareness")
    recounted = given(*of_b).when(recount).happened
    owed = [e for e in recounted if isinstance(e, DutyArose) and e.owed_to == PARENTS]
    then = then.model_copy(update={"duty": owed[0].duty})
    assert not given(*of_b, *recounted).when(then).then_one(DutyMet).late

"""The canary's end at a recipient that is nobody, and that nobody else makes anything of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.console.facts import facts
from services.console.milestones import columns
from services.notifier.canary import HandOverCanary, canary
from services.notifier.reactions import react as notifier
from services.publisher.reactions import react as publisher
from services.reviews.reactions import react as reviews
from shared.events.canary import CanaryHandedOver, CanarySent
from shared.testing import Given
from tests.contracts.records import examples

given = Given(canary).given
SENT = datetime(2026, 4, 9, 10, tzinfo=UTC)
LATER = SENT + timedelta(minutes=1)
CANARIES = [each for each in examples() if isinstance(each.data, CanarySent | CanaryHandedOver)]


def test_it_is_handed_over_once() -> None:
    handed = given().when(HandOverCanary(sent_at=SENT)).then_one(CanaryHandedOver)
    assert handed.sent_at == SENT
    given(handed).when(HandOverCanary(sent_at=SENT)).then_nothing()


def test_a_newer_one_is_another_and_an_older_one_tells_nothing_more() -> None:
    handed = CanaryHandedOver(sent_at=LATER)
    given(CanaryHandedOver(sent_at=SENT)).when(HandOverCanary(sent_at=LATER)).then(handed)
    given(handed).when(HandOverCanary(sent_at=SENT)).then_nothing()


def test_there_are_two_events_of_a_canary() -> None:
    assert sorted(each.source for each in CANARIES) == ["intake", "notifier"]


@pytest.mark.parametrize("recorded", CANARIES, ids=lambda each: each.type)
def test_no_service_reacts_to_a_canary_and_no_figure_counts_it(recorded: Any) -> None:
    assert [list(others(recorded)) for others in (notifier, reviews, publisher)] == [[], [], []]
    assert columns(recorded) == {}
    assert list(facts(recorded)) == []

"""A publication of which nothing is to be published any more."""

from uuid import UUID

import pytest

from services.publisher.commands import Publish, SchedulePublication
from services.publisher.ending import EndPublication
from shared.events.base import Event
from shared.events.duties import DutyFellAway
from shared.events.holding import PublicationEnded
from shared.events.practice import NonPublicationDecided, PracticeReviewSuperseded
from shared.sealed import Sealed
from shared.testing import Given
from tests.publisher import examples as ex
from tests.publisher.test_reactions import heard

it = Given(ex.decider())
end = EndPublication(practice_review=ex.PRACTICE_REVIEW, because="another review takes its place")
ended = PublicationEnded(publication=ex.PUBLICATION, because="another review takes its place")


def test_what_was_owed_to_the_public_falls_away() -> None:
    said = it.given(ex.opened, ex.owed).when(end)
    assert said.happened[0] == ended
    assert [type(event) for event in said.happened[1:]] == [DutyFellAway]


def test_it_ends_once_and_not_for_another_review_nor_once_it_is_public() -> None:
    it.given(ex.opened, ex.owed, ended).when(end).then_nothing()
    it.given(ex.opened, ex.owed).when(end.model_copy(update={"practice_review": UUID(int=99)})).then_nothing()
    it.given(*ex.published_so_far).when(end).then_nothing()
    it.given().when(end).then_nothing()


def test_nothing_is_published_after_its_end_though_it_was_scheduled() -> None:
    history = (*ex.approved_so_far, ended)
    it.given(*history).when(Publish(text=ex.text), at=ex.PUBLISHED_AT).then_nothing()
    schedule = SchedulePublication(publish_on=ex.PUBLISH_ON)
    it.given(*history).when(schedule, at=ex.IN_DECEMBER).then_refused("publication-ended")


def decided(scope: str) -> Event:
    return NonPublicationDecided(
        practice_review=ex.PRACTICE_REVIEW,
        decision=UUID(int=5),
        scope=scope,
        decided_on=ex.PUBLISH_ON,
        justification=Sealed.of("Why."),
    )


@pytest.mark.parametrize(
    ("event", "because"),
    [
        (
            PracticeReviewSuperseded(practice_review=ex.PRACTICE_REVIEW, by="joint review"),
            "another review takes its place",
        ),
        (decided("nothing"), "the partners decided not to publish"),
    ],
)
def test_reviews_ends_a_publication(event: Event, because: str) -> None:
    asked = [ask.command for ask in heard(event)]
    assert asked == [end.model_copy(update={"because": because})]

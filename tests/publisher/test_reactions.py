"""What reviews says, and what the publisher makes of it."""

from datetime import datetime
from uuid import UUID

from services.publisher.reactions import react
from shared.decider import Ask
from shared.events.base import Event, Recorded
from tests.publisher import examples as ex


def heard(event: Event, at: datetime = ex.ACCEPTED_AT) -> list[Ask]:
    id_ = UUID(int=3)
    recorded = Recorded(
        id=id_,
        source="reviews",
        type="",
        subject=ex.CASE,
        version=1,
        time=at,
        cause=id_,
        correlation=id_,
        actor="person:manager",
        data=event,
    )
    return list(react(recorded))


def test_a_practice_review_begun_opens_a_publication_due_when_reviews_said() -> None:
    assert heard(ex.initiated) == [Ask(ex.CASE, ex.open_it)]


def test_an_accepted_report_makes_it_ready_with_the_reviewer_still_sealed() -> None:
    assert heard(ex.accepted) == [Ask(ex.CASE, ex.make_ready)]


def test_our_own_words_ask_for_nothing() -> None:
    assert [heard(event) for event in (ex.opened, ex.drafted(), ex.published)] == [[], [], []]

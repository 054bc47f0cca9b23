"""Improvements only: what is published instead of the report, when the partners decided so."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.publisher.beforehand import LimitToImprovements
from services.publisher.commands import Publish, SchedulePublication
from services.publisher.text import text_hash
from shared.events.base import Event
from shared.events.dispatch import DispatchWithdrawn
from shared.events.duties import DutyFellAway
from shared.events.publisher import DraftSaved, PublicText, ReportPublished
from shared.testing import Given
from tests.publisher import beforehand as before
from tests.publisher import examples as ex
from tests.publisher.test_decider_ending import decided
from tests.publisher.test_reactions import heard

it = Given(ex.decider())
limit = LimitToImprovements(practice_review=ex.PRACTICE_REVIEW, decision=UUID(int=5), decided_on=date(2026, 12, 2))
improvements = PublicText(title="Improvements", pseudonym="Willow", reviewer="", report="# Improve", briefing=())


def test_reviews_limits_a_publication_to_improvements() -> None:
    (ask,) = heard(decided("improvements only"))
    assert ask.command == limit.model_copy(update={"decided_on": ex.PUBLISH_ON})


@pytest.mark.parametrize(
    "history", [(ex.opened, ex.owed), ex.accepted_so_far, ex.certified_so_far, ex.approved_so_far]
)
def test_whatever_was_drafted_certified_or_scheduled_was_of_the_report_and_is_void(
    history: tuple[Event, ...],
) -> None:
    happened = it.given(*history).when(limit).happened
    assert happened[0] == before.limited
    state = ex.decider().state([*history, *happened])
    assert (state.text_hash, state.certified, state.publish_on, state.approved) == ("", False, None, False)
    assert not state.passage.scanned
    it.given(*history, *happened).when(Publish(text=ex.text), at=ex.PUBLISHED_AT).then_nothing()


def test_copies_that_have_not_left_do_not() -> None:
    happened = it.given(*ex.certified_so_far, *ex.copies_due).when(limit).happened
    assert [type(event) for event in happened[1:]] == [DispatchWithdrawn] * 3 + [DutyFellAway] * 3


def test_what_is_owed_to_the_public_is_still_owed() -> None:
    state = ex.decider().state([*ex.accepted_so_far, before.limited])
    assert state.open_duty("practice-review", "public") and not state.ended


def test_it_is_limited_once_and_not_for_another_review_nor_once_it_is_public_or_over() -> None:
    it.given(*ex.accepted_so_far, before.limited).when(limit).then_nothing()
    other = limit.model_copy(update={"practice_review": UUID(int=99)})
    it.given(*ex.accepted_so_far).when(other).then_nothing()
    it.given(*ex.published_so_far).when(limit).then_nothing()
    it.given().when(limit).then_nothing()


def story(words: PublicText) -> tuple[Event, ...]:
    """From the decision to the certificate, the copies and the schedule of this text."""

    def of_it(event: Event) -> Event:
        fields = {"text_hash": text_hash(words)} if "text_hash" in type(event).model_fields else {}
        return event.model_copy(update=fields)

    def copied(event: Event) -> Event:
        known = "document_hash" in type(event).model_fields
        return event.model_copy(update={"document_hash": text_hash(words)} if known else {})

    later = (e for e in ex.scheduled_so_far if e not in (*ex.accepted_so_far, ex.drafted()))
    return (*ex.accepted_so_far, before.limited, ex.drafted(words), *(copied(of_it(e)) for e in later))


def test_information_on_improvements_needs_neither_reviewer_nor_briefing_but_everything_else() -> None:
    saved = it.given(*ex.accepted_so_far, before.limited).when(ex.save(improvements)).then_one(DraftSaved)
    assert saved.lacks
    history = story(improvements)[:-1]
    schedule = SchedulePublication(publish_on=ex.PUBLISH_ON)
    it.given(*history).when(schedule, at=ex.IN_DECEMBER).then(
        ex.scheduled.model_copy(update={"text_hash": text_hash(improvements)})
    )
    uncopied = tuple(e for e in history if not hasattr(e, "handed_over_at"))
    refused = it.given(*uncopied).when(schedule, at=ex.IN_DECEMBER)
    refused.then_refused("not-ready-to-publish")
    assert refused.refused and refused.refused.detail.count("has not been handed an advance copy") == 3


def test_what_is_published_says_that_it_is_improvements_only() -> None:
    hash_ = text_hash(improvements)
    history = (*story(improvements), ex.approved.model_copy(update={"text_hash": hash_}))
    at = datetime(2027, 1, 6, 0, 0, tzinfo=UTC)
    said = it.given(*history).when(Publish(text=improvements), at=at).then_one(ReportPublished)
    assert said.scope == "improvements only"

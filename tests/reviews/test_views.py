"""Given events, then rows; rebuilt, the same rows."""

from datetime import date, datetime

import pytest

from services.reviews.views import reviews
from services.reviews.views.reviews import ReviewRow
from shared import views
from shared.dispatch import post
from shared.duties import agenda, board
from shared.events.dispatch import DispatchDue
from shared.events.duties import DutyArose
from shared.service import Service
from tests.reviews import examples as ex
from tests.reviews import stories
from tests.reviews.conftest import SteppedClock
from tests.reviews.stories import Others, do

pytestmark = pytest.mark.real


async def row_of(service: Service) -> ReviewRow:
    found = await reviews.one(service.log.pool, ex.CASE)
    assert found
    return found


async def test_an_opened_rapid_review_shows_its_due_date(service: Service) -> None:
    await Others(service).say("notifier", stories.submitted)
    row = await row_of(service)
    assert (row.state, row.due_on, row.criteria_assessed, row.next_step) == ("open", ex.DUE_ON, [], None)
    (duty,) = await board.of_case(service.log.pool, ex.CASE)
    assert (duty.rule, duty.owed_to, duty.strength, duty.state) == (
        "rapid-review",
        "national-panel",
        "should",
        "open",
    )


async def test_a_correction_takes_the_place_of_the_earlier_finding(service: Service) -> None:
    await stories.with_the_cases_key(service)
    await Others(service).say("notifier", stories.submitted)
    await do(service, ex.assess("11c"), ex.assess("11a"), ex.assess("11c", met=False, correction=True))
    row = await row_of(service)
    assert (row.criteria_assessed, row.criteria_met) == (["11a", "11c"], ["11a"])


async def test_the_decision_shows_who_dissents_and_by_when_the_report_is_due(service: Service) -> None:
    await stories.decided(service)
    row = await row_of(service)
    assert (row.state, row.next_step, row.decided_on) == ("decided", "practice review", ex.DECIDED_ON)
    assert (row.agrees, row.dissents) == (["authority", "integrated-care-board"], ["chief-officer-of-police"])
    assert (row.practice_review_state, row.practice_review_due_on) == ("initiated", date(2026, 10, 29))


async def test_the_whole_story_from_hand_over_to_accepted_report(service: Service, stepped: SteppedClock) -> None:
    await stories.sent(service)
    stepped.at = ex.LATER
    await do(service, ex.reply, ex.appoint, ex.check, ex.accept)
    row = await row_of(service)
    assert (row.state, row.panel_reply, row.submitted_at) == ("panel answered", "agrees", ex.TODAY)
    assert (row.practice_review_state, row.report_accepted_on) == ("report accepted", date(2026, 9, 30))
    assert (row.reviewer_appointed, row.last_checked_on, row.recommendations) == (True, date(2026, 5, 27), 1)
    (duty,) = await board.of_case(service.log.pool, ex.CASE)
    assert (duty.state, duty.met_at) == ("met", ex.TODAY)


async def test_a_removed_reviewer_leaves_the_place_free(service: Service) -> None:
    await stories.decided(service)
    await do(service, ex.appoint, ex.remove)
    row = await row_of(service)
    assert (row.reviewer_appointed, row.practice_review_state) == (False, "initiated")


async def test_a_reclassification_leaves_nothing_owed(service: Service) -> None:
    others = Others(service)
    await others.say("notifier", stories.submitted)
    await others.say("intake", stories.reclassified)
    assert (await row_of(service)).state == "cancelled"
    assert await board.outstanding(service.log.pool) == []


async def test_overtaken_by_its_reclassification_a_submission_opens_nothing(service: Service) -> None:
    others = Others(service)
    await others.say("intake", stories.reclassified)
    await others.say("notifier", stories.submitted)  # which had heard nothing of it
    assert await reviews.all_reviews(service.log.pool, 25, None) == []
    assert await board.outstanding(service.log.pool) == []


async def test_the_notifiers_duties_and_dispatches_are_not_taken_for_ours(service: Service) -> None:
    duty, due = ex.opened[1], ex.dispatch_due
    assert isinstance(duty, DutyArose) and isinstance(due, DispatchDue)
    await Others(service).say("notifier", duty, due)
    never = datetime.max.replace(tzinfo=ex.TODAY.tzinfo)
    pool = service.log.pool
    assert await board.of_case(pool, ex.CASE) == []
    assert await post.of_case(pool, ex.CASE) == []
    assert await agenda.due(pool, never) == []


async def test_rebuilt_views_are_the_same(service: Service, stepped: SteppedClock) -> None:
    await stories.sent(service)
    stepped.at = ex.LATER
    await do(service, ex.reply, ex.appoint, ex.check, ex.accept)
    async with service.log.pool.acquire() as connection:
        before = await views.hashes(connection, "views")
        compared = await views.compared(service, connection)
        assert compared and all(live == folded for live, folded in compared.values())
        await views.rebuild(service, connection)
        assert await views.hashes(connection, "views") == before


async def test_back_in_class_a_the_row_stands_where_it_stood_with_another_due_date(service: Service) -> None:
    """The story is said at the time of the submission, Mon 13 April: the due date falls on the same day again."""
    await stories.with_the_cases_key(service)
    others = Others(service)
    await others.say("notifier", stories.submitted)
    back = stories.reclassified.model_copy(update={"previous": "D", "trigger_class": "A"})
    await others.say("intake", stories.reclassified, back)
    row = await row_of(service)
    assert (row.state, row.due_on) == ("open", ex.DUE_ON)
    duties = await board.of_case(service.log.pool, ex.CASE)
    assert sorted(duty.state for duty in duties) == ["fell away", "open"]

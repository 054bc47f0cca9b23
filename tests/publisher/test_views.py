"""Given events, then rows; rebuilt, the same rows."""

from datetime import date, timedelta

import pytest

from services.publisher.commands import ListPastReview
from services.publisher.past_reviews import SUBJECT
from services.publisher.views import publications, timetable
from services.publisher.views import site as site_view
from services.publisher.views.publications import PublicationRow
from shared import views
from shared.dispatch import post
from shared.duties import agenda, board
from shared.events.dispatch import DispatchDue
from shared.events.duties import DutyArose
from shared.service import Service
from tests.publisher import examples as ex
from tests.publisher import stories
from tests.publisher.conftest import SteppedClock

pytestmark = pytest.mark.real


async def row_of(service: Service) -> PublicationRow:
    found = await publications.one(service.log.pool, ex.CASE)
    assert found
    return found


async def test_an_opened_publication_is_owed_to_the_public(service: Service) -> None:
    await stories.hear(service, "reviews", ex.initiated)
    assert (await row_of(service)).state == "opened"
    (duty,) = await board.of_case(service.log.pool, ex.CASE)
    assert (duty.rule, duty.owed_to, duty.strength, duty.due_on) == (
        "practice-review",
        "public",
        "must",
        ex.DUE_ON,
    )


async def test_the_row_follows_draft_and_certificate(service: Service) -> None:
    await stories.certified(service)
    row = await row_of(service)
    assert (row.state, row.text_hash, row.drafted_by) == ("certified", ex.HASH, ex.WRITER)
    assert row.signed_by == [ex.FIRST, ex.SECOND]


async def test_another_text_takes_signatures_and_day_away(service: Service, stepped: SteppedClock) -> None:
    await stories.scheduled(service, stepped)
    await stories.do(service, ex.save(ex.other_text))
    row = await row_of(service)
    assert (row.state, row.text_hash, row.signed_by, row.publish_on) == ("drafted", ex.OTHER_HASH, [], None)
    assert await timetable.next_at(service.log.pool, ex.IN_DECEMBER) is None


async def test_the_timetable_knows_both_days(service: Service, stepped: SteppedClock) -> None:
    await stories.scheduled(service, stepped)
    db = service.log.pool
    assert await timetable.next_at(db, ex.IN_DECEMBER) == ex.PUBLISHED_AT
    assert await timetable.due(db, ex.PUBLISHED_AT - timedelta(seconds=1)) == []
    await stories.work(service, stepped, ex.PUBLISHED_AT)
    to_repository = ex.PUBLISHED_AT + timedelta(days=7)
    assert await timetable.next_at(db, ex.PUBLISHED_AT) == to_repository
    await stories.work(service, stepped, to_repository)
    assert await timetable.next_at(db, to_repository) == ex.TAKEN_DOWN_AT
    await stories.work(service, stepped, ex.TAKEN_DOWN_AT)
    assert await db.fetchval("SELECT count(*) FROM timetable") == 0


async def test_a_take_down_leaves_the_title_and_takes_the_text(service: Service, stepped: SteppedClock) -> None:
    reference = await stories.published(service, stepped)
    found = await site_view.one(service.log.pool, reference)
    assert found and found[1] == ex.text
    await stories.work(service, stepped, ex.TAKEN_DOWN_AT)
    found = await site_view.one(service.log.pool, reference)
    assert found and (found[0].title, found[0].taken_down_on, found[1]) == (ex.text.title, ex.TAKE_DOWN_ON, None)


async def test_what_others_owe_and_send_is_not_ours(service: Service) -> None:
    theirs = DispatchDue(
        dispatch=ex.PUBLICATION,
        purpose="notification",
        about=ex.PUBLICATION,
        recipient="ofsted",
        channel="email",
        revision=1,
    )
    duty = DutyArose(duty=ex.DUTY, about=ex.PUBLICATION, owed_to="ofsted", strength="must", due=ex.due)
    await stories.hear(service, "notifier", theirs, duty)
    db = service.log.pool
    assert await post.of_case(db, ex.CASE) == await board.of_case(db, ex.CASE) == []
    assert await agenda.next_at(db, ex.IN_DECEMBER) is None


async def test_rebuilt_is_the_same(service: Service, stepped: SteppedClock) -> None:
    await stories.published(service, stepped)
    ted = ListPastReview(title="Ted", kind="practice review", year=2022)
    await stories.do(service, ted, subject=SUBJECT)
    await stories.work(service, stepped, ex.TAKEN_DOWN_AT)
    async with service.log.pool.acquire() as connection:
        for table, (live, folded) in (await views.compared(service, connection)).items():
            assert live == folded, table
    assert [row.taken_down_on for row in await publications.all_publications(service.log.pool)] == [
        date(2028, 1, 7)
    ]

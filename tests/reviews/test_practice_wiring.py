"""A practice review through the real log: its letters, a joint review over two streams, what is overdue."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from services.reviews import practice_letters
from services.reviews.views import watch
from services.reviews.worker import composer
from shared import watched
from shared.dispatch import post
from shared.events.parallel import HoldPlaced, ParallelProcessLinked
from shared.events.practice import CoveredBy, IncidentTakenUp, PracticeReviewSuperseded
from shared.events.reviews import PanelReplyMissed
from shared.service import Service
from tests.reviews import examples as ex
from tests.reviews import parallel_examples as pa
from tests.reviews import practice_examples as pr
from tests.reviews import stories
from tests.reviews.conftest import SteppedClock

pytestmark = pytest.mark.real


async def said(service: Service, case: str) -> list[object]:
    return [type(recorded.data) for recorded in await service.log.about(case) if recorded.source == "reviews"]


async def test_a_joint_review_and_the_case_it_covers_tell_one_another(
    service: Service, stepped: SteppedClock
) -> None:
    await stories.decided(service)
    stepped.at = ex.LATER
    asked = pr.initiate.model_copy(update={"covers": (ex.CASE,)})
    await service.do(pr.JOINT, asked, actor="person:manager", cause=uuid4())
    assert (await said(service, ex.CASE))[-2:] == [CoveredBy, PracticeReviewSuperseded]
    assert (await said(service, pr.JOINT))[-1] is IncidentTakenUp


async def test_the_letters_tell_what_they_are_about_and_no_courts_number(
    service: Service, stepped: SteppedClock
) -> None:
    await stories.decided(service)
    stepped.at = ex.LATER
    await stories.do(service, ex.appoint, pa.link)
    (linked,) = [r.data for r in await service.log.about(ex.CASE) if isinstance(r.data, ParallelProcessLinked)]
    await stories.do(service, pr.delay.model_copy(update={"process": linked.process}), ex.accept, pr.not_publish)
    rows = [row for row in await post.of_case(service.log.pool, ex.CASE) if row.recipient == "national-panel"]
    compose = composer(service, ex.partnership())
    texts = {row.purpose: (await compose(row)).text for row in rows}
    assert "Dr A. Example" in texts["reviewer named"] and "Led six reviews" in texts["reviewer named"]
    assert "Thu 29 Oct 2026, which does not change" in texts["delay notice"]
    assert "criminal, Meon Valley Police" in texts["delay notice"]
    assert "A sibling would be recognised." in texts["decision not to publish"]
    assert not any("44 26 0117" in text for text in texts.values())


async def test_what_nobody_looked_at_is_overdue_once_its_day_is_over(
    service: Service, stepped: SteppedClock
) -> None:
    await stories.decided(service)
    await stories.do(service, pa.link)
    (linked,) = [r.data for r in await service.log.about(ex.CASE) if isinstance(r.data, ParallelProcessLinked)]
    stepped.at = datetime(2026, 6, 1, 9, tzinfo=UTC)
    await stories.do(service, pa.place.model_copy(update={"process": linked.process}))
    stepped.at = datetime(2026, 7, 1, 22, 59, tzinfo=UTC)  # a minute to midnight in London: only progress is over
    await _notice(service, stepped)
    assert await _overdue(service) == {"progress"}
    # A clock that is stepped to when something is next to be done must find it to be done: the demo stood still.
    wakes_at = await watch.next_at(service.log.pool, stepped.at)
    assert wakes_at == datetime(2026, 7, 1, 23, 0, tzinfo=UTC)
    stepped.at = wakes_at
    await _notice(service, stepped)
    assert await _overdue(service) == {"progress", "hold"}
    (placed,) = [r.data for r in await service.log.about(ex.CASE) if isinstance(r.data, HoldPlaced)]
    again = pa.look_again.model_copy(update={"hold": placed.hold, "review_on": date(2026, 8, 4)})
    await stories.do(service, again)
    assert await _overdue(service) == {"progress"}
    assert await watch.due(service.log.pool, stepped.at) == []


async def test_the_panels_reply_is_expected_in_fifteen_working_days_and_gone_when_it_comes(
    service: Service, stepped: SteppedClock
) -> None:
    await stories.sent(service)
    (row,) = [row for row in await watched.of_case(service.log.pool, ex.CASE) if row.what == "panel reply"]
    assert (row.look_by, row.overdue, row.advisory) == (ex.REPLY_EXPECTED_BY, False, True)
    stepped.at = datetime(2026, 5, 26, 22, 59, tzinfo=UTC)  # a minute to midnight in London
    await _notice(service, stepped)
    assert "panel reply" not in await _overdue(service)
    stepped.at = datetime(2026, 5, 26, 23, 0, tzinfo=UTC)
    await _notice(service, stepped)
    assert "panel reply" in await _overdue(service)
    assert (await said(service, ex.CASE))[-1] is PanelReplyMissed
    await stories.do(service, ex.reply)
    assert "panel reply" not in {row.what for row in await watched.of_case(service.log.pool, ex.CASE)}
    assert not any(row.advisory for row in await watched.watched(service.log.pool, 100))


async def _notice(service: Service, stepped: SteppedClock) -> None:
    for todo in await watch.due(service.log.pool, stepped.at):
        await service.do(todo.subject, await todo.asked(), actor="service:reviews", cause=todo.id)


async def _overdue(service: Service) -> set[str]:
    return {row.what for row in await watched.of_case(service.log.pool, ex.CASE) if row.overdue}


@pytest.mark.parametrize("title", practice_letters.TITLES.values())
def test_a_letters_subject_is_not_folded(title: str) -> None:
    """A folded one begins with a blank for some who read it: found in the demo's mailbox."""
    assert len(f"Subject: {title} 7D4C3B6C [OFFICIAL-SENSITIVE]") <= 78

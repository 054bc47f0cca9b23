"""Emergency take-down: two people, or the order of a court; and then nothing of the report can be read."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import httpx
import pytest

from services.publisher.care import RemoveReport
from shared.events.duties import DutyFellAway
from shared.events.publisher import ReportPublished
from shared.events.removal import RemovalProposed, ReportRemoved
from shared.sealed import Sealed
from shared.service import Service
from shared.testing import Given
from tests.publisher import examples as ex
from tests.publisher import stories
from tests.publisher.conftest import SteppedClock
from tests.publisher.requesting import kept, looks, reads

AT = datetime(2027, 3, 1, 22, tzinfo=UTC)
named = RemoveReport(ground="somebody could be identified", explanation="A street is named.")
ordered = RemoveReport(ground="court order", explanation="Served today.", court_order="ZC27P00001")
proposed = RemovalProposed(
    publication=ex.PUBLICATION,
    ground=named.ground,
    explanation=Sealed.of(named.explanation),
    proposed_by=ex.FIRST,
)
removed = ReportRemoved(
    publication=ex.PUBLICATION,
    ground=named.ground,
    removed_on=date(2027, 3, 1),
    authorised_by=(ex.FIRST, ex.SECOND),
    explanation=Sealed.of(named.explanation),
)
fell_away = DutyFellAway(duty=ex.TAKE_DOWN_DUTY, reason="the report was removed")
published = Given(ex.decider()).given(*ex.published_so_far)
doubted = Given(ex.decider()).given(*ex.published_so_far, proposed)


def test_one_person_alone_can_only_propose() -> None:
    published.when(named, actor=ex.FIRST, at=AT).then(proposed)
    doubted.when(named, actor=ex.FIRST, at=AT).then_nothing()


def test_a_second_person_removes_it_at_once_before_the_year_has_run() -> None:
    doubted.when(named, actor=ex.SECOND, at=AT).then(removed, fell_away)


def test_by_the_order_of_a_court_one_person_is_enough() -> None:
    done = published.when(ordered, actor=ex.FIRST, at=AT).then_one(ReportRemoved)
    assert (done.authorised_by, done.court_order) == ((ex.FIRST,), "ZC27P00001")


@pytest.mark.parametrize(
    "command", [ordered.model_copy(update={"court_order": ""}), named.model_copy(update={"court_order": "1"})]
)
def test_a_court_order_has_a_number_and_nothing_else_has(command: RemoveReport) -> None:
    published.when(command, at=AT).then_refused("court-order")


def test_what_was_never_published_cannot_be_removed() -> None:
    Given(ex.decider()).given(*ex.scheduled_so_far).when(ordered, at=AT).then_refused("not-published")


async def remove(service: Service, clock: SteppedClock) -> None:
    clock.at = AT
    for person in (ex.FIRST, ex.SECOND):
        await stories.do(service, named, person)


@pytest.mark.real
async def test_from_the_second_word_on_nothing_of_it_can_be_read_and_caches_are_told(
    public: httpx.AsyncClient, service: Service, stepped: SteppedClock
) -> None:
    reference = await stories.published(service, stepped)
    await remove(service, stepped)
    for path in ("", "/briefing", "/report.pdf"):
        answer = await public.get(f"/reviews/{reference}{path}")
        assert answer.status_code == 410
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["clear-site-data"] == '"cache"'
        assert "Willow" not in answer.text
    for path in ("/", "/search", "/search?q=willow", "/feed.atom", "/feed.json", "/sitemap.xml"):
        answer = await public.get(path)
        assert answer.status_code == 200 and reference not in answer.text
        assert "Practice review: Willow" not in answer.text
    assert (await public.get(f"/ask/{reference}")).status_code == 404


@pytest.mark.real
async def test_the_timetable_has_nothing_left_to_take_down(service: Service, stepped: SteppedClock) -> None:
    await stories.published(service, stepped)
    await remove(service, stepped)
    assert await stories.work(service, stepped, ex.TAKEN_DOWN_AT + timedelta(days=1)) == 0


@pytest.mark.real
async def test_a_copy_that_was_supplied_before_is_gone_too(
    public: httpx.AsyncClient, staff: httpx.AsyncClient, service: Service, stepped: SteppedClock
) -> None:
    reference = await stories.published(service, stepped)
    form = {"key": str(uuid4()), "name": "R. Reader", "purpose": "Teaching."}
    mine = kept(await public.post(f"/ask/{reference}", data=form))
    stepped.at = AT - timedelta(hours=1)
    (row,) = (await staff.get("/requests")).json()
    headers = {"Actor": ex.FIRST, "Idempotency-Key": "1"}
    await staff.post(f"/requests/{row['subject']}/supply-copy", json={}, headers=headers)
    assert (await reads(public, mine)).status_code == 200
    await remove(service, stepped)
    assert (await reads(public, mine)).status_code == 410
    assert "has run out" in (await looks(public, mine)).text


@pytest.mark.real
async def test_the_pdf_on_the_site_is_the_one_whose_hash_was_published(
    public: httpx.AsyncClient, service: Service, stepped: SteppedClock
) -> None:
    reference = await stories.published(service, stepped)
    answer = await public.get(f"/reviews/{reference}/report.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    (said,) = [r.data for r in await service.log.about(ex.CASE) if isinstance(r.data, ReportPublished)]
    assert hashlib.sha256(answer.content).hexdigest() == said.pdf_hash

"""The console's wiring: it hears all four services, says nothing, and is stopped by no record."""

import pytest
from aiokafka import TopicPartition

from shared import views
from shared.event_log import Place
from shared.hearing import Record
from shared.kafka import stored_offset
from shared.topics import SERVICES_THAT_SAY
from tests import examples as ex
from tests.console.conftest import Console
from tests.console.examples import CASE, MONDAY, REPORTED, SECRET
from tests.console.story import Story

pytestmark = pytest.mark.real


async def test_it_hears_every_service_and_says_nothing(console: Console) -> None:
    assert set(console.service.log.hears) == set(SERVICES_THAT_SAY)
    assert not console.service.log.says.published
    paths = console.module.app.openapi()["paths"]
    assert "/cases/{case}" in paths
    handed_on = {
        "/work/{service}/{action}",
        "/report-by-hand/{part}",
        "/partners/mend/{service}/{quarantine}",
    }
    its_own = {"/you", "/drafts/{draft}/discard", "/quarantine/{quarantine_id}/discard-record", "/sign-out"}
    its_own |= {"/people/leavers", "/people/returners", "/account/sessions/end"}
    its_own |= {"/exports", "/exports/{export}/approve", "/exports/{export}/decline"}
    assert {path for path in paths if "post" in paths[path]} == handed_on | its_own


async def rubbish(console: Console) -> None:
    hearing = console.module.application.hearing
    hearing.cluster = "this one"
    await stored_offset(hearing, TopicPartition("intake.events", 0))
    await hearing.take_in(0, [Record(Place("intake.events", 0, 0), b"x", b"rubbish")])


async def test_what_it_set_aside_is_shown_and_settled_like_any_services(console: Console) -> None:
    await rubbish(console)
    person = {"Actor": "person:operator", "Idempotency-Key": "1", "Prefer": "wait=recorded"}
    async with console.browser() as browser:
        (row,) = (await browser.get("/quarantine?state=waiting")).json()
        assert (row["topic"], row["offset"], row["state"]) == ("intake.events", 0, "waiting")
        where = f"/quarantine/{row['quarantine']}"
        discarded = await browser.post(f"{where}/discard-record", json={"reason": "A trial."}, headers=person)
        assert (discarded.status_code, discarded.json()["receipt"]) == (200, "recorded")
        settled = (await browser.get(where)).json()
        assert (settled["state"], settled["settled_by"]) == ("discarded", "person:operator")
        assert (await browser.post(f"{where}/replay-record", json={}, headers=person)).status_code == 404


async def test_what_it_decided_is_still_so_when_its_views_are_built_anew(console: Console) -> None:
    await rubbish(console)
    async with console.browser() as browser:
        (row,) = (await browser.get("/quarantine")).json()
        where = f"/quarantine/{row['quarantine']}"
        person = {"Actor": "person:operator", "Idempotency-Key": "1"}
        await browser.post(f"{where}/discard-record", json={"reason": "A trial."}, headers=person)
        async with console.service.log.pool.acquire() as connection:
            await views.rebuild(console.service, connection)
        assert (await browser.get(where)).json()["state"] == "discarded"


async def test_what_other_services_set_aside_is_theirs_to_show(console: Console) -> None:
    theirs = ex.quarantined.model_copy(update={"record": SECRET, "headers": None})
    await console.hears([Story().said("intake", theirs, MONDAY)])
    async with console.browser() as browser:
        assert (await browser.get("/quarantine")).json() == []


async def test_a_record_that_cannot_be_read_is_set_aside_and_the_next_is_heard(console: Console) -> None:
    hearing = console.module.application.hearing
    hearing.cluster = "this one"
    await stored_offset(hearing, TopicPartition("intake.events", 0))
    good = Story().said("intake", REPORTED, MONDAY)
    await hearing.take_in(
        0,
        [
            Record(Place("intake.events", 0, 0), b"x", b"rubbish"),
            Record(Place("intake.events", 0, 1), CASE.encode(), good.wire),
        ],
    )
    status = await console.module.application.status.read()
    assert (status["quarantined"], status["heard"]) == (1, {"intake": 1})
    async with console.service.log.pool.acquire() as connection:
        live = await views.hashes(connection, "views")
        await views.rebuild(console.service, connection)
        assert await views.hashes(connection, "views") == live

"""Texts of what was learned are read on purpose: recorded first, all by staff, its own by an agency."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.reviews.openings import subject_of
from services.reviews.showing import showing_routes
from shared.events.learning import LearningOpened
from shared.events.openings import ReasonsOpened
from shared.service import Service
from shared.web.problems import add_problem_handlers
from tests.reviews import examples as ex
from tests.reviews import learning_examples as le
from tests.reviews.conftest import SteppedClock
from tests.reviews.routed import app_of, client_of
from tests.reviews.test_learning_register import LEARNED, ask, reviewed

pytestmark = pytest.mark.real
PATH = f"/cases/{ex.CASE}/learning/texts"
FOR = {"purpose": "assurance"}
of_police = le.propose.model_copy(
    update={"action": "A2", "recommendation": "R9", "owner": le.OTHER, "text": "Ask."}
)


def client(service: Service) -> httpx.AsyncClient:
    app = FastAPI()
    add_problem_handlers(app)
    app.include_router(showing_routes(service, ex.partnership()))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://reviews")


async def read(asked: httpx.AsyncClient, actor: str, **query: str) -> Any:
    answer = await asked.get(PATH, params={**FOR, **query}, headers={"Actor": actor})
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return {(each["kind"], each["reference"]): each["text"] for each in answer.json()}


async def test_staff_read_every_text_in_the_clear(service: Service, stepped: SteppedClock) -> None:
    await reviewed(service, stepped)
    stepped.at = le.TODAY
    await ask(service, ex.CASE, *LEARNED, le.six_bad, le.disseminate, le.answer, le.plan)
    async with client(service) as asked:
        found = await read(asked, "person:manager")
    assert found["finding", "F1"] == le.record.text
    assert found["recommendation", "R1"] == "Ask who else knows."
    assert found["evidence E1", "A1"] == le.evidence.text
    assert found["impact at six months", "A1"] == le.six_bad.text
    assert {kind for kind, _ in found} >= {"action", "verification", "briefing answered", "audit planned"}


async def test_an_agency_reads_what_it_is_asked_and_no_others_action_or_finding(
    service: Service, stepped: SteppedClock
) -> None:
    await reviewed(service, stepped)
    stepped.at = le.TODAY
    await ask(service, ex.CASE, *LEARNED, le.issue, of_police)
    async with client(service) as asked:
        hospital, police = await read(asked, "agency:hospital"), await read(asked, "agency:police")
    assert {("action", "A1"), ("recommendation", "R1")} <= {*hospital} and ("action", "A2") not in hospital
    assert {*police} == {("action", "A2"), ("recommendation", "R9")}


async def test_that_they_were_opened_is_recorded_before_they_are_shown_each_time(
    service: Service, stepped: SteppedClock
) -> None:
    await reviewed(service, stepped)
    async with client(service) as asked:
        for actor in ("person:manager", "person:manager", "agency:police"):
            await read(asked, actor)
    said = [(r.actor, r.data) for r in await service.log.about(subject_of(ex.CASE))]
    opened = LearningOpened(case=ex.CASE, purpose="assurance")
    assert said == [("person:manager", opened), ("person:manager", opened), ("agency:police", opened)]


async def test_nobody_else_reads_and_nothing_is_recorded_of_who_was_refused(
    service: Service, stepped: SteppedClock
) -> None:
    await reviewed(service, stepped)
    async with client(service) as asked:
        stranger = await asked.get(PATH, params=FOR, headers={"Actor": "agency:unknown"})
        aimless = await asked.get(PATH, headers={"Actor": "person:manager"})
        nowhere = await asked.get("/cases/nowhere/learning/texts", params=FOR, headers={"Actor": "person:manager"})
    assert (stranger.status_code, aimless.status_code, nowhere.status_code) == (422, 422, 404)
    assert await service.log.about(subject_of(ex.CASE)) == []


async def test_the_texts_of_an_earlier_day(service: Service, stepped: SteppedClock) -> None:
    await reviewed(service, stepped)
    before = stepped.at
    stepped.at = le.TODAY
    await ask(service, ex.CASE, le.record)
    async with client(service) as asked:
        found = await read(asked, "person:manager", as_of=before.isoformat().replace("+00:00", "Z"))
    assert {*found} == {("recommendation", "R1")}


async def test_staff_read_why_the_partners_decided_and_an_agency_does_not(
    service: Service, stepped: SteppedClock
) -> None:
    await reviewed(service, stepped)
    async with client_of(app_of(service)) as asked:
        path, query = f"/cases/{ex.CASE}/reasons", {"purpose": "review"}
        answer = await asked.get(path, params=query, headers={"Actor": "person:manager"})
        agency = await asked.get(path, params=query, headers={"Actor": "agency:police"})
    assert (answer.status_code, answer.headers["cache-control"], agency.status_code) == (200, "no-store", 403)
    told = {each["event"].split(".")[2]: each["text"] for each in answer.json()}
    assert told["report-accepted"].keys() == {"improvements", "systemic_reasons"}
    assert {"suitability", "independence"} <= told["reviewer-appointed"].keys()
    (opened,) = await service.log.about(subject_of(ex.CASE))
    assert (opened.data, opened.actor) == (ReasonsOpened(case=ex.CASE, purpose="review"), "person:manager")

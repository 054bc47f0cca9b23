"""An agency's return by its topic and over HTTP: one door, refusals on its feed, and taken in after all."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.reviews.http import routes
from services.reviews.partner_http import partner_routes
from services.reviews.partners import door, reader
from shared.events.agencies import AgencyResumed, AgencySuspended
from shared.events.asking import ReturnAsked, ReturnReceived, ReturnRefused
from shared.hearing import Hearing, Place, Record
from shared.sealed import Sealed
from shared.service import Service
from shared.suspended import Suspended
from shared.web.problems import add_problem_handlers
from tests.reviews import examples as ex
from tests.reviews import gathering_examples as ge
from tests.reviews import stories

pytestmark = pytest.mark.real
EXAMPLES = Path(__file__).parents[2] / "docs" / "partners" / "examples" / "returns"
AGENCIES = ["hospital", "police", "schools"]
TOPIC = "partner.hospital.returns"


def document(name: str = "full", **changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_bytes())
    found["data"]["case"] = ex.CASE
    found["data"] |= changes.pop("data", {})
    return found | changes


class Topic:
    """The hospital's topic of returns, taken in record by record."""

    def __init__(self, service: Service) -> None:
        standing = Suspended(service)
        self._hearing = Hearing(service, reader(AGENCIES, standing), standing.look)
        self._hearing.cluster = "test"
        self._service = service
        self._offset = 0

    async def send(self, it: dict[str, Any] | bytes, key: bytes | None = None) -> None:
        await self._service.log.pool.execute(
            "INSERT INTO consumed VALUES ($1, 0, 'test', 0) ON CONFLICT DO NOTHING", TOPIC
        )
        value = it if isinstance(it, bytes) else json.dumps(it).encode()
        record = Record(Place(TOPIC, 0, self._offset), key, value)
        self._offset = await self._hearing.take_in(self._offset, [record])


async def told(service: Service) -> list[Any]:
    return [recorded.data for recorded in await service.log.about("feedback/hospital")]


@pytest.fixture
async def topic(service: Service) -> Topic:
    await stories.with_the_cases_key(service)
    await stories.Others(service).say("notifier", stories.submitted)
    await stories.do(service, ge.ask)
    return Topic(service)


@pytest.fixture
async def client(service: Service, topic: Topic) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    add_problem_handlers(app)
    for router in (*routes(service, door(AGENCIES)), *partner_routes(service, AGENCIES)):
        app.include_router(router)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://reviews") as made:
        yield made


async def post(client: httpx.AsyncClient, it: dict[str, Any], query: str = "", agency: str = "hospital"):
    return await client.post(f"/returns{query}", json=it, headers={"Actor": f"agency:{agency}"})


async def test_a_return_on_its_topic_is_taken_in_and_acknowledged_on_its_feed(service, topic):
    await topic.send(document(), key=b"PGH/2026/0118")
    asked, received = await told(service)
    assert asked == ReturnAsked(case=ex.CASE, agency_return=asked.agency_return, due_on=ge.DUE_ON)
    assert received == ReturnReceived(case=ex.CASE, agency_return=asked.agency_return, revision=1)
    assert await service.log.pool.fetchval("SELECT revision FROM asked") == 1


async def test_the_same_record_over_both_ways_is_one_return_and_another_id_takes_its_place(service, topic, client):
    await topic.send(document())
    assert (await post(client, document())).status_code == 202
    assert await service.log.pool.fetchval("SELECT revision FROM asked") == 1
    assert (await post(client, document(data={"key_episodes": "Another."}))).status_code == 409
    await topic.send(document(id="pgh-return-0009"))
    assert await service.log.pool.fetchval("SELECT revision FROM asked") == 2


async def test_what_cannot_be_taken_in_is_set_aside_told_and_taken_in_after_all(service, topic, client):
    await topic.send(json.dumps(document(data={"involvement": " "})).encode())
    await topic.send(document(id="later"))
    _, refused, received = await told(service)
    assert isinstance(refused, ReturnRefused)
    assert (refused.pointer, refused.reason, received.revision) == ("/data/involvement", "must not be blank", 1)
    asked = {"reason": "Read out on the telephone.", "document": document(id="mended")}
    headers = {"Actor": "person:officer", "Idempotency-Key": "replay-1"}
    answer = await client.post(f"/quarantine/{refused.quarantine}/replay-record", json=asked, headers=headers)
    assert answer.status_code == 202, answer.text
    assert await service.log.pool.fetchval("SELECT revision FROM asked") == 2


async def test_who_was_not_asked_is_refused_at_both_doors(service, topic, client):
    not_asked = document(source="police")
    assert (await post(client, not_asked, agency="police")).json()["type"].endswith("not-requested")
    await topic.send(document(data={"case": "nobody-knows"}))
    assert (await told(service))[-1].reason == "No rapid review is open on this case."


async def test_another_agencys_name_key_or_topic_is_refused(service, topic, client):
    assert (await post(client, document(), agency="police")).json()["errors"][0]["pointer"] == "/source"
    await topic.send(document(), key=b"another")
    await topic.send(document(source="police"))
    assert [it.pointer for it in (await told(service))[1:]] == ["/subject", "/source"]


async def test_a_suspended_agency_is_refused_at_both_doors_until_it_is_resumed(service, topic, client):
    others = stories.Others(service)
    reasons = Sealed(key=ex.CASE, box="AAAA")
    await others.say("intake", AgencySuspended(agency="hospital", reasons=reasons))
    await topic.send(document())
    assert (await told(service))[-1].reason == "this agency is suspended"
    assert (await post(client, document())).status_code == 409
    await others.say("intake", AgencyResumed(agency="hospital", reasons=reasons))
    await topic.send(document())
    assert isinstance((await told(service))[-1], ReturnReceived)


async def test_a_check_answers_as_sending_would_and_keeps_nothing(service, topic, client):
    assert (await post(client, document(), "?check=true")).json() == {"accepted": True}
    bad = await post(client, document(data={"chronology": [{"on": "yesterday"}]}), "?check=true")
    assert (bad.status_code, "yesterday" in bad.text) == (422, False)
    assert len(await told(service)) == 1


async def test_an_agency_reads_over_http_what_its_topic_has(service, topic, client):
    await topic.send(document())
    assert (await client.get("/events", headers={"Actor": "agency:hospital"})).json() == []  # Kafka has none yet
    await service.log.pool.execute("UPDATE event_log SET kafka_partition = 0, kafka_offset = position")
    batch = (await client.get("/events?after=1", headers={"Actor": "agency:hospital"})).json()
    assert [it["type"] for it in batch] == ["cspr.reviews.return-received.v1"]
    assert (await client.get("/events", headers={"Actor": "agency:police"})).json() == []
    assert (await client.get("/events", headers={"Actor": "person:x"})).status_code == 422

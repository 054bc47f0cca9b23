"""An agency's side of intake over HTTP."""

import json
from typing import Any

import httpx
import pytest

from shared.events.base import Recorded
from tests.intake.conftest import Intake
from tests.intake.examples import body, report

pytestmark = pytest.mark.real
JsonObject = dict[str, Any]


async def post(
    intake: Intake, document: JsonObject, *, check: bool = False, agency: str = "hospital"
) -> httpx.Response:
    headers = {"Actor": f"agency:{agency}"}
    params = {"check": "true"} if check else {}
    return await intake.client.post("/reports", json=document, headers=headers, params=params)


async def stored(intake: Intake) -> int:
    tables = ("log.event_log", "log.case_key", "views.cases")
    return sum([await intake.service.log.pool.fetchval(f"SELECT count(*) FROM {name}") for name in tables])


async def test_a_check_of_a_good_report_says_so_and_keeps_nothing(intake: Intake) -> None:
    answer = await post(intake, body(), check=True)
    assert (answer.status_code, answer.json()["accepted"]) == (200, True)
    assert await stored(intake) == 0


async def test_a_check_tells_the_flags(intake: Intake) -> None:
    odd = body(data={"incident_on": "2099-01-01"})
    flags = (await post(intake, odd, check=True)).json()["flags"]
    assert "the incident lies in the future" in flags


@pytest.mark.parametrize(
    "document",
    [body(data={"harm": "none"}), body(source="police"), {}, body(data={"outline": ""})],
    ids=["harm", "source", "empty", "outline"],
)
async def test_a_check_refuses_what_sending_would_refuse_in_the_same_words(
    intake: Intake, document: JsonObject
) -> None:
    checked, sent = await post(intake, document, check=True), await post(intake, document)
    assert (checked.status_code, checked.json()) == (sent.status_code, sent.json()) == (422, sent.json())
    assert checked.headers["content-type"] == "application/problem+json"


async def test_a_check_sees_that_an_id_stands_for_another_report(intake: Intake) -> None:
    await post(intake, body())
    before = await stored(intake)
    repeat = await post(intake, body(), check=True)
    conflict = await post(intake, body(data={"harm": "death"}), check=True)
    assert (repeat.status_code, conflict.status_code) == (200, 409)
    assert await stored(intake) == before


async def test_what_was_checked_can_be_sent_afterwards(intake: Intake) -> None:
    await post(intake, body(), check=True)
    assert (await post(intake, body())).status_code == 202
    assert await intake.types(report().case()) == ["incident-reported"]


async def test_somebody_who_is_no_agency_is_refused(intake: Intake) -> None:
    refused = await post(intake, body(), agency="stranger")
    assert refused.json()["errors"][0]["pointer"] == "/header/Actor"


# Feedback.


async def feedback(intake: Intake, query: str = "/events", *, agency: str = "hospital") -> httpx.Response:
    return await intake.client.get(query, headers={"Actor": f"agency:{agency}"})


async def reported(intake: Intake, *ids: str, agency: str = "hospital") -> list[Recorded]:
    """Reports of this agency, and what it was told of them; on Kafka by now."""
    for id_ in ids:
        assert (await post(intake, body(id=id_, source=agency), agency=agency)).status_code == 202
    await published(intake, "true")
    return await intake.service.log.about(f"feedback/{agency}")


async def published(intake: Intake, which: str) -> None:
    """As the relay marks it."""
    await intake.service.log.pool.execute(
        f"UPDATE event_log SET kafka_partition = 0, kafka_offset = position WHERE {which}"
    )


async def test_an_agency_reads_the_very_bytes_of_its_topic(intake: Intake) -> None:
    told = await reported(intake, "a", "b")
    answer = await feedback(intake)
    assert answer.headers["content-type"] == "application/cloudevents-batch+json"
    assert answer.content == b"[" + b",\n".join(recorded.wire for recorded in told) + b"]"
    assert [event["sequence"] for event in answer.json()] == [1, 2]


async def test_the_next_link_leads_through_all_pages_and_on_from_an_empty_one(intake: Intake) -> None:
    await reported(intake, *"abcde")
    found, sizes, query = [], [], "/events?limit=2"
    while not sizes or sizes[-1]:
        answer = await feedback(intake, query)
        found += [event["data"]["reported_by"]["report"] for event in answer.json()]
        sizes.append(len(answer.json()))
        query = answer.links["next"]["url"]
    assert (found, sizes) == (list("abcde"), [2, 2, 1, 0])
    await reported(intake, "f")
    assert len((await feedback(intake, query)).json()) == 1


async def test_no_agency_is_given_anothers_feedback(intake: Intake) -> None:
    await reported(intake, "a")
    await reported(intake, "b", "c", agency="police")
    mine = (await feedback(intake, "/events?agency=police&subject=feedback/police")).json()
    assert {event["subject"] for event in mine} == {"feedback/hospital"}
    assert len(mine) == 1
    assert (await feedback(intake, agency="schools")).json() == []


@pytest.mark.parametrize("actor", ["agency:stranger", "person:officer", "agency:", "agency:hospital/../police"])
async def test_only_a_registered_agency_has_feedback(intake: Intake, actor: str) -> None:
    assert (await intake.client.get("/events", headers={"Actor": actor})).status_code == 422
    assert (await intake.client.get("/events")).status_code == 422


@pytest.mark.parametrize("query", ["after=-1", "after=x", "after=99999999999", "limit=0", "limit=501"])
async def test_a_page_that_cannot_be_is_bad_input(intake: Intake, query: str) -> None:
    assert (await feedback(intake, f"/events?{query}")).status_code == 422


async def test_what_kafka_does_not_have_yet_is_not_told_nor_what_follows_it(intake: Intake) -> None:
    """It could still be lost with our database, and its number be given to another event."""
    await reported(intake, "a")
    await post(intake, body(id="b"))
    await post(intake, body(id="c"))
    assert len((await feedback(intake)).json()) == 1
    await published(intake, "version = 3")
    assert len((await feedback(intake)).json()) == 1
    await published(intake, "true")
    assert len((await feedback(intake)).json()) == 3


async def test_a_page_is_one_event_a_line(intake: Intake) -> None:
    told = await reported(intake, "a", "b")
    lines = (await feedback(intake)).content.removeprefix(b"[").removesuffix(b"]").split(b",\n")
    assert [json.loads(line)["id"] for line in lines] == [str(recorded.id) for recorded in told]

"""An agency's side of intake over HTTP."""

from typing import Any

import httpx
import pytest

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
    assert (answer.status_code, answer.json()) == (200, {"accepted": True, "flags": []})
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

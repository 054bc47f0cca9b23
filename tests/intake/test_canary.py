"""The canary's beginning: read like a report, counted like none."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from deploy.watcher.canary import report
from services.intake.canary import SendCanary, canary
from services.intake.partners import message_of, read_report
from shared.events.canary import CanarySent
from shared.testing import Given
from tests.intake.conftest import Intake

given = Given(canary).given
NOW = datetime(2026, 4, 9, 10, tzinfo=UTC)


def sent(**changes: Any) -> dict[str, Any]:
    return {**report("E06000045", NOW), **changes}


def test_what_the_watcher_sends_is_a_report_that_any_agencys_door_takes() -> None:
    demand = read_report(json.dumps(sent()).encode(), "canary")
    assert message_of(demand).test is True
    assert demand.id != read_report(json.dumps(sent()).encode(), "canary").id  # each is another


def test_it_is_said_with_its_time_and_nothing_else() -> None:
    said = given().when(SendCanary()).then_one(CanarySent)
    assert said.model_dump().keys() == {"sent_at"}


def test_one_that_is_no_newer_says_nothing() -> None:
    said = given().when(SendCanary()).then_one(CanarySent)
    given(said).when(SendCanary()).then_nothing()


async def posted(intake: Intake, body: dict[str, Any]) -> Any:
    return await intake.client.post("/canary", json=body)


@pytest.mark.real
async def test_it_is_in_no_list_and_in_no_count(intake: Intake) -> None:
    answer = await posted(intake, sent())
    assert (answer.status_code, [it["type"] for it in answer.json()["events"]]) == (
        202,
        ["cspr.intake.canary-sent.v1"],
    )
    for path in ("/cases", "/tests", "/duplicates", "/duties", "/quarantine"):
        assert (await intake.client.get(path)).json() == [], path
    assert await intake.service.log.pool.fetchval("SELECT count(*) FROM log.event_log") == 1
    assert await intake.service.log.pool.fetchval("SELECT count(*) FROM log.case_key") == 0


@pytest.mark.real
@pytest.mark.parametrize(
    ("changes", "where"),
    [({"test": False}, "/test"), ({"source": "hospital"}, "/source"), ({"data": {}}, "/data/la_code")],
    ids=["meant", "an agency's", "no report"],
)
async def test_what_is_no_canary_is_refused(intake: Intake, changes: dict[str, Any], where: str) -> None:
    answer = await posted(intake, sent(**changes))
    assert answer.status_code == 422
    assert where in [error["pointer"] for error in answer.json()["errors"]]
    assert await intake.service.log.pool.fetchval("SELECT count(*) FROM log.event_log") == 0


@pytest.mark.real
async def test_the_same_again_is_a_repeat(intake: Intake) -> None:
    body = sent()
    first, again = await posted(intake, body), await posted(intake, body)
    assert first.json() == again.json()

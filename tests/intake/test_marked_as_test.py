"""A report marked as a test goes the same way as any other, and stands for nothing."""

import json
from typing import Any

import pytest

from services.console.milestones import columns
from services.intake.commands import OFFICERS
from services.intake.decider import incident
from services.intake.partners import read_report
from services.notifier.reactions import react as notifier
from services.publisher.reactions import react as publisher
from services.reviews.reactions import react as reviews
from shared.edge import BadInput
from shared.events.agencies import SamplePassed
from shared.events.base import Recorded
from shared.events.intake import IncidentReported, ReportAcknowledged, ReportRefused, ReportTested
from shared.testing import Given
from shared.web.commands import command_path
from tests import examples as ex
from tests.intake import examples as mine
from tests.intake.conftest import Intake
from tests.intake.examples import body, child, report, wire

given = Given(incident(ex.partnership())).given
TO_HOSPITAL = "feedback/hospital"
ACTOR = {"Actor": "agency:hospital"}
REFUSED = wire(test=True, children=[child(nhs_number="1")])
AS_BINARY = {name: value for name, value in body().items() if name != "data"}
A_TEST = [ReportTested, ReportAcknowledged, SamplePassed]


def test_it_is_noted_with_nothing_of_what_it_tells_about_people() -> None:
    said = given().when(mine.RecordReport(report=report(test=True))).then_one(ReportTested)
    assert said.reported_by == ex.reported_by
    assert not any(part in said.model_dump_json() for part in ("Ffion", "Brought in", "2025-11-03"))


def test_the_same_again_says_nothing() -> None:
    given(ex.report_tested).when(mine.RecordReport(report=report(test=True))).then_nothing()


@pytest.mark.parametrize(
    "command",
    [
        mine.record_awareness,
        mine.record_criteria,
        mine.decide_to_notify,
        mine.decide_not_to_notify,
        mine.propose,
    ],
    ids=lambda command: type(command).__name__,
)
def test_nothing_can_be_decided_on_it(command: Any) -> None:
    given(ex.report_tested).when(command).then_refused("only-a-test")


def test_its_id_is_its_own_and_the_same_report_in_earnest_has_another() -> None:
    assert report(test=True).cause() == report(test=True).cause() != report().cause()
    assert report(test=False).cause() == report().cause()


def test_what_an_earlier_release_took_in_has_the_fingerprint_that_it_had() -> None:
    """It is made of the command as it is written: a new field there would turn every repeat into a conflict."""
    assert "test" not in mine.record_report.model_dump_json()


@pytest.mark.parametrize("value", ["true", 1, 0, None, [], {}])
def test_only_true_itself_makes_a_test(value: Any) -> None:
    with pytest.raises(BadInput) as bad:
        read_report(wire(test=value), "hospital")
    assert bad.value.problems[0][0] == "/test"


async def told(intake: Intake) -> list[Any]:
    return [recorded.data for recorded in await intake.service.log.about(TO_HOSPITAL)]


async def all_said(intake: Intake) -> list[Recorded]:
    rows = await intake.service.log.pool.fetch("SELECT wire FROM log.event_log ORDER BY position")
    return [intake.service.log.read(row["wire"]) for row in rows]


async def by_http(intake: Intake, **changes: Any) -> Any:
    return await intake.client.post("/reports", json=body(**changes), headers=ACTOR)


def binary(prefix: str, test: str) -> tuple[bytes, dict[str, str]]:
    headers = {prefix + name: str(value) for name, value in AS_BINARY.items()}
    data = json.dumps(body()["data"]).encode()
    return data, {**headers, prefix + "test": test, "content-type": "application/json"}


@pytest.mark.real
async def test_it_is_no_case_anywhere_and_is_shown_as_a_test(intake: Intake) -> None:
    answer = await by_http(intake, test=True, data={"incident_on": "2099-01-01"})
    assert (answer.status_code, answer.json()["events"][0]["type"]) == (202, "cspr.intake.report-tested.v1")
    test = answer.json()["case"]
    assert (await intake.client.get("/cases")).json() == []
    assert (await intake.client.get(f"/cases/{test}")).status_code == 404
    (listed,) = (await intake.client.get("/tests")).json()
    assert listed == (await intake.client.get(f"/tests/{test}")).json()
    assert (listed["subject"], listed["agency"], listed["report"]) == (test, "hospital", "rep-0001")
    assert "the incident lies in the future" in listed["flags"]


@pytest.mark.real
async def test_a_case_is_no_test(intake: Intake) -> None:
    case = (await by_http(intake)).json()["case"]
    assert (await intake.client.get("/tests")).json() == []
    answer = await intake.client.get(f"/tests/{case}")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:cspr:problem:no-such-test")


@pytest.mark.real
async def test_nobody_makes_a_case_of_what_they_hear_of_it(intake: Intake) -> None:
    """Three events and no key; no other service reacts to either, and the console has no row for it."""
    await by_http(intake, test=True)
    assert [type(recorded.data) for recorded in await all_said(intake)] == A_TEST
    assert await intake.service.log.pool.fetchval("SELECT count(*) FROM log.case_key") == 0
    for recorded in await all_said(intake):
        assert [list(others(recorded)) for others in (notifier, reviews, publisher)] == [[], [], []]
        assert columns(recorded) == {}


@pytest.mark.real
@pytest.mark.parametrize("command", OFFICERS, ids=command_path)
async def test_an_officer_is_told_that_it_is_a_test(intake: Intake, command: Any) -> None:
    asked = {type(each): each for each in vars(mine).values() if isinstance(each, OFFICERS)}[command]
    test = (await by_http(intake, test=True)).json()["case"]
    answer = await intake.client.post(
        f"/cases/{test}/{command_path(command)}",
        content=asked.model_dump_json(),
        headers={"Actor": "person:officer", "Idempotency-Key": "1"},
    )
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:cspr:problem:only-a-test")


@pytest.mark.real
async def test_the_feedback_says_that_it_was_one(intake: Intake) -> None:
    test = (await by_http(intake, test=True)).json()["case"]
    assert await told(intake) == [ReportAcknowledged(reported_by=ex.reported_by, case=test, test=True)]


@pytest.mark.real
async def test_afterwards_the_same_document_without_the_mark_is_a_report_and_each_is_acknowledged(
    intake: Intake,
) -> None:
    await by_http(intake, test=True)
    case = (await by_http(intake)).json()["case"]
    assert [it.test for it in await told(intake)] == [True, False]
    assert [row["subject"] for row in (await intake.client.get("/cases")).json()] == [case]


@pytest.mark.real
async def test_it_is_repeatable_and_its_id_stands_for_its_content(intake: Intake) -> None:
    first, again = await by_http(intake, test=True), await by_http(intake, test=True)
    assert first.json() == again.json()
    other = await by_http(intake, test=True, data={"harm": "death"})
    assert (other.status_code, other.json()["type"]) == (409, "urn:cspr:problem:key-reused")
    assert len(await told(intake)) == 1


@pytest.mark.real
async def test_over_kafka_and_in_binary_mode_it_is_the_same_test(intake: Intake) -> None:
    await intake.bring(wire(test=True))
    data, headers = binary("ce_", "true")
    await intake.bring(data, headers=tuple((name, value.encode()) for name, value in headers.items()))
    data, headers = binary("ce-", "true")
    answer = await intake.client.post("/reports", content=data, headers={**headers, **ACTOR})
    assert answer.json()["case"] == report(test=True).case()
    assert [type(recorded.data) for recorded in await all_said(intake)] == A_TEST


@pytest.mark.real
async def test_in_binary_mode_false_is_a_report_and_another_word_is_refused(intake: Intake) -> None:
    data, headers = binary("ce-", "false")
    answer = await intake.client.post("/reports", content=data, headers={**headers, **ACTOR})
    assert answer.json()["case"] == report().case()
    data, headers = binary("ce-", "TRUE")
    answer = await intake.client.post("/reports", content=data, headers={**headers, **ACTOR})
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/test"]


@pytest.mark.real
@pytest.mark.parametrize("key", [None, b"PGH-2026-17"], ids=["bad field", "bad key"])
async def test_a_test_refused_over_kafka_is_told_and_waits_for_nobody(intake: Intake, key: bytes | None) -> None:
    await (intake.bring(REFUSED) if key is None else intake.bring(wire(test=True), key=b"another"))
    (refused,) = await told(intake)
    assert isinstance(refused, ReportRefused)
    assert (refused.test, refused.offset) == (True, 0)
    assert refused.pointer == ("/data/children/0/nhs_number" if key is None else "/subject")
    assert (await intake.client.get("/quarantine")).json() == []


@pytest.mark.real
async def test_each_refused_test_is_told_and_a_record_that_comes_again_is_not(intake: Intake) -> None:
    await intake.bring(REFUSED)
    await intake.bring(REFUSED)
    await intake.service.log.pool.execute("UPDATE consumed SET next_offset = 0")
    intake.offset = 0
    await intake.bring(REFUSED)
    assert [it.offset for it in await told(intake)] == [0, 1]


@pytest.mark.real
async def test_what_is_not_json_cannot_say_that_it_is_a_test_and_is_set_aside(intake: Intake) -> None:
    await intake.bring(b'{"test": true,')
    assert len((await intake.client.get("/quarantine")).json()) == 1


@pytest.mark.real
async def test_a_check_of_a_test_says_that_it_is_one_and_keeps_nothing(intake: Intake) -> None:
    answer = await intake.client.post("/reports?check=true", json=body(test=True), headers=ACTOR)
    assert (answer.status_code, answer.json()["test"]) == (200, True)
    assert await all_said(intake) == []


@pytest.mark.real
async def test_a_report_in_earnest_is_as_it_was(intake: Intake) -> None:
    await by_http(intake, test=False)
    said = await all_said(intake)
    assert [type(recorded.data) for recorded in said] == [IncidentReported, ReportAcknowledged]

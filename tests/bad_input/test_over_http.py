"""Every case over HTTP: no 5xx, a problem with the field and never the value, and what follows goes through."""

import itertools
import json

import pytest

from services.intake.report import Report
from shared.edge import read
from tests.bad_input.catalogue import over
from tests.bad_input.door import Door
from tests.bad_input.made import AGENCY, CANARY, BadInputCase, good, report_id, wired
from tests.intake.examples import body

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]
_numbers = itertools.count(1)
REFUSED = [case for case in over("http") if not case.is_taken_in]
TAKEN_IN = [case for case in over("http") if case.is_taken_in]


async def what_follows_goes_through(intake: Door) -> None:
    behind = await intake.report(wired(body(id=f"behind-{next(_numbers)}")))
    assert behind.status_code == 202, behind.text


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
async def test_it_is_refused_where_it_is_wrong(intake: Door, case: BadInputCase) -> None:
    answer = await intake.report(case.body)
    assert answer.status_code == case.status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == case.status
    if case.status == 422:
        first = told["errors"][0]
        assert first["pointer"] == case.pointer
        assert case.rule in first["detail"]
    assert case.planted not in answer.text
    assert CANARY not in answer.text + str(answer.headers)
    await what_follows_goes_through(intake)


@pytest.mark.parametrize("case", TAKEN_IN, ids=lambda case: case.name)
async def test_it_is_taken_in_unchanged(intake: Door, case: BadInputCase) -> None:
    answer = await intake.report(case.body)
    assert answer.status_code == 202, answer.text
    assert CANARY not in answer.text
    told = answer.json()
    shown = await intake.client.get(f"/cases/{told['case']}")
    assert (shown.json()["report"], tuple(shown.json()["flags"])) == (case.report, case.flags)
    assert CANARY not in shown.text
    assert await intake.details(told["case"]) == read(case.body, Report).details()
    await what_follows_goes_through(intake)


@pytest.mark.parametrize("case", [*TAKEN_IN[:3], *REFUSED[:3]], ids=lambda case: case.name)
async def test_sent_again_it_gets_the_same_answer(intake: Door, case: BadInputCase) -> None:
    first, second = await intake.report(case.body), await intake.report(case.body)
    assert (first.status_code, first.json()) == (second.status_code, second.json())


async def test_the_same_id_with_other_content_is_a_conflict(intake: Door) -> None:
    await intake.report(wired(good("twice")))
    answer = await intake.report(wired(good("twice", data={"outline": f"Another story of {CANARY}."})))
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:cspr:problem:key-reused")
    assert CANARY not in answer.text


async def test_the_same_id_of_two_agencies_is_two_cases(intake: Door) -> None:
    hospitals = await intake.report(wired(good("shared")))
    polices = await intake.report(wired(good("shared", source="police")), Actor="agency:police")
    assert (hospitals.status_code, polices.status_code) == (202, 202)
    assert hospitals.json()["case"] != polices.json()["case"]


@pytest.mark.parametrize("actor", ["hospital", "agency:", f"agency:{CANARY}", "person:", "agency:hospital ", ""])
async def test_who_is_no_agency_of_ours_may_not_report(intake: Door, actor: str) -> None:
    answer = await intake.report(wired(good("nobody")), Actor=actor)
    assert answer.status_code == 422
    assert CANARY not in answer.text


async def test_an_officers_request_takes_no_reports_place(intake: Door) -> None:
    """Whatever somebody calls himself and his key: an agency's report is known by the agency and its id alone."""
    case = (await intake.report(wired(good("first")))).json()["case"]
    aware = {"incident_aware_at": "2026-04-02T15:00:00Z", "channel": "desk"}
    headers = {"Actor": AGENCY, "Idempotency-Key": report_id("second")}
    asked = await intake.client.post(f"/cases/{case}/record-awareness", json=aware, headers=headers)
    assert asked.status_code == 202
    assert (await intake.report(wired(good("second")))).status_code == 202


async def test_nothing_of_it_stands_in_the_clear_in_the_database(intake: Door) -> None:
    """Every table of the service, as text: what is personal is only ever ciphertext."""
    tables = await intake.service.log.pool.fetch(
        "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('log', 'views', 'public')"
    )
    assert len(tables) > 3
    for schema, table in tables:
        rows = await intake.service.log.pool.fetch(f'SELECT t::text FROM "{schema}"."{table}" t')
        assert not [row for row in rows if CANARY in row[0]], table
    wires = await intake.service.log.pool.fetch("SELECT wire FROM log.event_log")
    assert wires and not [row for row in wires if CANARY.encode() in row["wire"]]
    assert all(json.loads(row["wire"]) for row in wires)

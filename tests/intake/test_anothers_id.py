"""An agency that names what is another's, by every route of intake that it has: it gets nothing, adds nothing."""

import pytest

from services.intake.asked_by import RULES
from shared.events.intake import IncidentReported
from tests.intake.conftest import Intake
from tests.intake.examples import body
from tests.intake.test_attachments import PDF, attach, reported
from tests.intake.test_spreadsheet import GOOD, table

POLICE = {"Actor": "agency:police"}
NAMING = ({"agency": "hospital"}, {"source": "hospital"}, {"actor": "agency:hospital"})


def test_every_route_that_agencies_have_is_asked_here_or_names_nothing() -> None:
    asked = {"POST /reports", "POST /reports/csv", "POST /reports/{report}/attachments", "GET /events"}
    assert set(RULES.agencies) == {*asked, "GET /reports/template.csv"}


async def events(intake: Intake) -> int:
    found: int = await intake.service.log.pool.fetchval("SELECT count(*) FROM event_log")
    return found


@pytest.mark.real
async def test_nobody_reports_in_anothers_name(intake: Intake) -> None:
    for query in ({}, *NAMING):
        answer = await intake.client.post("/reports", json=body(), headers=POLICE, params=query)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/source")
    assert await events(intake) == 0


@pytest.mark.real
async def test_a_spreadsheet_is_its_senders_whoever_is_named_beside_it(intake: Intake) -> None:
    for query in NAMING:
        headers = {**POLICE, "Content-Type": "text/csv"}
        answer = await intake.client.post(
            "/reports/csv", content=table(GOOD).encode(), headers=headers, params=query
        )
        assert answer.json()["taken_in"] == 1
    (case,) = (await intake.client.get("/cases")).json()
    first = (await intake.service.log.about(case["subject"]))[0].data
    assert isinstance(first, IncidentReported)
    assert first.reported_by.agency == "police"


@pytest.mark.real
async def test_nobody_adds_a_document_to_anothers_report(intake: Intake) -> None:
    case = await reported(intake)
    before = await events(intake)
    for query in ({}, *NAMING):
        headers = {**POLICE, "Content-Type": "application/octet-stream"}
        for report in ("rep-0001", case):
            path = f"/reports/{report}/attachments"
            asked = {"kind": "letter", "name": "x", **query}
            refused = await intake.client.post(path, content=PDF, headers=headers, params=asked)
            assert refused.status_code == 404, refused.text
    assert await events(intake) == before
    assert await intake.service.log.pool.fetchval("SELECT count(*) FROM log.attachment") == 0
    assert (await attach(intake, PDF))[0] == 202, "it was missed for whose it is, and for nothing else"


@pytest.mark.real
async def test_nobody_reads_anothers_feedback(intake: Intake) -> None:
    case = await reported(intake)
    await intake.service.log.pool.execute("UPDATE event_log SET kafka_partition = 0, kafka_offset = version")
    for query in ({}, *NAMING):
        theirs = await intake.client.get("/events", headers=POLICE, params=query)
        assert (theirs.status_code, theirs.json()) == (200, [])
    mine = await intake.client.get("/events", headers={"Actor": "agency:hospital"})
    assert case in mine.text

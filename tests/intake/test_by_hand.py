"""Reports that an agency telephones, put in by staff: the agency's report, in the name of who typed it."""

from typing import Any

import httpx
import pytest

from shared.events.amendments import AttachmentKept
from shared.events.intake import IncidentReported
from tests.intake.conftest import Intake
from tests.intake.examples import body

pytestmark = pytest.mark.real
OFFICER = {"Actor": "person:m.ellis"}
PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"
CSV = (
    "id,reference,la_code,harm,agency_aware_at,outline,child1_first_name\n"
    "by-phone-1,PH/1,E06000044,death,2026-11-02 09:00,Found unwell,Rowan\n"
)


async def put_in(intake: Intake, document: dict[str, Any], actor: str = "person:m.ellis") -> httpx.Response:
    return await intake.client.post("/reports", json=document, headers={"Actor": actor})


async def about(intake: Intake, case: str, of: type) -> list[Any]:
    return [recorded for recorded in await intake.service.log.about(case) if isinstance(recorded.data, of)]


async def test_a_person_puts_in_an_agencys_report_in_their_own_name(intake: Intake) -> None:
    answer = await put_in(intake, body())
    assert answer.status_code == 202
    (reported,) = await about(intake, answer.json()["case"], IncidentReported)
    assert (reported.actor, reported.data.reported_by.agency) == ("person:m.ellis", body()["source"])


async def test_what_the_agency_sends_itself_afterwards_is_the_same_report(intake: Intake) -> None:
    by_hand = await put_in(intake, body())
    itself = await put_in(intake, body(), f"agency:{body()['source']}")
    assert itself.json()["case"] == by_hand.json()["case"]
    assert len(await about(intake, by_hand.json()["case"], IncidentReported)) == 1


@pytest.mark.parametrize("source", ["nobody", "hospital2"])
async def test_a_report_by_hand_is_of_a_registered_agency(intake: Intake, source: str) -> None:
    answer = await put_in(intake, body(source=source))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/source")


@pytest.mark.parametrize("actor", ["person:", "service:x", "agency:nobody", "m.ellis"])
async def test_nobody_else_puts_in_anything(intake: Intake, actor: str) -> None:
    answer = await put_in(intake, body(), actor)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/header/Actor")


async def test_an_agency_that_is_suspended_may_be_reported_for_by_hand(intake: Intake) -> None:
    """It is told to telephone."""
    headers = {**OFFICER, "Idempotency-Key": "k"}
    path = f"/partners/{body()['source']}/suspend"
    await intake.client.post(path, json={"reasons": "It floods us."}, headers=headers)
    assert (await put_in(intake, body(), f"agency:{body()['source']}")).status_code == 409
    assert (await put_in(intake, body())).status_code == 202


async def test_a_spreadsheet_and_a_document_are_put_in_by_hand(intake: Intake) -> None:
    headers = {**OFFICER, "Content-Type": "text/csv"}
    uploaded = await intake.client.post(
        "/reports/csv", content=CSV, params={"agency": "hospital"}, headers=headers
    )
    assert uploaded.json()["taken_in"] == 1, uploaded.json()
    case = uploaded.json()["rows"][0]["case"]
    (reported,) = await about(intake, case, IncidentReported)
    assert reported.actor == "person:m.ellis"

    told = {"agency": "hospital", "kind": "other", "name": "Letter"}
    path = f"/reports/{reported.data.reported_by.report}/attachments"
    attached = await intake.client.post(path, content=PDF, params=told, headers=OFFICER)
    assert attached.status_code == 202, attached.json()
    (kept,) = await about(intake, case, AttachmentKept)
    assert kept.actor == "person:m.ellis"


@pytest.mark.parametrize("named", [{}, {"agency": "nobody"}])
async def test_a_file_by_hand_says_whose_it_is(intake: Intake, named: dict[str, str]) -> None:
    headers = {**OFFICER, "Content-Type": "text/csv"}
    answer = await intake.client.post("/reports/csv", content=CSV, params=named, headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/query/agency")


async def test_what_is_put_in_by_hand_says_nothing_of_the_agencys_system(intake: Intake) -> None:
    await put_in(intake, body())
    partners = (await intake.client.get("/partners")).json()
    (hospital,) = [each for each in partners if each["agency"] == body()["source"]]
    assert (hospital["last_heard_at"], hospital["versions"]) == (None, [])

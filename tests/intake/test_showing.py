"""An officer opens a report or a document on purpose: it is written down first, and kept nowhere else."""

from uuid import UUID

import asyncpg
import httpx
import pytest

from deploy.local.postgres import LocalPostgres
from services.intake.openings import OpenReasons, OpenReport, openings, subject_of
from shared.events.openings import ReasonsOpened, ReportOpened
from shared.testing import Given
from tests import examples as ex
from tests.intake.conftest import Intake
from tests.intake.examples import body

CANARY = "Xanthippe"
PDF = b"%PDF-1.7\n" + CANARY.encode()
FROM = {"Actor": "agency:hospital"}
OFFICER = {"Actor": "person:officer"}


def test_each_opening_is_said_with_its_purpose() -> None:
    opened = ReportOpened(case=ex.CASE, purpose="decision")
    opening = OpenReport(case=ex.CASE, purpose="decision")
    Given(openings).when(opening).then(opened)
    Given(openings, [opened]).when(opening).then(opened)


def test_who_reads_officers_reasons_is_written_down_too() -> None:
    opened = ReasonsOpened(case=ex.CASE, purpose="quality check")
    Given(openings, [opened]).when(OpenReasons(case=ex.CASE, purpose="quality check")).then(opened)


async def reported(intake: Intake) -> str:
    document = body(data={"outline": f"{CANARY} was brought in."})
    return str((await intake.client.post("/reports", json=document, headers=FROM)).json()["case"])


async def attached(intake: Intake) -> str:
    params = {"kind": "letter", "name": "Ward.pdf"}
    kept = await intake.client.post("/reports/rep-0001/attachments", content=PDF, params=params, headers=FROM)
    assert kept.status_code == 202
    last = (await intake.service.log.about(kept.json()["case"]))[-1]
    return str(last.data.attachment)


async def afterwards(intake: Intake, kind: str, **data: object) -> None:
    document = {**body(id=f"after-{kind}"), "type": f"cspr.partner.report-{kind}.v1"}
    document["data"] = {"report": "rep-0001", **data}
    answer = await intake.client.post("/reports", json=document, headers=FROM)
    assert answer.status_code == 202, answer.text


async def show(
    intake: Intake, path: str, purpose: str = "decision", actor: str = "person:officer"
) -> httpx.Response:
    return await intake.client.get(path, params={"purpose": purpose}, headers={"Actor": actor})


async def openings_of(intake: Intake, case: str) -> list[tuple[str, str, UUID | None]]:
    said = await intake.service.log.about(subject_of(case))
    return [(recorded.actor, recorded.data.purpose, recorded.data.attachment) for recorded in said]


@pytest.mark.real
async def test_an_officer_reads_all_that_the_agency_told(intake: Intake) -> None:
    case = await reported(intake)
    corrected = body()["data"]
    await afterwards(intake, "correction", corrected=corrected, reasons="The wrong ward.")
    await afterwards(intake, "addition", information="A scan was made at noon.")
    await afterwards(intake, "withdrawal", reasons="Entered for the wrong child.")
    attachment = await attached(intake)
    answer = await show(intake, f"/cases/{case}/report")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    shown = answer.json()
    assert shown["report"]["outline"] == f"{CANARY} was brought in."
    assert shown["report"]["children"][0]["first_name"] == "Ffion"
    correction = shown["corrections"][0]
    assert correction["reasons"] == "The wrong ward."
    assert correction["report"]["outline"] == "Brought in unresponsive."
    assert shown["additions"][0]["text"] == "A scan was made at noon."
    assert shown["withdrawal"]["text"] == "Entered for the wrong child."
    document = {name: shown["attachments"][0][name] for name in ("attachment", "name", "media_type")}
    assert document == {"attachment": attachment, "name": "Ward.pdf", "media_type": "application/pdf"}


@pytest.mark.real
async def test_every_reading_is_recorded_with_who_and_what_for(intake: Intake) -> None:
    case = await reported(intake)
    attachment = await attached(intake)
    version = len(await intake.service.log.about(case))
    await show(intake, f"/cases/{case}/report", "screening")
    await show(intake, f"/cases/{case}/attachments/{attachment}", "decision", "person:director")
    assert await openings_of(intake, case) == [
        ("person:officer", "screening", None),
        ("person:director", "decision", UUID(attachment)),
    ]
    assert len(await intake.service.log.about(case)) == version  # who looks changes nothing


@pytest.mark.real
async def test_an_officer_reads_what_was_given_as_reasons(intake: Intake) -> None:
    case = await reported(intake)
    aware = {"incident_aware_at": "2026-04-02T10:00:00+01:00", "channel": "desk"}
    new = {"told_by": "ward", "received_at": "2026-04-02T11:00:00+01:00", "information": f"{CANARY} was seen."}
    for number, (name, asked) in enumerate((("record-awareness", aware), ("record-new-information", new))):
        headers = {**OFFICER, "Idempotency-Key": f"k{number}"}
        answer = await intake.client.post(f"/cases/{case}/{name}", json=asked, headers=headers)
        assert answer.status_code == 202, answer.text
    answer = await show(intake, f"/cases/{case}/reasons", "quality check")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    (reason,) = answer.json()
    assert (reason["by"], reason["text"]) == ("person:officer", {"information": f"{CANARY} was seen."})
    said = [type(recorded.data).__name__ for recorded in await intake.service.log.about(subject_of(case))]
    assert said == ["ReasonsOpened"]
    assert (await show(intake, f"/cases/{case}/reasons", actor="agency:hospital")).status_code == 422


@pytest.mark.real
async def test_a_document_comes_as_it_was_sent_to_be_saved_and_not_run(intake: Intake) -> None:
    case = await reported(intake)
    attachment = await attached(intake)
    answer = await show(intake, f"/cases/{case}/attachments/{attachment}")
    assert answer.content == PDF
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"] == f'attachment; filename="{attachment}"'


@pytest.mark.real
@pytest.mark.parametrize(
    ("actor", "purpose", "what"),
    [
        ("agency:hospital", "decision", "report"),  # the agency itself does not read here
        ("person:", "decision", "report"),
        ("person:officer", "curiosity", "report"),
        ("person:officer", "", "report"),
        ("person:officer", "decision", "attachments/not-an-id"),
    ],
)
async def test_who_is_no_officer_or_has_no_purpose_reads_nothing(
    intake: Intake, actor: str, purpose: str, what: str
) -> None:
    case = await reported(intake)
    answer = await show(intake, f"/cases/{case}/{what}", purpose, actor)
    assert answer.status_code == 422
    assert CANARY not in answer.text
    assert await openings_of(intake, case) == []


@pytest.mark.real
async def test_what_is_not_there_is_not_opened(intake: Intake) -> None:
    case = await reported(intake)
    assert (await show(intake, "/cases/none/report")).status_code == 404
    assert (await show(intake, f"/cases/{case}/attachments/{UUID(int=1)}")).status_code == 404
    assert await openings_of(intake, case) == []


@pytest.mark.real
async def test_a_test_is_no_case_to_be_read(intake: Intake) -> None:
    answer = await intake.client.post("/reports", json=body(test=True), headers=FROM)
    assert (await show(intake, f"/cases/{answer.json()['case']}/report")).status_code == 404


@pytest.mark.real
async def test_bytes_that_were_lost_with_a_database_are_told_so_and_can_be_sent_again(
    postgres: LocalPostgres, intake: Intake
) -> None:
    """A log read back from Kafka has the event and not the bytes."""
    case = await reported(intake)
    attachment = await attached(intake)
    owner = await asyncpg.connect(postgres.admin_url, database=intake.url.rpartition("/")[2])
    await owner.execute("DELETE FROM log.attachment")
    await owner.close()
    lost = await show(intake, f"/cases/{case}/attachments/{attachment}")
    assert (lost.status_code, lost.json()["type"]) == (409, "urn:cspr:problem:bytes-lost")
    assert await attached(intake) == attachment
    assert (await show(intake, f"/cases/{case}/attachments/{attachment}")).content == PDF

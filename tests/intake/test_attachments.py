"""Documents: known by their bytes, sealed, and never larger than can be kept."""

import hashlib
import io
import zipfile
from uuid import UUID

import pytest

from shared import documents
from shared.documents import media_type_of
from shared.edge import BadInput
from shared.events.amendments import AttachmentKept
from shared.purposes import Purpose
from tests.bad_input.made import CANARY
from tests.intake.conftest import Intake
from tests.intake.examples import body

FOR: Purpose = "scanning for malware"
PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(40)
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000") + bytes(40) + b"\xff\xd9"


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


DOCX = zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("Ffion’s letter\n".encode(), "text/plain"),
    ],
    ids=["pdf", "png", "jpeg", "docx", "text"],
)
def test_the_type_is_what_the_bytes_tell(content: bytes, media_type: str) -> None:
    assert media_type_of(content) == media_type


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00" + bytes(80),
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"#!/bin/sh\nrm -rf /\n",
        zipped("anything.exe"),
        zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        b"PK\x03\x04" + bytes(60),
        b"\x7fELF" + bytes(80),
        bytes(range(256)),
        bytes(documents.MOST_BYTES + 1),
    ],
    ids=["empty", "exe", "html", "svg", "script", "zip", "macros", "broken zip", "elf", "bytes", "too long"],
)
def test_what_could_do_something_or_is_nothing_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput):
        media_type_of(content)


async def attach(
    intake: Intake,
    content: bytes,
    *,
    report: str = "rep-0001",
    agency: str = "hospital",
    name: str = f"{CANARY}.pdf",
) -> tuple[int, dict[str, str]]:
    answer = await intake.client.post(
        f"/reports/{report}/attachments",
        content=content,
        params={"kind": "letter", "name": name},
        headers={"Actor": f"agency:{agency}", "Content-Type": "application/octet-stream"},
    )
    return answer.status_code, answer.json()


async def reported(intake: Intake) -> str:
    answer = await intake.client.post("/reports", json=body(), headers={"Actor": "agency:hospital"})
    return str(answer.json()["case"])


@pytest.mark.real
async def test_a_document_is_kept_sealed_and_its_event_tells_its_hash(intake: Intake) -> None:
    case = await reported(intake)
    content = PDF + CANARY.encode()
    assert (await attach(intake, content))[0] == 202
    said = (await intake.service.log.about(case))[-1].data
    assert isinstance(said, AttachmentKept)
    told = (said.sha256, said.size, said.media_type, said.kind)
    assert told == (hashlib.sha256(content).hexdigest(), len(content), "application/pdf", "letter")
    pool = intake.service.log.pool
    assert await documents.unsealed(intake.service, pool, case, said.attachment, FOR) == content
    box = await pool.fetchval("SELECT box FROM log.attachment")
    wires = [row["wire"] for row in await pool.fetch("SELECT wire FROM log.event_log")]
    assert not [kept for kept in (box, *wires) if CANARY.encode() in kept]
    assert (await intake.client.get(f"/cases/{case}")).json()["attachments"] == 1


@pytest.mark.real
@pytest.mark.parametrize("written", ["PGH/2026/17", "PGH%2F2026%2F17"])
async def test_a_report_whose_id_has_strokes_has_documents_too(intake: Intake, written: str) -> None:
    await intake.client.post("/reports", json=body(id="PGH/2026/17"), headers={"Actor": "agency:hospital"})
    assert (await attach(intake, PDF, report=written))[0] == 202


@pytest.mark.real
async def test_the_same_bytes_again_are_the_same_attachment(intake: Intake) -> None:
    case = await reported(intake)
    assert await attach(intake, PDF) == await attach(intake, PDF)
    assert await intake.types(case) == ["incident-reported", "attachment-kept"]


@pytest.mark.real
async def test_nothing_is_kept_of_what_is_refused(intake: Intake) -> None:
    await reported(intake)
    refused = [
        await attach(intake, PDF, report="another"),
        await attach(intake, PDF, agency="police"),
        await attach(intake, b"MZ" + bytes(50)),
        await attach(intake, bytes(documents.MOST_BYTES + 1)),
        await attach(intake, PDF, name="two\nlines"),
    ]
    assert [status for status, _ in refused] == [404, 404, 422, 413, 422]
    assert CANARY not in str(refused)
    assert await intake.service.log.pool.fetchval("SELECT count(*) FROM log.attachment") == 0


@pytest.mark.real
async def test_an_attachment_that_is_not_here_is_missed(intake: Intake) -> None:
    with pytest.raises(KeyError):
        await documents.unsealed(intake.service, intake.service.log.pool, "none", UUID(int=1), FOR)

"""What goes through a portal: copied field by field, then attested with a proof that is kept sealed."""

import hashlib
from uuid import uuid4

import httpx
import pytest

from shared.dispatch.life import RecordRefusal
from shared.events.dispatch import DispatchHandedOver, DispatchProofKept
from tests import examples as ex
from tests.channels.conftest import Notify, Notifying

PDF = b"%PDF-1.7\nproof of Ffion"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
JPEG = b"\xff\xd8\xff\xe0" + bytes(40)
PORTAL = "https://portal.example/report"
HEADERS = {"Actor": "person:officer", "Idempotency-Key": "1"}


@pytest.fixture
async def by_hand(notify: Notify) -> Notifying:
    return await notify("portal", PORTAL)


async def path(it: Notifying, what: str) -> str:
    return f"/cases/{ex.CASE}/dispatches/{await it.dispatch()}/{what}"


async def upload(it: Notifying, content: bytes, type_: str = "application/octet-stream") -> httpx.Response:
    key = hashlib.sha256(content).hexdigest()[:20]
    headers = {**HEADERS, "Idempotency-Key": key, "Content-Type": type_}
    async with it.client() as client:
        return await client.post(await path(it, "proofs"), content=content, headers=headers)


async def attest(it: Notifying, **more: str) -> httpx.Response:
    body = {
        "dispatch": str(await it.dispatch()),
        "reference": "CSIN-42",
        "submitted_at": "2026-04-09T09:45:00Z",
        **more,
    }
    async with it.client() as client:
        return await client.post(
            f"/cases/{ex.CASE}/attest-portal-submission",
            json=body,
            headers={**HEADERS, "Idempotency-Key": f"attest-{uuid4()}"},
        )


async def test_an_officer_copies_it_field_by_field(by_hand: Notifying) -> None:
    async with by_hand.client() as client:
        answer = await client.get(await path(by_hand, "to-copy"), headers=HEADERS)
    assert answer.json()["address"] == PORTAL
    assert answer.json()["fields"] == [{"section": "CHILDREN", "name": "", "value": "1. Siân Example"}]
    assert answer.headers["cache-control"] == "no-store"


async def test_what_the_portal_sent_back_can_be_put_in_again(by_hand: Notifying) -> None:
    await upload(by_hand, PDF)
    proof = hashlib.sha256(PDF).hexdigest()
    await attest(by_hand, proof=proof)
    await by_hand.do(
        RecordRefusal(
            dispatch=await by_hand.dispatch(),
            reference="CSIN-42",
            refused_at=by_hand.clock.at,
            reason="Incomplete.",
        )
    )
    async with by_hand.client() as client:
        assert (await client.get(await path(by_hand, "to-copy"), headers=HEADERS)).status_code == 200
        assert len((await client.get("/dispatches/waiting")).json()) == 1
    await attest(by_hand, proof=proof, reference="CSIN-43")
    row = await by_hand.row()
    assert (row.state, row.reference) == ("handed over", "CSIN-43")
    assert (await by_hand.duty()).state == "met"


async def test_what_is_for_nobody_in_the_file_is_not_shown_for_copying(by_hand: Notifying) -> None:
    """A member of the public who asked for a copy, or somebody who was taken out of the file since."""
    await by_hand.service.log.pool.execute("UPDATE views.dispatches SET recipient = 'requester'")
    async with by_hand.client() as client:
        assert (await client.get(await path(by_hand, "to-copy"), headers=HEADERS)).status_code == 409


async def test_what_leaves_by_itself_is_not_shown_for_copying(notify: Notify) -> None:
    it = await notify("email", "office@panel.example")
    async with it.client() as client:
        assert (await client.get(await path(it, "to-copy"), headers=HEADERS)).status_code == 409


async def test_it_is_attested_with_reference_time_person_and_proof(by_hand: Notifying) -> None:
    assert (await upload(by_hand, PDF)).status_code in (200, 202)
    proof = hashlib.sha256(PDF).hexdigest()
    assert (await attest(by_hand, proof=proof)).status_code in (200, 202)
    (said,) = await by_hand.said(DispatchHandedOver)
    assert (said.reference, said.attested_by, said.proof) == ("CSIN-42", "person:officer", proof)
    row = await by_hand.row()
    assert (row.state, row.proof) == ("handed over", proof)
    assert (await by_hand.duty()).state == "met"
    assert await by_hand.folded()


async def test_without_a_proof_it_is_not_attested(by_hand: Notifying) -> None:
    assert (await attest(by_hand)).status_code == 409
    assert (await attest(by_hand, proof="ab" * 32)).status_code == 404
    assert (await attest(by_hand, proof="no hash")).status_code == 422


@pytest.mark.parametrize(
    ("content", "type_"), [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")]
)
async def test_what_a_proof_is_follows_from_its_bytes(by_hand: Notifying, content: bytes, type_: str) -> None:
    await upload(by_hand, content, "text/html")
    (kept,) = await by_hand.said(DispatchProofKept)
    assert (kept.media_type, kept.size_bytes) == (type_, len(content))
    async with by_hand.client() as client:
        answer = await client.get(await path(by_hand, f"proofs/{kept.proof}"), headers=HEADERS)
    assert answer.content == content and answer.headers["content-type"] == type_
    assert answer.headers["content-disposition"] == "attachment"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("content", [b"", b"<html>", b"GIF89a", b"MZ", b" %PDF-"])
async def test_anything_else_is_no_proof(by_hand: Notifying, content: bytes) -> None:
    assert (await upload(by_hand, content, "application/pdf")).status_code == 415
    assert await by_hand.said(DispatchProofKept) == []


async def test_a_proof_of_more_than_a_mebibyte_is_too_long(by_hand: Notifying) -> None:
    assert (await upload(by_hand, b"%PDF-" + bytes(1024 * 1024))).status_code == 413


async def test_a_proof_is_nowhere_in_the_clear(by_hand: Notifying) -> None:
    await upload(by_hand, PDF)
    wires = await by_hand.service.log.pool.fetch("SELECT wire FROM log.event_log")
    assert not any(b"Ffion" in row["wire"] or b"JVBERi0xLjcK" in row["wire"] for row in wires)


async def test_the_same_proof_twice_is_kept_once(by_hand: Notifying) -> None:
    for _ in range(2):
        assert (await upload(by_hand, PDF)).status_code in (200, 202)
    assert len(await by_hand.said(DispatchProofKept)) == 1


async def test_another_cases_proof_is_not_found(by_hand: Notifying) -> None:
    await upload(by_hand, PDF)
    proof = hashlib.sha256(PDF).hexdigest()
    async with by_hand.client() as client:
        elsewhere = (await path(by_hand, f"proofs/{proof}")).replace(ex.CASE, "another")
        assert (await client.get(elsewhere, headers=HEADERS)).status_code == 404

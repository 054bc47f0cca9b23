"""An agency's record that was set aside, settled by people over HTTP: seen, taken in after all, or discarded."""

import json
from dataclasses import replace
from typing import Any

import httpx
import pytest

from shared import views
from shared.decider import Command, Decider, Occasion
from shared.events.base import Event
from tests.intake.conftest import Intake
from tests.intake.examples import body, child, report, wire

pytestmark = pytest.mark.real
SPOILED = wire(children=[child(first_name="Canaryname", nhs_number="1")])
REASON = "Rang the ward: the number was cut off."


async def set_aside(intake: Intake, value: bytes = SPOILED, **more: Any) -> str:
    await intake.bring(value, **more)
    return str((await rows(intake))[-1]["quarantine"])


async def rows(intake: Intake) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await intake.client.get("/quarantine")).json()
    return found


async def settle(intake: Intake, id_: str, command: str, key: str = "1", **asked: Any) -> httpx.Response:
    headers = {"Actor": "person:officer", "Idempotency-Key": key}
    return await intake.client.post(
        f"/quarantine/{id_}/{command}", json={"reason": REASON, **asked}, headers=headers
    )


async def test_it_is_listed_with_where_and_why_and_never_with_what_it_says(intake: Intake) -> None:
    id_ = await set_aside(intake)

    listed = await intake.client.get("/quarantine")
    read = await intake.client.get(f"/quarantine/{id_}")

    (row,) = listed.json()
    assert row == read.json()
    assert (row["topic"], row["offset"], row["state"]) == ("partner.hospital.incidents", 0, "waiting")
    assert (row["pointer"], row["reason"]) == ("/data/children/0/nhs_number", "must be ten digits")
    assert b"Canaryname" not in listed.content + read.content


async def read_record(intake: Intake, id_: str, actor: str = "person:officer", purpose: str = "to mend it"):
    asked = {"purpose": purpose}
    return await intake.client.get(f"/quarantine/{id_}/record", params=asked, headers={"Actor": actor})


async def test_a_person_reads_what_it_says_for_a_purpose_that_is_recorded_first(intake: Intake) -> None:
    id_ = await set_aside(intake)
    answer = await read_record(intake, id_)
    assert answer.json()["text"] == SPOILED.decode() and answer.json()["is_text"] is True
    assert answer.headers["cache-control"] == "no-store"
    assert await intake.types(f"quarantine/{id_}") == ["record-quarantined", "quarantine-opened"]
    assert (await rows(intake))[0]["state"] == "waiting"


async def test_what_is_no_text_is_read_as_far_as_it_is_one(intake: Intake) -> None:
    id_ = await set_aside(intake, b"{\xff}")
    answer = (await read_record(intake, id_)).json()
    assert (answer["text"], answer["is_text"]) == ("{\N{REPLACEMENT CHARACTER}}", False)


async def test_nobody_reads_it_without_a_purpose_or_a_name_and_nothing_is_recorded_then(intake: Intake) -> None:
    id_ = await set_aside(intake)
    for actor, purpose in (
        ("agency:hospital", "to mend it"),
        ("person:", "to mend it"),
        ("person:x", "curiosity"),
    ):
        assert (await read_record(intake, id_, actor, purpose)).status_code == 422
    assert (await read_record(intake, "00000000-0000-0000-0000-000000000001")).status_code == 404
    assert await intake.types(f"quarantine/{id_}") == ["record-quarantined"]


async def test_an_unknown_one_is_not_found(intake: Intake) -> None:
    id_ = "00000000-0000-0000-0000-000000000001"
    assert (await intake.client.get(f"/quarantine/{id_}")).status_code == 404
    assert (await settle(intake, id_, "discard-record")).status_code == 404
    assert (await settle(intake, id_, "replay-record")).status_code == 404


async def test_a_corrected_document_opens_the_case_and_the_agency_is_told(intake: Intake) -> None:
    id_ = await set_aside(intake)

    answer = await settle(intake, id_, "replay-record", document=body())

    assert answer.status_code == 202
    assert await intake.types(report().case()) == ["incident-reported"]
    assert await intake.types(f"quarantine/{id_}") == ["record-quarantined", "quarantine-replayed"]
    assert await intake.types("feedback/hospital") == ["report-refused", "report-acknowledged"]
    (row,) = await rows(intake)
    assert (row["state"], row["settled_by"], row["opened"]) == ("replayed", "person:officer", report().case())


async def test_the_case_leads_back_to_who_had_it_taken_in(intake: Intake) -> None:
    id_ = await set_aside(intake)
    await settle(intake, id_, "replay-record", document=body())

    (reported,) = await intake.service.log.about(report().case())
    came, replayed = await intake.service.log.about(f"quarantine/{id_}")

    assert (reported.cause, reported.correlation) == (replayed.id, came.correlation)
    assert (replayed.actor, reported.actor) == ("person:officer", "person:officer")
    assert replayed.data.corrected


async def test_a_record_is_taken_in_as_it_came_once_it_can_be_borne(intake: Intake) -> None:
    healthy = intake.service.deciders
    intake.service.deciders = [broken(healthy[0]), *healthy[1:]]
    id_ = await set_aside(intake, wire())
    still = await settle(intake, id_, "replay-record")
    intake.service.deciders = healthy
    now = await settle(intake, id_, "replay-record")

    assert (still.status_code, still.json()["type"]) == (409, "urn:cspr:problem:cannot-be-processed")
    assert now.status_code == 202
    (reported,) = await intake.service.log.about(report().case())
    assert reported.actor == "agency:hospital"


def broken(decider: Decider[Any]) -> Decider[Any]:
    def decide(_: Command, __: Any, ___: Occasion) -> list[Event]:
        raise ZeroDivisionError

    return replace(decider, decide=decide)


async def test_a_document_that_is_still_wrong_is_refused_by_its_field_and_nothing_is_kept(intake: Intake) -> None:
    id_ = await set_aside(intake)

    as_it_came = await settle(intake, id_, "replay-record", "1")
    corrected = await settle(intake, id_, "replay-record", "2", document=body(data={"harm": "none"}))

    assert [e["pointer"] for e in as_it_came.json()["errors"]] == ["/data/children/0/nhs_number"]
    assert [e["pointer"] for e in corrected.json()["errors"]] == ["/document/data/harm"]
    assert b"Canaryname" not in as_it_came.content + corrected.content
    assert [row["state"] for row in await rows(intake)] == ["waiting"]


async def test_a_correction_cannot_be_put_into_another_agencys_mouth(intake: Intake) -> None:
    id_ = await set_aside(intake)
    forged = await settle(intake, id_, "replay-record", document=body(source="police"))
    assert [e["pointer"] for e in forged.json()["errors"]] == ["/document/source"]


async def test_the_same_replay_again_changes_nothing(intake: Intake) -> None:
    id_ = await set_aside(intake)

    first = await settle(intake, id_, "replay-record", "1", document=body())
    same_key = await settle(intake, id_, "replay-record", "1", document=body())
    new_key = await settle(intake, id_, "replay-record", "2", document=body())

    assert first.json() == same_key.json()
    assert new_key.status_code == 200
    assert new_key.json()["events"] == []
    assert await intake.types(report().case()) == ["incident-reported"]


async def test_the_same_key_with_another_document_is_noticed(intake: Intake) -> None:
    id_ = await set_aside(intake)
    await settle(intake, id_, "replay-record", "1", document=body())
    other = await settle(intake, id_, "replay-record", "1", document=body(data={"harm": "death"}))
    assert (other.status_code, other.json()["type"]) == (409, "urn:cspr:problem:key-reused")


async def test_an_id_that_stands_for_another_report_is_a_conflict(intake: Intake) -> None:
    await intake.bring(wire())
    id_ = await set_aside(intake, wire(data={"harm": "death"}))

    answer = await settle(intake, id_, "replay-record")

    assert answer.status_code == 409
    assert (await rows(intake))[-1]["state"] == "waiting"


async def test_what_the_agency_sends_again_afterwards_is_recognised(intake: Intake) -> None:
    id_ = await set_aside(intake)
    await settle(intake, id_, "replay-record", document=body())
    await intake.bring(wire())
    assert len(await rows(intake)) == 1
    assert await intake.types(report().case()) == ["incident-reported"]


async def test_it_is_discarded_with_a_reason_that_nobody_reads_in_passing(intake: Intake) -> None:
    id_ = await set_aside(intake)

    without = await settle(intake, id_, "discard-record", "1", reason=" ")
    answer = await settle(intake, id_, "discard-record", "2")

    assert (without.status_code, answer.status_code) == (422, 202)
    assert (await rows(intake))[0]["state"] == "discarded"
    assert (await intake.client.get("/quarantine", params={"state": "waiting"})).json() == []
    wires = [r.wire for r in await intake.service.log.about(f"quarantine/{id_}")]
    assert b"Rang the ward" not in b"".join(wires)


async def test_views_rebuilt_are_the_same(intake: Intake) -> None:
    first, second = await set_aside(intake), await set_aside(intake, json.dumps({}).encode())
    await settle(intake, first, "replay-record", document=body())
    await settle(intake, second, "discard-record")
    async with intake.service.log.pool.acquire() as connection:
        for table, (live, folded) in (await views.compared(intake.service, connection)).items():
            assert live == folded, table

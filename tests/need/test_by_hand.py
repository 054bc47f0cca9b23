"""What a person puts in by hand is decided on the case that it changes, though no case stands in the path."""

import json
from typing import Any

import httpx
import pytest

from services.intake.casework import AssignCase
from services.intake.partners import reader
from shared.event_log import Place
from shared.hearing import Hearing, Record
from shared.identity.principal import Role
from tests.intake.examples import body
from tests.intake.test_amending import addition, correction, withdrawal
from tests.need.conftest import Intake

pytestmark = pytest.mark.real
Who = tuple[str, Role]
DIRECTOR: Who = ("person:d.okafor", "decision-maker")
MANAGER: Who = ("person:b.manners", "business manager")
STRANGER: Who = ("person:b.new", "referrer")
AMENDMENTS = {each["type"]: each for each in (correction(), addition, withdrawal)}
PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"


@pytest.fixture
async def case(intake: Intake) -> str:
    """Of a report that somebody in no team typed in and has; the director is kept out of it."""
    answer = await intake.post("/reports", "person:s.elsewhere", "referrer", **body())
    assert answer.status_code == 202, answer.text
    found = str(answer.json()["case"])
    await intake.do(found, AssignCase(officer="person:s.elsewhere"))
    await intake.kept_out(found, *DIRECTOR)
    return found


async def so_far(intake: Intake, case: str) -> list[str]:
    return [str(recorded.id) for recorded in await intake.service.log.about(case)]


def told(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("type", "").removeprefix("urn:cspr:problem:")


async def attach(intake: Intake, who: Who) -> httpx.Response:
    told = {"agency": "hospital", "kind": "other", "name": "Letter"}
    return await intake.send(f"/reports/{body()['id']}/attachments", *who, PDF, **told)


@pytest.mark.parametrize("what", AMENDMENTS)
async def test_what_is_said_after_a_report_is_decided_on_its_case(intake: Intake, case: str, what: str) -> None:
    before = await so_far(intake, case)
    for path in ("/reports", "/reports?check=true"):
        assert told(await intake.post(path, *DIRECTOR, **AMENDMENTS[what])) == (403, "conflict")
        assert told(await intake.post(path, *STRANGER, **AMENDMENTS[what])) == (403, "not-your-case")
    assert await so_far(intake, case) == before
    assert (await intake.post("/reports", *MANAGER, **AMENDMENTS[what])).status_code == 202
    assert len(await so_far(intake, case)) > len(before)


async def test_a_document_of_a_report_is_decided_on_its_case(intake: Intake, case: str) -> None:
    before = await so_far(intake, case)
    assert told(await attach(intake, DIRECTOR)) == (403, "conflict")
    assert told(await attach(intake, STRANGER)) == (403, "not-your-case")
    assert await so_far(intake, case) == before
    assert (await attach(intake, MANAGER)).status_code == 202


async def test_a_new_report_is_put_in_by_whoever_is_kept_out_of_another(intake: Intake, case: str) -> None:
    """It opens a case of its own."""
    answer = await intake.post("/reports", *DIRECTOR, **body(id="rep-0002", subject="another"))
    assert answer.status_code == 202
    assert answer.json()["case"] != case


async def set_aside(intake: Intake, document: dict[str, Any]) -> str:
    """It came under a key that is not its own."""
    place = Place("partner.hospital.incidents", 0, 0)
    sql = "INSERT INTO consumed VALUES ($1, $2, 'test', $3)"
    await intake.service.log.pool.execute(sql, place.topic, place.partition, place.offset)
    hearing = Hearing(intake.service, reader({"hospital"}))
    hearing.cluster = "test"
    await hearing.take_in(0, [Record(place, b"another", json.dumps(document).encode(), ())])
    (row,) = (await intake.get("/quarantine", *MANAGER)).json()
    return str(row["quarantine"])


@pytest.mark.parametrize("in_its_stead", [True, False])
async def test_what_was_set_aside_is_taken_in_by_whoever_may_change_its_case(
    intake: Intake, case: str, in_its_stead: bool
) -> None:
    id_ = await set_aside(intake, addition if in_its_stead else withdrawal)
    asked = {"reason": "Rang the ward.", **({"document": withdrawal} if in_its_stead else {})}
    path, before = f"/quarantine/{id_}/replay-record", await so_far(intake, case)
    assert told(await intake.post(path, *DIRECTOR, **asked)) == (403, "conflict")
    assert await so_far(intake, case) == before
    assert (await intake.get(f"/quarantine/{id_}", *MANAGER)).json()["state"] == "waiting"
    assert (await intake.post(path, *MANAGER, **asked)).status_code == 202
    assert len(await so_far(intake, case)) > len(before)

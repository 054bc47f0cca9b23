"""An agency's standing, and how its system is."""

import pytest

from services.intake.agencies import MarkConformant, NoteSample, ResumeAgency, SuspendAgency, agency_standing
from services.intake.partners import reader
from shared.clock import WallClock
from shared.event_log import Place
from shared.events.base import Undecodable
from shared.hearing import Hearing, Record
from shared.suspended import Suspended
from shared.testing import Given
from tests.contracts.examples_reports import AGENCIES
from tests.intake.conftest import Intake, made_with
from tests.intake.examples import JsonObject, body, wire

passed, conformant, suspended, resumed = AGENCIES
given = Given(agency_standing).given
mark = MarkConformant(agency="hospital")
suspend = SuspendAgency(agency="hospital", reasons="It sends every report a hundred times.")
resume = ResumeAgency(agency="hospital", reasons="Mended, and tried with tests.")


def test_the_first_sample_that_passes_is_said() -> None:
    note = NoteSample(agency="hospital", report="test-1")
    given().when(note).then(passed)
    given(passed).when(note).then_nothing()


def test_an_agency_is_conformant_only_after_its_sample_passed_and_once() -> None:
    given().when(mark).then_refused("no-sample")
    given(passed).when(mark).then(conformant)
    given(passed, conformant).when(mark).then_nothing()


def test_it_is_suspended_and_resumed_once_each() -> None:
    given().when(suspend).then(suspended)
    given(suspended).when(suspend).then_nothing()
    given(suspended).when(resume).then(resumed)
    given().when(resume).then_nothing()
    given(suspended, resumed).when(suspend).then(suspended)


def test_a_record_of_a_suspended_agency_is_set_aside_from_the_moment_it_is_known() -> None:
    known: set[str] = set()
    read = reader(["hospital"], known)
    record = Record(Place("partner.hospital.incidents", 0, 1), None, wire())
    read(record)
    known.add("hospital")
    with pytest.raises(Undecodable, match="suspended"):
        read(record)


async def ask(intake: Intake, path: str, status: int = 202, agency: str = "hospital", **fields: str) -> None:
    headers = {
        "Actor": "person:officer",
        "Idempotency-Key": f"{path}-{len(await intake.types(f'agency/{agency}'))}",
    }
    answer = await intake.client.post(f"/partners/{agency}/{path}", json=fields, headers=headers)
    assert answer.status_code == status, answer.text


async def partner(intake: Intake, agency: str = "hospital") -> JsonObject:
    (found,) = [each for each in (await intake.client.get("/partners")).json() if each["agency"] == agency]
    return dict(found)


async def told(intake: Intake) -> list[str]:
    return await intake.types("feedback/hospital")


async def report(intake: Intake, **changes: object) -> int:
    answer = await intake.client.post("/reports", json=body(**changes), headers={"Actor": "agency:hospital"})
    return answer.status_code


@pytest.mark.real
async def test_how_an_agencys_system_is(intake: Intake) -> None:
    never = await partner(intake)
    assert (never["state"], never["last_heard_at"], never["versions"]) == ("not yet conformant", None, [])
    await ask(intake, "mark-conformant", 409)
    assert await report(intake, id="try", test=True) == 202
    await ask(intake, "mark-conformant")
    await report(intake)
    await report(intake, id="second", type="cspr.partner.incident-report.v2")
    await intake.bring(wire(id="third", data={"harm": "none"}))
    shown = await partner(intake)
    assert shown["state"] == "conformant"
    assert {count["detail"]: count["times"] for count in shown["versions"]} == {"v1": 1, "v2": 1}
    assert [count["detail"] for count in shown["tests"]] == ["passed"]
    assert [count["times"] for count in shown["refusals"]] == [1]
    assert shown["last_heard_at"]
    assert (await partner(intake, "police"))["last_heard_at"] is None


@pytest.mark.real
async def test_a_suspended_agency_is_refused_at_both_doors_until_it_is_resumed(intake: Intake) -> None:
    await ask(intake, "suspend", reasons="It sends every report a hundred times.")
    await intake.bring(wire(id="over-kafka"))
    assert await told(intake) == ["report-refused"]
    assert await report(intake) == 409
    assert (await partner(intake))["state"] == "suspended"
    await ask(intake, "resume", reasons="Mended.")
    assert await report(intake) == 202
    await intake.bring(wire(id="over-kafka-again"))
    assert (await told(intake))[1:] == ["report-acknowledged"] * 2


@pytest.mark.real
async def test_a_suspension_said_to_one_instance_is_known_to_all_with_the_next_record(intake: Intake) -> None:
    """Two processes on one database; the one that takes in the agency's topic is not the one that was told."""
    other = made_with(WallClock())
    suspended = Suspended(other)
    async with other.log.opened(intake.url):
        hearing = Hearing(other, reader(["hospital"], suspended), suspended.look)
        await intake.bring(wire())
        await ask(intake, "suspend", reasons="It sends every report a hundred times.")
        place = Place("partner.hospital.incidents", 0, intake.offset)
        await hearing.take_in(intake.offset, [Record(place, None, wire(id="later"))])
    assert (await told(intake))[-1] == "report-refused"


@pytest.mark.real
async def test_what_is_no_agency_has_no_standing(intake: Intake) -> None:
    await ask(intake, "suspend", 404, agency="nobody", reasons="x")
    await ask(intake, "suspend", 422, reasons=" ")

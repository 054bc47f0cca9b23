"""Times that await a second signature, over HTTP: listed, beside the clocks, confirmed by another person."""

import pytest

from shared.clock import WallClock
from tests.intake import examples as asked
from tests.intake.conftest import Intake

pytestmark = pytest.mark.real
ONE, TWO = "person:service-manager", "person:assistant-director"
REASON = {"reason": "The call on Thursday was about another child."}


async def ask(intake: Intake, case: str, name: str, actor: str, status: int = 202, **fields: object) -> None:
    headers = {"Actor": actor, "Idempotency-Key": f"{case}-{name}-{len(await intake.types(case))}"}
    answer = await intake.client.post(f"/cases/{case}/{name}", json=fields, headers=headers)
    assert answer.status_code == status, answer.text


@pytest.fixture
async def late(intake: Intake) -> str:
    """A case of which the authority has known for long, which was recorded today: nobody has said why."""
    sent = await intake.client.post("/reports", json=asked.body(), headers={"Actor": "agency:hospital"})
    case = str(sent.json()["case"])
    known = {"incident_aware_at": "2026-04-02T15:50:00Z", "channel": "a file that was found"}
    await ask(intake, case, "record-awareness", ONE, **known)
    return case


async def test_what_was_recorded_late_is_listed_until_another_person_confirms_it(
    intake: Intake, late: str
) -> None:
    (waits,) = (await intake.client.get("/backdatings")).json()
    assert (waits["subject"], waits["clock"], waits["proposed_by"]) == (late, "awareness", ONE)
    assert (waits["due_on"], waits["explained"], waits["previous"]) == ("2026-04-13", False, None)
    proposal = {"proposal": waits["proposal"]}
    await ask(intake, late, "confirm-backdating", TWO, 409, **proposal)
    why = {"incident_aware_at": "2026-04-02T15:50:00Z", "channel": "a file", "late_because": "It was misfiled."}
    await ask(intake, late, "record-awareness", ONE, **why)
    (waits,) = (await intake.client.get("/backdatings")).json()
    await ask(intake, late, "confirm-backdating", ONE, 409, proposal=waits["proposal"])
    await ask(intake, late, "confirm-backdating", TWO, proposal=waits["proposal"])
    assert (await intake.client.get("/backdatings")).json() == []


async def test_more_time_stands_beside_the_clocks_and_counts_once_it_is_confirmed(
    intake: Intake, late: str
) -> None:
    await ask(intake, late, "correct-awareness", ONE, incident_aware_at="2026-04-07T09:30:00Z", **REASON)
    clocks = (await intake.client.get(f"/cases/{late}/clocks")).json()
    assert (clocks["incident_aware_at"], clocks["due_on"]) == ("2026-04-02T15:50:00Z", "2026-04-13")
    (waits,) = clocks["awaiting"]
    assert (waits["at"], waits["counts_from"]) == ("2026-04-07T09:30:00Z", "2026-04-02T15:50:00Z")
    await ask(intake, late, "confirm-backdating", TWO, proposal=waits["proposal"])
    clocks = (await intake.client.get(f"/cases/{late}/clocks")).json()
    assert (clocks["incident_aware_at"], clocks["due_on"]) == ("2026-04-07T09:30:00Z", "2026-04-14")
    assert clocks["awaiting"] == []


async def test_why_it_was_moved_is_read_for_a_purpose_by_whoever_is_to_sign(intake: Intake, late: str) -> None:
    await ask(intake, late, "correct-awareness", ONE, incident_aware_at="2026-04-07T09:30:00Z", **REASON)
    read = await intake.client.get(
        f"/cases/{late}/reasons", params={"purpose": "decision"}, headers={"Actor": TWO}
    )
    assert read.status_code == 200, read.text
    assert REASON["reason"] in read.text


async def test_what_is_refused_leaves_what_counted_and_that_it_was_recorded_late(
    intake: Intake, late: str
) -> None:
    await ask(intake, late, "correct-awareness", ONE, incident_aware_at="2026-04-07T09:30:00Z", **REASON)
    (waits,) = (await intake.client.get("/backdatings")).json()
    await ask(intake, late, "refuse-backdating", TWO, proposal=waits["proposal"], reasons="It was this child.")
    clocks = (await intake.client.get(f"/cases/{late}/clocks")).json()
    (again,) = clocks["awaiting"]
    assert (clocks["due_on"], again["proposed_by"]) == ("2026-04-13", ONE)
    assert (again["at"], again["previous"]) == ("2026-04-02T15:50:00Z", None)
    assert again["proposal"] != waits["proposal"]


async def test_what_is_recorded_in_time_takes_one_person(intake: Intake) -> None:
    sent = await intake.client.post("/reports", json=asked.body(), headers={"Actor": "agency:hospital"})
    just_now = WallClock().now().isoformat()
    case = str(sent.json()["case"])
    await ask(intake, case, "record-awareness", ONE, incident_aware_at=just_now, channel="a call")
    assert (await intake.client.get("/backdatings")).json() == []

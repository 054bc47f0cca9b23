"""Reports of one incident by two agencies, from the door to a person's decision and back."""

from collections import Counter

import pytest

from services.intake.worker import Finder
from shared import views
from shared.clock import WallClock
from shared.events.merging import CaseMerged, MergeUndone
from tests.intake.conftest import Intake
from tests.intake.examples import JsonObject, body, child

pytestmark = pytest.mark.real
OF_THE_POLICE = {"source": "police", "id": "hc-1", "subject": "HC-1"}
REASONS = {"reasons": "One incident, told twice."}


async def reported(intake: Intake, document: JsonObject) -> str:
    actor = {"Actor": f"agency:{document['source']}"}
    answer = await intake.client.post("/reports", json=document, headers=actor)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["case"])


async def find(intake: Intake) -> None:
    while await Finder(intake.service).work(WallClock().now()):
        pass


async def two_of_one(intake: Intake) -> tuple[str, str]:
    """The hospital's case and the police's, with other spellings."""
    first = await reported(intake, body())
    second = await reported(
        intake, body(children=[child(first_name="Fion", last_name="EXAMPLE")], **OF_THE_POLICE)
    )
    await find(intake)
    return first, second


async def ask(intake: Intake, case: str, path: str, status: int = 202, **fields: object) -> None:
    headers = {"Actor": "person:officer", "Idempotency-Key": f"{case}-{path}-{len(await intake.types(case))}"}
    body_ = fields if path == "record-awareness" else {**REASONS, **fields}
    answer = await intake.client.post(f"/cases/{case}/{path}", json=body_, headers=headers)
    assert answer.status_code == status, answer.text


async def pairs(intake: Intake) -> list[tuple[str, str, str]]:
    return [(p["subject"], p["other"], p["state"]) for p in (await intake.client.get("/duplicates")).json()]


async def told(intake: Intake, agency: str) -> list[str]:
    return await intake.types(f"feedback/{agency}")


async def test_likely_duplicates_wait_for_a_person_and_nothing_is_merged(intake: Intake) -> None:
    first, second = await two_of_one(intake)
    assert await pairs(intake) == [(second, first, "waiting")]
    shown = (await intake.client.get(f"/cases/{second}")).json()
    assert (shown["state"], shown["merged_into"]) == ("received", None)


async def test_other_people_are_not_suspected(intake: Intake) -> None:
    await reported(intake, body())
    other = child(first_name="Tomasz", last_name="Nowak", date_of_birth="2018-05-05")
    await reported(intake, body(children=[other], **OF_THE_POLICE))
    await find(intake)
    assert await pairs(intake) == []


async def test_a_flood_of_reports_of_one_child_puts_a_few_pairs_each_before_a_person(intake: Intake) -> None:
    for number in range(8):
        await reported(intake, body(source="police", id=f"hc-{number}", subject="HC-1"))
        await find(intake)

    found = Counter(subject for subject, _, _ in await pairs(intake))
    assert sorted(found.values()) == [1, 2, 3, 3, 3, 3, 3]  # not one with every other


async def test_looking_again_finds_nothing_new(intake: Intake) -> None:
    first, second = await two_of_one(intake)
    async with intake.service.log.pool.acquire() as connection:
        await views.rebuild(intake.service, connection)
    await find(intake)
    assert await pairs(intake) == [(second, first, "waiting")]
    assert (await intake.types(second)).count("duplicate-suspected") == 1


async def test_a_pair_that_is_found_again_from_the_other_side_is_one_pair_on_the_newer_grounds(
    intake: Intake,
) -> None:
    first, second = await two_of_one(intake)
    data = {**body()["data"], "children": [child(first_name="Fion", last_name="Example")]}
    corrected = {
        **{name: body()[name] for name in ("specversion", "source", "subject", "time")},
        "id": "c-1",
        "type": "cspr.partner.report-correction.v1",
        "data": {"report": "rep-0001", "reasons": "Her name was misheard.", "corrected": data},
    }
    answer = await intake.client.post("/reports", json=corrected, headers={"Actor": "agency:hospital"})
    assert answer.status_code == 202, answer.text
    await find(intake)
    assert await pairs(intake) == [(first, second, "waiting")]
    await ask(intake, second, "merge-case", into=first)
    assert await pairs(intake) == [(first, second, "merged")]


async def test_marks_are_hashes_and_tell_nothing(intake: Intake) -> None:
    await two_of_one(intake)
    rows = await intake.service.log.pool.fetch("SELECT hash FROM marks")
    assert len(rows) == 8  # what both have counts twice
    assert all(len(row["hash"]) == 64 and int(row["hash"], 16) for row in rows)


async def test_views_are_as_folded_although_marks_are_not_folded(intake: Intake) -> None:
    await two_of_one(intake)
    async with intake.service.log.pool.acquire() as connection:
        tables = await views.compared(intake.service, connection)
    assert {"suspected", "cases"} <= set(tables)
    assert "marks" not in tables
    assert all(live == folded for live, folded in tables.values())


async def test_merged_both_agencies_learn_the_one_decision(intake: Intake) -> None:
    first, second = await two_of_one(intake)
    aware = {"incident_aware_at": "2026-04-02T15:50:00Z", "channel": "duty telephone"}
    await ask(intake, second, "merge-case", into=first)
    headers = {"Actor": "person:officer", "Idempotency-Key": "aware"}
    await intake.client.post(f"/cases/{first}/record-awareness", json=aware, headers=headers)
    decision = {"grounds": "an accident", "authority": "Director", "partner_views": {}, "trigger_class": "D"}
    await ask(intake, first, "decide-not-to-notify", **decision)
    assert await told(intake, "hospital") == ["report-acknowledged", "report-screened", "outcome-told.v2"]
    assert await told(intake, "police") == ["report-acknowledged", "report-screened", "outcome-told.v2"]
    last = (await intake.service.log.about("feedback/police"))[-1]
    assert last.data.case == second
    assert await pairs(intake) == [(second, first, "merged")]


async def test_a_merged_case_is_shown_as_such_and_undone_stands_again(intake: Intake) -> None:
    first, second = await two_of_one(intake)
    await ask(intake, second, "merge-case", into=first)
    shown = (await intake.client.get(f"/cases/{second}")).json()
    assert (shown["state"], shown["merged_into"]) == ("merged", first)
    await ask(intake, second, "undo-merge")
    shown = (await intake.client.get(f"/cases/{second}")).json()
    assert (shown["state"], shown["merged_into"]) == ("received", None)
    assert await pairs(intake) == [(second, first, "waiting")]
    assert await intake.types(first) == ["incident-reported", "case-taken-over", "case-released"]


@pytest.mark.parametrize("into", ["nowhere", "itself", "a merged case"])
async def test_what_the_other_case_cannot_bear_refuses_the_whole(intake: Intake, into: str) -> None:
    first, second = await two_of_one(intake)
    third = await reported(intake, body(id="rep-0003"))
    await ask(intake, third, "merge-case", into=second)
    status = 404 if into == "nowhere" else 409
    other = {"nowhere": "no-such", "itself": first, "a merged case": third}[into]
    await ask(intake, first, "merge-case", status, into=other)
    assert await intake.types(first) == ["incident-reported"]
    assert (await intake.client.get(f"/cases/{first}")).json()["state"] == "received"


async def test_kept_apart_is_settled_from_either_side(intake: Intake) -> None:
    first, second = await two_of_one(intake)
    await ask(intake, first, "keep-apart", other=second)
    assert await pairs(intake) == [(second, first, "kept apart")]


async def test_merged_after_both_were_decided_the_one_notification_stands_and_undone_both_do(
    intake: Intake,
) -> None:
    first, second = await two_of_one(intake)
    for case, hour in ((first, "15:50"), (second, "14:10")):
        await ask(intake, case, "record-awareness", **aware_at(hour))
        await ask(intake, case, "decide-to-notify", **DECISION)
    await ask(intake, second, "merge-case", into=first)
    (said,) = [it.data for it in await intake.service.log.about(second) if isinstance(it.data, CaseMerged)]
    assert (said.into, said.trigger_class) == (first, "B")
    clocks = (await intake.client.get(f"/cases/{first}/clocks")).json()
    assert clocks["incident_aware_at"] == "2026-04-02T14:10:00Z"
    assert [each["previous"] for each in clocks["corrections"]] == ["2026-04-02T15:50:00Z"]
    await ask(intake, second, "undo-merge")
    (undone,) = [it.data for it in await intake.service.log.about(second) if isinstance(it.data, MergeUndone)]
    assert (undone.trigger_class, undone.clock_starts_at.isoformat()) == ("B", "2026-04-02T14:10:00+00:00")


async def test_who_is_to_be_notified_is_merged_the_other_way_round(intake: Intake) -> None:
    first, second = await two_of_one(intake)
    await ask(intake, first, "record-awareness", **aware_at("15:50"))
    await ask(intake, first, "decide-to-notify", **DECISION)
    await ask(intake, first, "merge-case", 409, into=second)
    assert "case-merged" not in await intake.types(first)
    await ask(intake, second, "merge-case", into=first)
    assert (await told(intake, "police"))[-1] == "outcome-told.v2"


async def test_a_merged_case_is_on_nobodys_worklist_until_it_is_parted(intake: Intake) -> None:
    first, second = await two_of_one(intake)
    await ask(intake, second, "merge-case", into=first)
    assert await worklist(intake) == [first]
    await ask(intake, second, "undo-merge")
    assert sorted(await worklist(intake)) == sorted([first, second])


async def worklist(intake: Intake) -> list[str]:
    return [each["subject"] for each in (await intake.client.get("/assignments")).json()]


def aware_at(hour: str) -> dict[str, object]:
    return {"incident_aware_at": f"2026-04-02T{hour}:00Z", "channel": "duty telephone"}


DECISION: dict[str, object] = {"grounds": "in care", "authority": "Director", "trigger_class": "B"}

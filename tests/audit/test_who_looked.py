"""Who looked at a case can be seen by whoever answers for it, and by nobody else."""

import pytest

from shared.identity.principal import Role
from tests.audit.conftest import Asked, said_by_hospital

pytestmark = pytest.mark.real


async def looked(intake: Asked, case: str, people: int) -> None:
    for number in range(people):
        await intake.client.get(f"/cases/{case}", headers=intake.as_(f"person:p{number}"))


@pytest.mark.parametrize("role", ["business manager", "safeguarding partner lead", "auditor"])
async def test_whoever_answers_for_cases_sees_who_looked(intake: Asked, case: str, role: Role) -> None:
    await looked(intake, case, 3)
    await intake.client.get("/cases/another", headers=intake.as_())
    answer = await intake.client.get(f"/cases/{case}/who-looked", headers=intake.as_(roles=(role,)))
    assert [each["actor"] for each in answer.json()] == ["person:p2", "person:p1", "person:p0"]


async def test_it_is_read_a_page_at_a_time(intake: Asked, case: str) -> None:
    await looked(intake, case, 3)
    headers = intake.as_(roles=("auditor",))
    first = (await intake.client.get(f"/cases/{case}/who-looked?limit=2", headers=headers)).json()
    rest = f"/cases/{case}/who-looked?limit=2&before={first[-1]['number']}"
    second = (await intake.client.get(rest, headers=headers)).json()
    assert [each["actor"] for each in (*first, *second)] == ["person:p2", "person:p1", "person:p0"]


@pytest.mark.parametrize("role", ["agency contributor", "system operator", "publisher"])
async def test_others_do_not(intake: Asked, case: str, role: Role) -> None:
    headers = intake.as_(roles=(role,))
    for path in (f"/cases/{case}/who-looked", "/audit"):
        answer = await intake.client.get(path, headers=headers)
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:cspr:problem:not-for-your-role")
    assert [entry.outcome for entry in await intake.entries()] == ["denied", "denied"]


async def test_a_referrer_does_of_a_case_of_their_own_alone(intake: Asked, case: str) -> None:
    headers = intake.as_(roles=("referrer",))
    answer = await intake.client.get(f"/cases/{case}/who-looked", headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:cspr:problem:not-your-case")
    assigning = {**intake.as_(), "Idempotency-Key": "assign"}
    body = {"officer": "person:m.ellis"}
    assigned = await intake.client.post(f"/cases/{case}/assign-case", json=body, headers=assigning)
    assert assigned.is_success, assigned.text
    assert (await intake.client.get(f"/cases/{case}/who-looked", headers=headers)).is_success


async def test_agencies_never_do(intake: Asked, case: str) -> None:
    answer = await intake.client.get(f"/cases/{case}/who-looked", headers=said_by_hospital(intake))
    assert answer.status_code == 403


async def test_an_auditor_reads_no_entry_of_a_case_that_a_conflict_keeps_them_out_of(
    intake: Asked, case: str
) -> None:
    await looked(intake, case, 1)
    await intake.client.get("/cases/case-77", headers=intake.as_())
    said = {"person": "person:u.auditor", "kind": "named in the case", "reason": "He was on the ward that night."}
    declaring = {**intake.as_(), "Idempotency-Key": "declare"}
    declared = await intake.client.post(f"/cases/{case}/declare-conflict", json=said, headers=declaring)
    assert declared.is_success, declared.text
    for auditor, cases in (("person:u.auditor", ["case-77"]), ("person:another", ["case-77", case])):
        answer = await intake.client.get("/audit", headers=intake.as_(auditor, roles=("auditor",)))
        assert [each["case"] for each in answer.json() if each["case"]] == cases


async def test_an_auditor_reads_the_entries_of_all_cases(intake: Asked, case: str) -> None:
    await looked(intake, case, 1)
    await intake.client.get("/cases/case-77", headers=intake.as_())
    answer = await intake.client.get("/audit", headers=intake.as_(roles=("auditor",)))
    assert [each["case"] for each in answer.json()] == ["case-77", case]
    manager = await intake.client.get("/audit", headers=intake.as_(roles=("business manager",)))
    assert manager.status_code == 403

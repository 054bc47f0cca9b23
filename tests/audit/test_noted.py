"""Before an answer goes out, who asked for what is in the audit log; or nobody is shown anything."""

import pytest

from tests.audit.conftest import Asked, said_by_hospital
from tests.identity.test_every_route import CREDENTIALS, headed
from tests.intake.examples import body

pytestmark = pytest.mark.real
NEWEST = "SELECT entry FROM log.audit ORDER BY number DESC LIMIT 1"
LOST = "ALTER TABLE log.audit RENAME TO audit_that_is_away"
BACK = "ALTER TABLE log.audit_that_is_away RENAME TO audit"


async def test_a_read_of_a_case_is_an_entry(intake: Asked, case: str) -> None:
    answer = await intake.client.get(f"/cases/{case}", headers=intake.as_(org="somerset", roles=("referrer",)))
    assert answer.status_code == 200
    [entry] = await intake.entries()
    assert (entry.actor, entry.org, entry.issuer) == ("person:m.ellis", "somerset", "console")
    assert (entry.action, entry.case, entry.outcome) == ("GET /cases/{case}", case, "allowed")
    assert (entry.service, entry.opened, entry.number) == ("intake", False, 1)


async def test_a_list_is_one_entry_with_the_filters_names_and_never_what_they_were_set_to(intake: Asked) -> None:
    await intake.client.get("/duties?owed_to=Kowalczyk&kowalczyk=1", headers=intake.as_())
    [entry] = await intake.entries()
    assert (entry.action, entry.case, entry.asked) == ("GET /duties", "", ("owed_to",))
    wire = await intake.module.service.log.pool.fetchval("SELECT entry FROM log.audit")
    assert b"owalczyk" not in wire


async def test_whose_key_was_used_and_what_for_is_in_the_entry(intake: Asked, case: str) -> None:
    answer = await intake.client.get(f"/cases/{case}/report?purpose=screening", headers=intake.as_())
    assert answer.status_code == 200, answer.text
    [entry] = await intake.entries()
    assert (entry.action, entry.case) == ("GET /cases/{case}/report", case)
    assert (entry.opened, entry.purpose) == (True, "screening")


async def test_what_shows_no_case_is_not_noted(intake: Asked) -> None:
    for path in ("/calendar", "/health/live", "/status", "/themes-that-there-are-not"):
        await intake.client.get(path, headers=intake.as_())
    assert await intake.entries() == []


async def test_a_command_is_in_the_event_log_and_has_no_entry(intake: Asked, case: str) -> None:
    headers = {**intake.as_(), "Idempotency-Key": "1"}
    assigned = {"officer": "person:m.ellis"}
    answer = await intake.client.post(f"/cases/{case}/assign-case", json=assigned, headers=headers)
    assert answer.status_code < 300, answer.text
    assert await intake.entries() == []


async def test_a_case_that_is_not_here_was_asked_for(intake: Asked) -> None:
    assert (await intake.client.get("/cases/case-77", headers=intake.as_())).status_code == 404
    [entry] = await intake.entries()
    assert (entry.case, entry.outcome, entry.reason) == ("case-77", "nothing", "no-such-case")


@pytest.mark.parametrize(
    ("credential", "reason"), [("", "missing"), ("Bearer a.b.c", "malformed"), ("Basic dTpw", "missing")]
)
async def test_a_token_that_is_not_believed_is_an_entry(intake: Asked, credential: str, reason: str) -> None:
    answer = await intake.client.get("/cases/case-1", headers={"Authorization": credential})
    assert answer.status_code == 401
    [entry] = await intake.entries()
    assert (entry.outcome, entry.reason, entry.actor) == ("denied", reason, "")
    assert (entry.action, entry.case, entry.address) == ("GET", "", "127.0.0.1")


async def test_every_credential_that_is_none_leaves_an_entry_and_nothing_of_itself(intake: Asked) -> None:
    for number, (what, make) in enumerate(CREDENTIALS.items(), start=1):
        credential = make(intake.trust, "intake")
        answer = await intake.client.get("/cases/case-1", headers=headed(credential))
        assert answer.status_code == 401, what
        found = await intake.entries()
        assert (len(found), found[-1].outcome, found[-1].actor) == (number, "denied", ""), what
        assert found[-1].reason in answer.json()["type"], what
        wire = await intake.module.service.log.pool.fetchval(NEWEST)
        assert not credential or credential.encode() not in wire, what


async def test_whoever_asks_for_what_is_not_for_them_is_an_entry(intake: Asked, case: str) -> None:
    answer = await intake.client.get(f"/cases/{case}", headers=said_by_hospital(intake))
    assert answer.status_code == 403
    [entry] = await intake.entries()
    assert (entry.actor, entry.outcome, entry.reason) == ("agency:hospital", "denied", "not-for-such")
    assert (entry.action, entry.case, entry.address) == ("GET /cases/{case}", case, "")


async def test_a_read_that_cannot_be_noted_is_not_answered(intake: Asked, case: str) -> None:
    await intake.as_owner(LOST)
    answer = await intake.client.get(f"/cases/{case}", headers=intake.as_())
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:cspr:problem:not-now")
    assert case not in answer.text
    await intake.as_owner(BACK)
    assert (await intake.client.get(f"/cases/{case}", headers=intake.as_())).status_code == 200


async def test_a_report_is_accepted_while_nothing_can_be_noted(intake: Asked) -> None:
    await intake.as_owner(LOST)
    answer = await intake.client.post("/reports", json=body(), headers=said_by_hospital(intake))
    assert answer.status_code == 202


async def test_whoever_is_turned_away_is_told_so_while_nothing_can_be_noted(intake: Asked) -> None:
    await intake.as_owner(LOST)
    assert (await intake.client.get("/cases/case-1")).status_code == 401


async def test_the_service_itself_cannot_change_what_is_noted(intake: Asked, case: str) -> None:
    await intake.client.get(f"/cases/{case}", headers=intake.as_())
    pool = intake.module.service.log.pool
    for change in (
        "UPDATE log.audit SET subject = 'another'",
        "DELETE FROM log.audit",
        "TRUNCATE log.audit",
        "DROP TABLE log.audit",
    ):
        with pytest.raises(Exception, match=r"permission denied|must be owner"):
            await pool.execute(change)
    assert len(await intake.entries()) == 1

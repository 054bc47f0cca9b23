"""A case's keeping and erasure over HTTP, and what is left of it in intake's database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import Depends, FastAPI

from services.intake import http
from services.intake.keeping.commands import PutLegalHold
from services.intake.views import duplicates
from services.intake.views.duplicates import ToMark
from shared import clearance, erasing, views
from shared.clearance import Clearance
from shared.events.base import Undecodable
from shared.keys import Erased, write_key
from shared.transaction import Transaction
from shared.web.erased import NotErased, erasure_routes
from shared.web.problems import add_problem_handlers
from tests import examples as ex
from tests.intake.conftest import Intake
from tests.intake.examples import body
from tests.intake.test_attachments import PDF, attach

pytestmark = pytest.mark.real
ONE, TWO = "person:records-officer", "person:service-manager"
CLOSED_ON = date(1990, 3, 1)
CLASSED = {"record_class": "other safeguarding", "reason": "No plan, no care, no abuse."}


@pytest.fixture
async def asked(intake: Intake) -> AsyncIterator[httpx.AsyncClient]:
    """Its API as it stands before people: what names a case that was erased is gone."""
    app = FastAPI()
    add_problem_handlers(app)
    app.include_router(erasure_routes(intake.service))
    for router in http.routes(intake.service, ex.partnership()):
        app.include_router(router, dependencies=[Depends(NotErased(intake.service))])
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://intake") as client:
        yield client


async def reported(intake: Intake, asked: httpx.AsyncClient) -> str:
    answer = await asked.post("/reports", json=body(), headers={"Actor": "agency:hospital"})
    case = str(answer.json()["case"])
    await command(asked, case, "class-record", CLASSED)
    return case


async def command(
    asked: httpx.AsyncClient, case: str, name: str, said: dict[str, Any], actor: str = ONE, status: int = 202
) -> dict[str, Any]:
    headers = {"Actor": actor, "Idempotency-Key": f"{name}-{len(str(said))}"}
    answer = await asked.post(f"/cases/{case}/{name}", json=said, headers=headers)
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def statement(intake: Intake, case: str, about: str = "", **more: Any) -> str:
    """As the publisher states it, of a case that has long been closed."""
    version = await _version(intake, case)
    plain: dict[str, Any] = {
        "case": about or case,
        "cases": (case,),
        "closed_on": CLOSED_ON,
        "open": (),
        "public": False,
        "held": (),
    }
    plain |= {"joint": (), "classed": {}, "heard": {case: version}, "stated_at": intake.service.clock.now()}
    made = Clearance(**{**plain, **more})
    return clearance.sealed(made, intake.service.keyring.hasher(clearance.PURPOSE))


async def erased(intake: Intake, asked: httpx.AsyncClient, case: str) -> None:
    proposed = {"clearance": await statement(intake, case), "reason": "Its years have run."}
    await command(asked, case, "propose-erasure", proposed)
    proposal = (await asked.get(f"/cases/{case}/keeping")).json()["proposal"]
    approval = {"proposal": proposal, "clearance": await statement(intake, case)}
    await command(asked, case, "approve-erasure", approval, TWO)


async def rows(intake: Intake, table: str, column: str, case: str) -> int:
    found: int = await intake.service.log.pool.fetchval(f"SELECT count(*) FROM {table} WHERE {column} = $1", case)
    return found


async def test_two_people_erase_a_case_and_only_its_certificate_is_left(
    intake: Intake, asked: httpx.AsyncClient
) -> None:
    case = await reported(intake, asked)
    assert (await attach(intake, PDF))[0] == 202
    async with intake.service.log.pool.acquire() as connection:
        (to_mark,) = await duplicates.unmarked(connection, 10)
        await duplicates.mark(connection, to_mark, [("name", "a-hash")])
    left = (("log.case_key", "key_id"), ("log.attachment", "subject"), ("marks", "subject"))
    assert [await rows(intake, *where, case) for where in left] == [1, 1, 1]

    await erased(intake, asked, case)

    assert [await rows(intake, *where, case) for where in left] == [0, 0, 0]
    told = (await asked.get(f"/erasures/{case}")).json()
    assert (told["proposed_by"], told["approved_by"], told["record_class"]) == (ONE, TWO, "other safeguarding")
    assert (told["closed_on"], told["keep_until"], told["keys_destroyed"]) == ("1990-03-01", "2020-03-01", 1)
    assert (await asked.get("/erasures")).json() == [told]


async def test_what_is_about_an_erased_case_is_gone_and_says_where_its_certificate_is(
    intake: Intake, asked: httpx.AsyncClient
) -> None:
    case = await reported(intake, asked)
    await erased(intake, asked, case)
    for path in (f"/cases/{case}", f"/cases/{case}/keeping", f"/cases/{case}/report?purpose=decision"):
        answer = await asked.get(path, headers={"Actor": ONE})
        assert (answer.status_code, answer.json()["type"]) == (410, "urn:cspr:problem:erased")
        assert f"/erasures/{case}" in answer.json()["detail"]
    await command(asked, case, "put-legal-hold", {"ground": "other", "reason": "Late."}, status=410)
    (listed,) = (await asked.get("/cases")).json()
    assert (listed["state"], listed["agency_reference"]) == ("erased", "")


async def test_nothing_of_an_erased_case_is_opened_or_sealed(intake: Intake, asked: httpx.AsyncClient) -> None:
    """By whatever way: no new key is made for it either."""
    case = await reported(intake, asked)
    await erased(intake, asked, case)
    with pytest.raises(Erased):
        await intake.service.keyring.find(intake.service.log.pool, case, "screening")
    async with intake.service.transaction() as tx:
        with pytest.raises(Erased):
            await intake.service.keyring.find_or_make(tx, case, may_make=True)


async def test_an_old_record_of_its_key_is_not_stored_and_gets_another_tombstone(
    intake: Intake, asked: httpx.AsyncClient
) -> None:
    case, pool = await reported(intake, asked), intake.service.log.pool
    wrapped = await pool.fetchval("SELECT wrapped FROM log.case_key WHERE key_id = $1", case)
    await erased(intake, asked, case)
    await pool.execute("UPDATE log.erased SET tombstone = 7")
    for offset, tombstone in ((6, 7), (8, None)):  # before it, and after it
        async with intake.service.transaction() as tx:
            intake.service.keyring.hear(tx, write_key(case, wrapped), offset)
        assert await rows(intake, "log.case_key", "key_id", case) == 0
        assert await pool.fetchval("SELECT tombstone FROM log.erased") == tombstone


async def test_read_anew_from_its_log_an_old_backups_key_is_destroyed_again(
    intake: Intake, asked: httpx.AsyncClient
) -> None:
    case, pool = await reported(intake, asked), intake.service.log.pool
    wrapped = await pool.fetchval("SELECT wrapped FROM log.case_key WHERE key_id = $1", case)
    await erased(intake, asked, case)
    await pool.execute("UPDATE log.erased SET key_id = 'as if it were not known'")
    await pool.execute("INSERT INTO log.case_key VALUES ($1, $2, true, 1)", case, wrapped)
    before = await erasing.certificate(pool, case)
    async with pool.acquire() as connection:
        await views.rebuild(intake.service, connection)
        assert all(live == folded for live, folded in (await views.compared(intake.service, connection)).values())
    assert await rows(intake, "log.case_key", "key_id", case) == 0
    assert await rows(intake, "log.erased", "key_id", case) == 1
    assert await erasing.certificate(pool, case) == before


async def test_marks_that_were_being_made_while_it_was_erased_are_not_kept(
    intake: Intake, asked: httpx.AsyncClient
) -> None:
    """The worker had opened the report just before."""
    case = await reported(intake, asked)
    async with intake.service.log.pool.acquire() as connection:
        (opened,) = await duplicates.unmarked(connection, 10)
        assert isinstance(opened, ToMark)
        await erased(intake, asked, case)
        await duplicates.mark(connection, opened, [("name", "a-hash")])
        assert await duplicates.unmarked(connection, 10) == []
    assert await rows(intake, "marks", "subject", case) == 0


async def test_another_case_is_as_readable_as_before(intake: Intake, asked: httpx.AsyncClient) -> None:
    case = await reported(intake, asked)
    headers = {"Actor": "agency:hospital"}
    other = (await asked.post("/reports", json=body(id="rep-0002"), headers=headers)).json()["case"]
    await erased(intake, asked, case)
    told = await asked.get(f"/cases/{other}/report", params={"purpose": "decision"}, headers={"Actor": ONE})
    assert told.status_code == 200 and "report" in told.json()


async def test_a_statement_that_is_forged_of_another_case_or_behind_is_refused(
    intake: Intake, asked: httpx.AsyncClient
) -> None:
    case = await reported(intake, asked)
    good = await statement(intake, case)
    for status, wrong in (
        (422, good[:-1] + ("0" if good[-1] != "0" else "1")),
        (409, await statement(intake, case, about="another")),
        (409, await statement(intake, case, heard={case: 1})),
    ):
        proposed = {"clearance": wrong, "reason": "Its years have run."}
        headers = {"Actor": ONE, "Idempotency-Key": wrong[-20:]}
        answer = await asked.post(f"/cases/{case}/propose-erasure", json=proposed, headers=headers)
        assert answer.status_code == status, answer.text
        assert answer.json()["errors"][0]["pointer"] == "/clearance"


async def test_a_hold_put_on_a_merged_case_between_statement_and_approval_is_not_overtaken(
    intake: Intake, asked: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes to its turn just before the approval, whatever was read of the case by then."""
    case, service = await reported(intake, asked), intake.service
    answer = await asked.post("/reports", json=body(id="rep-0002"), headers={"Actor": "agency:hospital"})
    other = str(answer.json()["case"])
    version = {it: await _version(intake, it) for it in (case, other)}
    both: dict[str, Any] = {"cases": (case, other)}
    proposed = {"clearance": await statement(intake, case, heard=version, **both), "reason": "Its years have run."}
    await command(asked, case, "propose-erasure", proposed)
    proposal = (await asked.get(f"/cases/{case}/keeping")).json()["proposal"]
    version[case] = await _version(intake, case)
    approval = {"proposal": proposal, "clearance": await statement(intake, case, heard=version, **both)}
    turn = service.transaction

    @asynccontextmanager
    async def after_the_hold() -> AsyncIterator[Transaction]:
        monkeypatch.setattr(service, "transaction", turn)
        hold = PutLegalHold(ground="inquest", reason="The coroner asks.")
        await service.do(other, hold, actor=TWO, cause=UUID(int=0x99))
        async with turn() as tx:
            yield tx

    monkeypatch.setattr(service, "transaction", after_the_hold)
    refused = await command(asked, case, "approve-erasure", approval, TWO, status=409)
    assert refused["type"] == "urn:cspr:problem:clearance-outdated"
    assert (await asked.get(f"/erasures/{case}")).status_code == 404
    assert [await rows(intake, "log.case_key", "key_id", it) for it in (case, other)] == [1, 1]


async def test_a_proposal_that_is_sent_again_says_the_same_again(intake: Intake, asked: httpx.AsyncClient) -> None:
    """The case went on by that very proposal, which is no reason to refuse it."""
    case = await reported(intake, asked)
    proposed = {"clearance": await statement(intake, case), "reason": "Its years have run."}
    first = await command(asked, case, "propose-erasure", proposed)
    again = await command(asked, case, "propose-erasure", proposed)
    assert again["receipt"] == first["receipt"]
    assert await _version(intake, case) == 3


async def _version(intake: Intake, case: str) -> int:
    found: int = await intake.service.log.pool.fetchval(
        "SELECT max(version) FROM event_log WHERE subject = $1 AND source = 'intake'", case
    )
    return found


async def test_a_legal_hold_stands_on_the_case_with_who_put_it_and_who_lifted_it(
    intake: Intake, asked: httpx.AsyncClient
) -> None:
    case = await reported(intake, asked)
    await command(asked, case, "put-legal-hold", {"ground": "inquest", "reason": "The coroner asks."}, TWO)
    (hold,) = (await asked.get(f"/cases/{case}/keeping")).json()["holds"]
    assert (hold["ground"], hold["put_by"], hold["lifted_at"]) == ("inquest", TWO, None)
    proposed = {"clearance": await statement(intake, case), "reason": "Its years have run."}
    refused = await command(asked, case, "propose-erasure", proposed, status=409)
    assert refused["type"] == "urn:cspr:problem:legal-hold" and "inquest" in refused["detail"]
    await command(asked, case, "lift-legal-hold", {"hold": hold["hold"], "reason": "It is over."})
    (lifted,) = (await asked.get(f"/cases/{case}/keeping")).json()["holds"]
    assert lifted["lifted_by"] == ONE


async def test_what_is_due_is_listed_by_its_class_and_not_before(intake: Intake, asked: httpx.AsyncClient) -> None:
    case = await reported(intake, asked)
    assert (await asked.get("/retention/due")).json() == []
    await intake.service.log.pool.execute("UPDATE kept SET last_on = '1990-03-01'")
    (due,) = (await asked.get("/retention/due")).json()
    assert (due["subject"], due["keep_until"], due["holds"]) == (case, "2020-03-01", 0)
    heads, row, *more = (await asked.get("/retention/due.csv")).text.splitlines()
    assert heads.startswith("subject,record_class,") and row.startswith(f"{case},other safeguarding,") and not more
    await command(asked, case, "class-record", {"record_class": "adopted child", "reason": "Adopted."})
    assert (await asked.get("/retention/due")).json() == []


async def test_no_more_cases_leave_in_a_file_than_stand_on_a_page(
    intake: Intake, asked: httpx.AsyncClient
) -> None:
    """More at once take two people, at the console."""
    await intake.service.log.pool.execute(
        "INSERT INTO kept (subject, record_class, last_on)"
        " SELECT 'case-' || n, 'other safeguarding', '1990-03-01' FROM generate_series(1, 30) AS n"
    )
    pages = [
        (await asked.get("/retention/due.csv", params=at)).text.splitlines()[1:] for at in ({}, {"offset": 25})
    ]
    assert [len(page) for page in pages] == [25, 5]
    assert len({line.partition(",")[0] for page in pages for line in page}) == 30


async def test_the_table_tells_each_period_with_its_source(asked: httpx.AsyncClient) -> None:
    table = (await asked.get("/retention")).json()
    assert {row["record_class"]: row["years"] for row in table}["child protection"] == 35
    assert all(row["source"] and row["counted_from"] for row in table)


async def test_a_key_under_another_wrapping_key_is_set_aside(intake: Intake) -> None:
    async with intake.service.transaction() as tx:
        with pytest.raises(Undecodable):
            intake.service.keyring.hear(tx, write_key("a-case", b"x" * 60), 1)

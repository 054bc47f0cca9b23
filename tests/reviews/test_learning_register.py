"""The learning register on a real database and over HTTP: given commands, then rows; rebuilt, the same rows."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from services.reviews import http
from services.reviews.learning_commands.actions import RemindOfAction, VerifyAction
from services.reviews.views import recurrences, register, reminders
from shared import views
from shared.decider import Command
from shared.service import Service
from shared.web.problems import add_problem_handlers
from tests.reviews import examples as ex
from tests.reviews import learning_examples as le
from tests.reviews.conftest import SteppedClock

pytestmark = pytest.mark.real
LATER_CASE = "a-later-case"
REPORT = (
    *ex.purposes,
    *ex.circumstances,
    *(ex.assess(criterion) for criterion in ("11a", "11b", "11c", "11d")),
    ex.decide_practice_review,
    ex.appoint,
    ex.accept,
)
LEARNED = (le.record, le.link, le.propose, le.agree, le.start, le.claim, le.evidence, le.verify)


def client(service: Service) -> httpx.AsyncClient:
    app = FastAPI()
    add_problem_handlers(app)
    for router in http.routes(service):
        app.include_router(router)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://reviews")


async def ask(service: Service, case: str, *commands: Command) -> None:
    for command in commands:
        actor = le.VERIFIER if isinstance(command, VerifyAction) else le.CLAIMANT
        await service.do(case, command, actor=actor, cause=uuid4())


async def reviewed(service: Service, stepped: SteppedClock, case: str = ex.CASE) -> None:
    """A case with an accepted report, whose only recommendation is R1."""
    async with service.transaction() as tx:
        await service.keyring.find_or_make(tx, case, may_make=True)
    stepped.at = max(stepped.at, ex.LATER)
    await ask(service, case, ex.open_it, *REPORT)


async def row_of(service: Service) -> register.ActionRow:
    (row,) = await register.actions_of(service.log.pool, ex.CASE, date(2027, 1, 1))
    return row


async def test_an_action_shows_how_far_its_proof_goes(service: Service, stepped: SteppedClock) -> None:
    await reviewed(service, stepped)
    stepped.at = le.TODAY
    seen = []
    for command in (*LEARNED[2:], le.six, le.twelve, le.reopen):
        await ask(service, ex.CASE, *(LEARNED[:2] if command is le.propose else ()), command)
        seen.append((await row_of(service)).state)
    assert seen == [
        *("proposed", "accepted", "in progress", "implemented", "evidenced", "verified"),
        *("verified", "embedded", "re-opened"),
    ]
    row = await row_of(service)
    assert (row.themes, row.owner, row.reopened, row.reopened_because) == (
        ["injuries in babies"],
        le.OWNER,
        1,
        "decided",
    )
    assert (row.evidence, row.measured, row.verified_on, row.overdue) == (0, [], None, True)


async def test_a_recommendation_that_is_linked_later_brings_its_theme_to_its_actions(
    service: Service, stepped: SteppedClock
) -> None:
    await reviewed(service, stepped)
    await ask(service, ex.CASE, le.propose, le.record)
    assert (await row_of(service)).themes == []
    await ask(service, ex.CASE, le.link)
    assert (await row_of(service)).themes == ["injuries in babies"]


async def test_a_finding_that_recurs_in_a_second_review_re_opens_an_old_action(
    service: Service, stepped: SteppedClock
) -> None:
    for case in (ex.CASE, LATER_CASE):
        await reviewed(service, stepped, case)
    stepped.at = le.TODAY
    again = le.record.model_copy(update={"finding": "F3", "found_on": date(2027, 5, 1), "aspects": ()})
    await ask(service, ex.CASE, *LEARNED, le.six, le.twelve)
    await ask(service, LATER_CASE, again)
    (alike,) = await recurrences.of_case(service.log.pool, LATER_CASE)
    assert (alike.earlier_case, alike.grounds, alike.state) == (
        ex.CASE,
        ["an organisation in common"],
        "suspected",
    )
    settle = {"finding": "F3", "earlier_case": ex.CASE, "earlier_finding": "F1", "reasons": "The same gap."}
    async with client(service) as asked:
        confirmed = await post(asked, LATER_CASE, "confirm-recurrence", settle)
        other = await post(asked, LATER_CASE, "confirm-recurrence", {**settle, "earlier_finding": "F2"})
        found = (await asked.get(f"/cases/{ex.CASE}/learning")).json()
    assert confirmed.status_code == 202
    assert (other.status_code, other.json()["type"]) == (404, "urn:cspr:problem:no-such-recurrence")
    assert (found["actions"][0]["state"], found["actions"][0]["reopened_because"]) == (
        "re-opened",
        "finding recurred",
    )
    assert found["findings"][0]["recurred"] == 1


async def post(asked: httpx.AsyncClient, case: str, command: str, body: dict[str, Any]) -> httpx.Response:
    headers = {"Actor": "person:manager", "Idempotency-Key": str(uuid4())}
    return await asked.post(f"/cases/{case}/{command}", json=body, headers=headers)


async def test_the_register_is_read_by_theme_state_and_owner_page_by_page(
    service: Service, stepped: SteppedClock
) -> None:
    await reviewed(service, stepped)
    await ask(service, ex.CASE, le.record, le.link)
    many = [
        le.propose.model_copy(
            update={
                "action": f"A{number}",
                "due_on": date(2026, 9, 1) + timedelta(days=number // 2),
                "owner": [le.OWNER, le.OTHER][number % 2],
            }
        )
        for number in range(7)
    ]
    await ask(service, ex.CASE, *many, le.agree)
    async with client(service) as asked:
        seen, after, pages = [], None, 0
        while after or not pages:
            page = (
                await asked.get("/learning/actions", params={"limit": 3, **({"after": after} if after else {})})
            ).json()
            seen += [row["action"] for row in page["actions"]]
            after, pages = page["next"], pages + 1
        assert (seen, pages) == ([f"A{number}" for number in range(7)], 3)
        for query, expected in [
            ({"owner": "meon valley  police"}, ["A1", "A3", "A5"]),
            ({"state": "accepted"}, ["A1"]),
            ({"overdue": "true"}, ["A1"]),
            ({"theme": "injuries in babies", "state": "proposed", "owner": le.OWNER}, ["A0", "A2", "A4", "A6"]),
            ({"theme": "capacity"}, []),
        ]:
            page = (await asked.get("/learning/actions", params=query)).json()
            assert [row["action"] for row in page["actions"]] == expected, query
        (line,) = (await asked.get("/learning/at-a-glance")).json()
        assert (line["name"], line["states"]) == ("injuries in babies", {"proposed": 6, "accepted": 1})
        owners = (await asked.get("/learning/at-a-glance", params={"by": "owner"})).json()
        assert [(each["name"], each["actions"], each["overdue"]) for each in owners] == [
            (le.OWNER, 4, 0),
            (le.OTHER, 3, 1),
        ]
        for bad in ({"after": "somewhere"}, {"after": "2026-13-01~a~b"}, {"theme": "luck"}, {"state": "done"}):
            assert (await asked.get("/learning/actions", params=bad)).status_code == 422


async def test_an_agency_sees_what_it_was_given_and_answers(service: Service, stepped: SteppedClock) -> None:
    await reviewed(service, stepped)
    await ask(service, ex.CASE, le.disseminate)
    async with client(service) as asked:
        query = {"organisation": le.OTHER}
        (given,) = (await asked.get("/learning/briefings-awaited", params=query)).json()
        assert (given["briefing"], given["answered_on"]) == ("B1", None)
        said = await post(asked, ex.CASE, "answer-briefing", le.answer.model_dump(mode="json"))
        assert said.status_code == 202
        assert (await asked.get("/learning/briefings-awaited", params=query)).json() == []
        briefings = (await asked.get(f"/cases/{ex.CASE}/learning")).json()["briefings"]
    assert [(it["organisation"], it["people_reached"]) for it in briefings] == [(le.OTHER, 45), (le.OWNER, None)]


async def test_reminders_come_when_their_time_has_come_and_once(service: Service, stepped: SteppedClock) -> None:
    """Due on Wed 16 December 2026: ten working days before is Wed 2 December, at nine in London."""
    await reviewed(service, stepped)
    later = le.propose.model_copy(update={"due_on": date(2026, 12, 16)})
    await ask(service, ex.CASE, le.record, le.link, later, le.agree)
    soon = datetime(2026, 12, 2, 9, tzinfo=UTC)
    assert await reminders.next_at(service.log.pool, stepped.at) == soon
    assert await reminders.due(service.log.pool, soon - timedelta(seconds=1)) == []
    await _do_what_is_due(service, soon, "due soon")
    await _do_what_is_due(service, datetime(2026, 12, 17, 9, tzinfo=UTC), "overdue")
    stepped.at = le.TODAY
    await ask(service, ex.CASE, le.start, le.claim, le.evidence, le.verify)
    await _do_what_is_due(service, le.TODAY, "measure at six months", "measure at twelve months")
    await ask(service, ex.CASE, le.six_bad)
    await _do_what_is_due(service, le.TODAY, "overdue")
    again = le.start.model_copy(update={"due_on": date(2028, 2, 1)})
    await ask(service, ex.CASE, again)
    await _do_what_is_due(service, le.TODAY, "overdue")


async def _do_what_is_due(service: Service, now: datetime, *steps: str) -> None:
    todo = await reminders.due(service.log.pool, now)
    assert [it.command.step for it in todo if isinstance(it.command, RemindOfAction)] == list(steps)
    for it in todo:
        assert isinstance(it.command, RemindOfAction)
        said = await service.do(it.subject, it.command, actor="service:reviews", cause=it.id)
        assert len(said.events) == 1
    assert await reminders.due(service.log.pool, now) == []


async def test_rebuilt_the_register_is_the_same(service: Service, stepped: SteppedClock) -> None:
    await reviewed(service, stepped)
    stepped.at = le.TODAY
    await ask(service, ex.CASE, *LEARNED, le.six_bad, le.disseminate, le.answer, le.plan, le.conclude, le.issue)
    async with service.log.pool.acquire() as connection:
        compared = await views.compared(service, connection)
    assert compared["learning_actions"][0][0] == 1
    assert all(live == folded for live, folded in compared.values())

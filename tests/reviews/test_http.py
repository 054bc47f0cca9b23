"""The commands as a client sends them, in the order of a case; and what may not be asked from outside."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.reviews import http
from services.reviews.learning_commands import UNASKED
from shared.decider import Command
from shared.dispatch import life as dispatching
from shared.duties import life as duties
from shared.service import Service
from shared.web.commands import command_path
from shared.web.problems import add_problem_handlers
from tests.reviews import examples as ex
from tests.reviews import stories
from tests.reviews.conftest import SteppedClock

pytestmark = pytest.mark.real
FROM_THE_WORKER: set[type[Command]] = {
    dispatching.AttemptDispatch,
    dispatching.RecordHandOver,
    dispatching.RecordFailure,
    dispatching.NoticeDoubt,
    dispatching.KeepProof,  # by its own route, which looks at the bytes
    duties.RaiseReminder,
    duties.NoticeMissedDeadline,
    duties.NoteReminderSent,
    *UNASKED,
}


@pytest.fixture
async def client(service: Service) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    add_problem_handlers(app)
    for router in http.routes(service):
        app.include_router(router)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://reviews") as made:
        yield made


async def post(client: httpx.AsyncClient, command: str, body: dict[str, Any], key: str = "1") -> httpx.Response:
    headers = {"Actor": "person:manager", "Idempotency-Key": f"{command}/{key}"}
    return await client.post(f"/cases/{ex.CASE}/{command}", json=body, headers=headers)


FINDING = {"met": True, "finding": "Two agencies each held half of the story."}
DECISION = {
    "next_step": "practice review",
    "views": {"authority": "agrees", "integrated-care-board": "agrees", "chief-officer-of-police": "dissents"},
    "national_review_suggested": False,
    "decided_on": "2026-04-29",
    "reasons": "The learning matters beyond this case.",
}
REPORT = {
    "accepted_on": "2026-09-30",
    "report_hash": "ab" * 32,
    "improvements": "Share what each agency knows before the first visit.",
    "systemic_reasons": "Records did not follow the family between areas.",
    "recommendations": [
        {"owner": "Portsea General Hospital", "due_on": "2027-01-31", "text": "Ask who else knows."}
    ],
}


async def test_a_case_goes_from_assessment_to_accepted_report_over_http(
    client: httpx.AsyncClient, service: Service, stepped: SteppedClock
) -> None:
    await stories.with_the_cases_key(service)
    await stories.Others(service).say("notifier", stories.submitted)
    for purpose in ("facts", "immediate action", "improvements", "context"):
        told = {"purpose": purpose, "account": "What was found."}
        assert (await post(client, "address-purpose", told, purpose.replace(" ", "-"))).status_code == 202
    for criterion in ("11a", "11b", "11c", "11d"):
        body = {"criterion": criterion, **FINDING}
        assert (await post(client, "assess-criterion", body, criterion)).status_code == 202
    assert (await post(client, "decide-next-step", DECISION)).status_code == 202
    assert (await post(client, "submit-rapid-review", {})).status_code == 202
    (dispatch,) = (await client.get(f"/cases/{ex.CASE}/dispatches")).json()
    attest = {"dispatch": dispatch["dispatch"], "reference": "P-1", "submitted_at": "2026-05-01T08:30:00Z"}
    assert (await post(client, "attest-portal-submission", attest)).status_code == 202
    stepped.at = ex.LATER
    after: list[tuple[str, dict[str, Any]]] = [
        ("record-panel-reply", {"outcome": "agrees", "replied_on": "2026-05-20"}),
        (
            "appoint-reviewer",
            {
                "reviewer": "Dr A. Example",
                "suitability": "Six reviews.",
                "independence": "None of ours.",
                "conflict": False,
            },
        ),
        ("record-progress-check", {"on_time": True, "quality": "good", "checked_on": "2026-05-27"}),
        ("accept-report", REPORT),
    ]
    for command, body in after:
        assert (await post(client, command, body)).status_code == 202
    found = (await client.get(f"/reviews/{ex.CASE}")).json()
    assert (found["state"], found["practice_review_state"]) == ("panel answered", "report accepted")
    assert [row["subject"] for row in (await client.get("/reviews")).json()["reviews"]] == [ex.CASE]
    (duty,) = (await client.get(f"/cases/{ex.CASE}/duties")).json()
    assert (duty["state"], duty["evidence"]) == ("met", f"dispatch {dispatch['dispatch']}")


async def test_the_same_key_again_says_the_same(client: httpx.AsyncClient, service: Service) -> None:
    await stories.with_the_cases_key(service)
    await stories.Others(service).say("notifier", stories.submitted)
    body = {"criterion": "11a", **FINDING}
    first, second = [await post(client, "assess-criterion", body) for _ in range(2)]
    assert first.json() == second.json()


async def test_a_refusal_names_its_rule(client: httpx.AsyncClient, service: Service) -> None:
    unknown = await post(client, "submit-rapid-review", {})
    assert (unknown.status_code, unknown.json()["type"]) == (404, "urn:cspr:problem:no-such-case")
    await stories.Others(service).say("notifier", stories.submitted)
    early = await post(client, "submit-rapid-review", {}, "2")
    assert (early.status_code, early.json()["type"]) == (409, "urn:cspr:problem:decide-first")


async def test_a_report_without_recommendations_is_bad_input(client: httpx.AsyncClient) -> None:
    refused = await post(client, "accept-report", {**REPORT, "recommendations": []})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/recommendations"


async def test_an_unknown_case_is_not_found(client: httpx.AsyncClient) -> None:
    assert (await client.get("/reviews/no-such")).status_code == 404


async def test_what_only_the_worker_may_ask_has_no_address(client: httpx.AsyncClient) -> None:
    for command in FROM_THE_WORKER:
        assert (await post(client, command_path(command), {})).status_code == 404

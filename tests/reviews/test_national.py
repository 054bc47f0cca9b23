"""A national review of a case, asked and read over HTTP: noticed, its effect here, its findings, its end."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from services.reviews import http
from services.reviews.standing import standing_routes
from shared.decider import Command
from shared.service import Service
from shared.web.commands import command_path
from shared.web.problems import add_problem_handlers
from tests.reviews import examples as ex
from tests.reviews import learning_examples as le
from tests.reviews import practice_examples as pr
from tests.reviews import stories
from tests.reviews.conftest import SteppedClock

pytestmark = pytest.mark.real


class Partnership:
    """Whoever works at the partnership, with a browser."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def ask(self, command: Command, **fields: Any) -> httpx.Response:
        body = {**command.model_dump(mode="json"), **fields}
        headers = {"Actor": "person:manager", "Idempotency-Key": str(uuid4())}
        return await self.client.post(
            f"/cases/{ex.CASE}/{command_path(type(command))}", json=body, headers=headers
        )

    async def read(self, path: str, **query: str) -> Any:
        answer = await self.client.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def national(self) -> Any:
        return await self.read(f"/cases/{ex.CASE}/national-review")


@pytest.fixture
async def partnership(service: Service, stepped: SteppedClock) -> Any:
    await stories.sent(service)
    stepped.at = ex.LATER
    app = FastAPI()
    add_problem_handlers(app)
    for router in (*http.routes(service), standing_routes(service, ex.partnership())):
        app.include_router(router)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://reviews") as client:
        yield Partnership(client)


def rule(answer: httpx.Response) -> str:
    return str(answer.json()["type"]).removeprefix("urn:cspr:problem:")


async def noticed(partnership: Partnership) -> str:
    assert (await partnership.ask(pr.notice)).status_code == 202
    return str((await partnership.national())["national_review"])


async def test_a_notice_is_recorded_and_seen(partnership: Partnership) -> None:
    missing = await partnership.client.get(f"/cases/{ex.CASE}/national-review")
    assert (missing.status_code, rule(missing)) == (404, "no-such-national-review")
    await noticed(partnership)
    (listed,) = await partnership.read("/national-reviews")
    assert (listed["subject"], listed["noticed_on"], listed["effect"]) == (ex.CASE, "2026-06-01", None)


async def test_suspended_no_report_is_accepted_until_it_goes_on(partnership: Partnership) -> None:
    national = await noticed(partnership)
    await partnership.ask(ex.appoint)
    await partnership.ask(pr.suspend, national_review=national)
    assert (await partnership.national())["effect"] == "suspended"
    refused = await partnership.ask(ex.accept)
    assert (refused.status_code, rule(refused)) == (409, "suspended")
    await partnership.ask(pr.go_on, national_review=national)
    assert (await partnership.ask(ex.accept)).status_code == 202


async def test_folded_in_the_local_review_ends_and_holds_nothing_up(partnership: Partnership) -> None:
    national = await noticed(partnership)
    before = await partnership.read(f"/cases/{ex.CASE}/still-open")
    await partnership.ask(pr.fold_in, national_review=national)
    after = await partnership.read(f"/cases/{ex.CASE}/still-open")
    report = "The practice review's report is not accepted."
    assert report in before["holds_up"] and report not in after["holds_up"]
    assert rule(await partnership.ask(ex.appoint)) == "superseded"


async def test_national_findings_create_actions_here_that_are_done_with_evidence_and_proved(
    partnership: Partnership, stepped: SteppedClock
) -> None:
    national = await noticed(partnership)
    await partnership.ask(pr.findings, national_review=national)
    (asked,) = (await partnership.national())["actions"]
    assert (asked["recommendation"], asked["owner"], asked["done_on"]) == ("N1", "Portsea General Hospital", None)
    waiting = (await partnership.read(f"/cases/{ex.CASE}/still-open"))["holds_up"]
    assert "Actions of a national review that are not done: 1." in waiting
    await partnership.ask(pr.action_done, action=asked["action"])
    assert (await partnership.national())["actions"][0]["done_on"] == "2026-09-29"
    # Whether it took hold is proved like any other: its recommendation is N1 in what was learned.
    proposed = await partnership.ask(le.propose, recommendation="N1")
    assert proposed.status_code == 202
    learned = await partnership.read(f"/cases/{ex.CASE}/learning")
    assert [row["recommendation"] for row in learned["recommendations"]] == ["N1"]
    assert [row["recommendation"] for row in learned["actions"]] == ["N1"]


async def test_a_case_is_closed_though_learning_goes_on_and_says_which(
    partnership: Partnership, service: Service, stepped: SteppedClock
) -> None:
    """Whether an action took hold is known a year after it was done: no case waits for that."""
    national = await noticed(partnership)
    await partnership.ask(pr.fold_in, national_review=national)
    await partnership.ask(pr.findings, national_review=national)
    (asked,) = (await partnership.national())["actions"]
    await partnership.ask(pr.action_done, action=asked["action"])
    await partnership.ask(le.propose, recommendation="N1")
    open_ = await partnership.read(f"/cases/{ex.CASE}/still-open")
    assert (open_["holds_up"], [row["action"] for row in open_["learning"]]) == ([], ["A1"])
    assert (await partnership.ask(pr.close)).status_code == 202
    said = [recorded.data for recorded in await service.log.about(ex.CASE)][-1]
    assert said.learning_open == ("A1",)  # type: ignore[attr-defined]
    assert (await partnership.read(f"/cases/{ex.CASE}/still-open"))["closed"]
    assert (await partnership.ask(le.agree)).status_code == 202, "and it goes on"


async def test_as_known_before_the_notice_there_was_none(partnership: Partnership, stepped: SteppedClock) -> None:
    before = ex.LATER
    stepped.at = le.TODAY
    await noticed(partnership)
    query = {"as_of": before.isoformat().replace("+00:00", "Z")}
    assert await partnership.read("/national-reviews", **query) == []
    assert len(await partnership.read("/national-reviews")) == 1

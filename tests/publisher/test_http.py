"""The staff's API: what stands in the way, and the whole way over HTTP."""

from typing import Any

import httpx
import pytest

from shared.service import Service
from tests.publisher import examples as ex
from tests.publisher import stories

pytestmark = pytest.mark.real


async def post(staff: httpx.AsyncClient, path: str, body: Any, actor: str = ex.WRITER, key: str = "1") -> Any:
    return await staff.post(path, json=body, headers={"Actor": actor, "Idempotency-Key": key})


async def test_a_publication_says_what_stands_in_the_way(staff: httpx.AsyncClient, service: Service) -> None:
    await stories.certified(service)
    page = (await staff.get(f"/publications/{ex.CASE}")).json()
    assert (page["state"], page["text_hash"]) == ("certified", ex.HASH)
    assert len(page["not_yet_because"]) == 3
    asked = (await staff.get(f"/publications/{ex.CASE}?publish_on=2026-11-30")).json()
    assert asked["not_yet_because"][-1] == "Mon 30 Nov 2026 lies in the past."
    assert [row["subject"] for row in (await staff.get("/publications")).json()] == [ex.CASE]


async def test_from_draft_to_refused_schedule_over_http(staff: httpx.AsyncClient, service: Service) -> None:
    await stories.accepted(service)
    case = f"/cases/{ex.CASE}"
    saved = await post(staff, f"{case}/save-draft", ex.text.model_dump(mode="json"))
    assert saved.status_code == 202
    await stories.scan(service)
    await stories.settle(service)
    for person in (ex.FIRST, ex.SECOND):
        done = await post(staff, f"{case}/sign-anonymity-certificate", ex.sign().model_dump(), person)
        assert done.status_code == 202
    sent = await post(staff, f"{case}/send-advance-copies", {"publish_on": "2027-01-06"}, key="2")
    assert len(sent.json()["events"]) == 6
    refused = await post(staff, f"{case}/schedule-publication", {"publish_on": "2027-01-06"}, key="3")
    assert (refused.status_code, refused.json()["title"]) == (409, "not ready to publish")
    assert refused.json()["detail"].count("has not been handed an advance copy.") == 3
    assert len((await staff.get(f"{case}/dispatches")).json()) == 3
    assert len((await staff.get(f"{case}/duties")).json()) == 4


async def test_a_past_review_is_listed_once(staff: httpx.AsyncClient) -> None:
    ted = {"title": "CSPR - TED", "kind": "practice review", "year": 2022, "archived": False}
    first = await post(staff, "/past-reviews", ted)
    again = await post(staff, "/past-reviews", ted, key="2")
    assert (first.status_code, len(first.json()["events"])) == (202, 1)
    assert again.json()["events"] == []


@pytest.mark.parametrize("path", ["publish", "take-down", "open-publication", "make-ready", "attempt-dispatch"])
async def test_what_only_the_worker_or_a_reaction_asks_has_no_address(staff: httpx.AsyncClient, path: str) -> None:
    assert (await post(staff, f"/cases/{ex.CASE}/{path}", {})).status_code in (404, 405)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("save-draft", {"title": "", "pseudonym": "W", "report": "R"}),
        ("save-draft", {"title": "T\u0000", "pseudonym": "W", "report": "R"}),
        ("save-draft", {"title": "T", "pseudonym": "W", "report": "R", "briefing": [["h", "x" * 701]] * 6}),
        ("sign-anonymity-certificate", {"text_hash": "A" * 64, "method": "m"}),
        ("send-advance-copies", {"publish_on": "2027-02-30"}),
        ("schedule-publication", {"publish_on": 20270106}),
        ("schedule-publication", []),
    ],
)
async def test_bad_input_is_refused_with_the_field(staff: httpx.AsyncClient, path: str, body: Any) -> None:
    answer = await post(staff, f"/cases/{ex.CASE}/{path}", body)
    assert (answer.status_code, answer.json()["title"]) == (422, "bad input")


async def test_there_is_no_such_case(staff: httpx.AsyncClient) -> None:
    assert (await staff.get("/publications/none")).status_code == 404
    assert (await staff.get("/publications/none?publish_on=soon")).status_code == 422
    body = ex.text.model_dump(mode="json")
    assert (await post(staff, "/cases/none/save-draft", body)).status_code == 404


async def test_the_template_has_six_headings(staff: httpx.AsyncClient) -> None:
    assert len((await staff.get("/briefing-template")).json()) == 6

"""What a refusal tells over HTTP: the rule, the field where it is one, and what to do; never what was sent."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from shared.decider import Refused
from shared.service import KeyReused, NotAsExpected
from shared.web.problems import add_problem_handlers

DETAIL = "until_on must lie after today."


async def told(error: Exception, headers: dict[str, str] | None = None) -> tuple[int, dict[str, Any]]:
    app = FastAPI()
    add_problem_handlers(app)

    @app.get("/")
    async def refuses() -> None:
        raise error

    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        answer = await client.get("/", headers=headers)
    return answer.status_code, answer.json()


async def test_what_is_wrong_in_one_field_is_told_at_that_field() -> None:
    status, problem = await told(Refused("not-in-the-past", DETAIL, "/until_on"))
    assert (status, problem["type"]) == (409, "urn:cspr:problem:not-in-the-past")
    assert problem["errors"] == [{"pointer": "/until_on", "detail": DETAIL}]


async def test_what_is_wrong_in_no_field_names_none() -> None:
    status, problem = await told(Refused("aware-first", "Record first when the authority became aware."))
    assert status == 409 and "errors" not in problem


async def test_what_there_is_not_is_not_found() -> None:
    status, problem = await told(Refused("no-such-absence", "No absence with this id is recorded.", "/absence"))
    assert (status, problem["errors"][0]["pointer"]) == (404, "/absence")


async def test_who_was_slower_is_told_what_to_do() -> None:
    status, problem = await told(NotAsExpected())
    assert (status, problem["errors"][0]["pointer"]) == (412, "/header/If-Match")
    assert "Read it again" in problem["detail"]


@pytest.mark.parametrize(
    ("headers", "pointer"),
    [({"Idempotency-Key": "k-1"}, "/header/Idempotency-Key"), ({}, "/id")],
    ids=["a command", "a report"],
)
async def test_an_id_that_was_used_before_is_named(headers: dict[str, str], pointer: str) -> None:
    status, problem = await told(KeyReused(), headers)
    assert (status, problem["errors"][0]["pointer"]) == (409, pointer)
    assert "k-1" not in str(problem)

"""The middleware that holds an answer until it is noted: by itself, around an application of three lines."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from shared import looking
from shared.audit.notes import Outcome
from shared.event_log import NotOpen
from shared.looking import Looking
from shared.web.audited import Audited, outcome_of


class Kept:
    """In place of Notes. `away`: nothing can be noted."""

    def __init__(self) -> None:
        self.noted: list[tuple[Looking, Outcome]] = []
        self.away = False

    async def answered(self, it: Looking, outcome: Outcome) -> None:
        if self.away:
            raise NotOpen
        self.noted.append((it, outcome))


class Toy:
    """Answers with this status, and says of itself what a route and its dependencies would."""

    def __init__(self, status: int = 200, **known: Any) -> None:
        self.status, self.known = status, {"unnoted": False, **known}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        for name, value in self.known.items():
            setattr(looking.now(), name, value)
        await send({"type": "http.response.start", "status": self.status, "headers": []})
        await send({"type": "http.response.body", "body": b"what is known of a child"})


@pytest.fixture
def kept() -> Kept:
    return Kept()


async def answer(kept: Kept, toy: Toy, method: str = "GET", **headers: str) -> httpx.Response:
    transport = httpx.ASGITransport(Audited(toy, kept))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://toy") as client:
        return await client.request(method, "/cases/case-1", headers=headers)


@pytest.fixture
async def nobody() -> AsyncIterator[None]:
    yield
    assert looking.now().actor == ""  # nothing of a request is left behind


async def test_a_read_is_noted_before_it_is_shown(kept: Kept, nobody: None) -> None:
    told = await answer(kept, Toy(actor="person:m.ellis", case="case-1"))
    [(it, outcome)] = kept.noted
    assert (told.status_code, it.actor, it.case, outcome) == (200, "person:m.ellis", "case-1", "allowed")


async def test_nothing_of_an_answer_that_cannot_be_noted_goes_out(kept: Kept) -> None:
    kept.away = True
    told = await answer(kept, Toy())
    assert (told.status_code, told.headers["Retry-After"]) == (503, "2")
    assert b"child" not in told.content


@pytest.mark.parametrize("status", [401, 403, 429])
async def test_a_refusal_goes_out_in_any_case(kept: Kept, status: int) -> None:
    kept.away = True
    assert (await answer(kept, Toy(status))).status_code == status


async def test_a_command_is_answered_whether_or_not_anything_can_be_noted(kept: Kept) -> None:
    kept.away = True
    assert (await answer(kept, Toy(202), "POST")).status_code == 202


async def test_whoever_sends_something_for_which_a_key_is_used_is_noted(kept: Kept) -> None:
    await answer(kept, Toy(opened={"case-1"}), "POST")
    assert [outcome for _, outcome in kept.noted] == ["allowed"]


async def test_what_shows_no_case_is_not_noted(kept: Kept) -> None:
    await answer(kept, Toy(unnoted=True))
    assert kept.noted == []


async def test_whoever_is_led_away_was_refused(kept: Kept) -> None:
    await answer(kept, Toy(303, turned_away=True))
    assert [outcome for _, outcome in kept.noted] == ["denied"]


@pytest.mark.parametrize(("said", "believed"), [("a" * 32, True), ("Kowalczyk", False), ("A" * 32, False)])
async def test_the_consoles_own_id_is_kept_and_no_other_word(kept: Kept, said: str, believed: bool) -> None:
    await answer(kept, Toy(), **{"Request-Id": said})
    assert (kept.noted[0][0].request == said) is believed


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(200, "allowed"), (304, "allowed"), (404, "nothing"), (410, "nothing"), (401, "denied"), (503, None)],
)
def test_what_came_of_it_is_told_by_the_status(status: int, outcome: Outcome | None) -> None:
    assert outcome_of(status) == outcome

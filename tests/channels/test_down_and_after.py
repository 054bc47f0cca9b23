"""A recipient that is down for a while; and what people say over HTTP once it has the notification."""

from typing import Any

import pytest

from shared.dispatch.channels import Channels
from shared.events.dispatch import DispatchAttempted, DispatchFailed
from tests import examples as ex
from tests.channels.conftest import Notify, Notifying
from tests.channels.scripted import http_recipient, mail_recipient
from tests.channels.test_recipient_faults import smtp, webhook


class Takes:
    """A channel whose every message arrives."""

    async def send(self, *_: object) -> str:
        return "taken"


@pytest.mark.parametrize("channel", ["webhook", "email"])
async def test_nothing_is_lost_while_the_recipient_is_down_and_nothing_is_marked_afterwards(
    notify: Notify, channel: str
) -> None:
    """Nobody answered the connection, so no earlier copy can have arrived."""
    async with http_recipient("reset") as http, mail_recipient("250 OK") as mail:
        url, server = http.url, mail.smtp  # whose ports are closed from here on
    it = await notify(channel, url if channel == "webhook" else "office@panel.example")
    down = webhook(http) if channel == "webhook" else smtp(server)
    await it.send(down, times=2)
    assert ((await it.row()).state, (await it.duty()).state) == ("due", "open")
    assert {(f.failure, f.perhaps_arrived) for f in await it.said(DispatchFailed)} == {("retryable", False)}
    await it.send(Channels({channel: Takes()}))  # type: ignore[dict-item]
    assert ((await it.row()).state, (await it.duty()).state) == ("handed over", "met")
    assert [a.possible_duplicate for a in await it.said(DispatchAttempted)] == [False] * 3


async def test_further_information_is_drafted_and_let_out_by_two_people_over_http(notify: Notify) -> None:
    it = await notify("webhook", "https://panel.example/notices")
    new: dict[str, Any] = {"information": "What the post-mortem found."}
    assert await says(it, "draft-supplement", new, "person:a", "1") == (409, "not-submitted")
    await it.send(Channels({"webhook": Takes()}))
    assert await says(it, "draft-supplement", new, "person:a", "2") == (202, "")
    assert await says(it, "approve-supplement", {"number": 1}, "person:a", "3") == (409, "two-people")
    assert await says(it, "approve-supplement", {"number": 1}, "person:b", "4") == (202, "")
    assert await says(it, "approve-supplement", {"number": 1}, "person:b", "4") == (202, "")  # a repeat
    async with it.client() as client:
        dispatches = (await client.get(f"/cases/{ex.CASE}/dispatches")).json()
    assert sorted(row["state"] for row in dispatches) == ["due", "handed over"]
    assert (await it.duty()).state == "met"


async def says(it: Notifying, command: str, body: dict[str, Any], actor: str, key: str) -> tuple[int, str]:
    """The status; and the rule, where it was refused."""
    async with it.client() as client:
        headers = {"Actor": actor, "Idempotency-Key": key}
        answer = await client.post(f"/cases/{ex.CASE}/{command}", json=body, headers=headers)
    status = 202 if answer.is_success else answer.status_code  # 200 once Kafka has it: here that is soon
    return status, "" if answer.is_success else answer.json()["type"].removeprefix("urn:cspr:problem:")

"""A recipient reached another way, from the proposal over HTTP to the notice that goes there."""

from typing import Any
from uuid import uuid4

import httpx

from shared.dispatch.channels import Channels
from shared.dispatch.outgoing import Mail
from tests import examples as ex
from tests.channels.conftest import Notify, Notifying

NEW_ADDRESS = "https://panel.example/notices"


class Notes:
    """Takes everything, and notes where it was to go."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    async def send(self, mail: Mail, _: object) -> str:
        self.sent.append((mail.channel, mail.to))
        return "taken"


def every(notes: Notes) -> Channels:
    return Channels({"email": notes, "webhook": notes, "file": notes})


async def ask(it: Notifying, path: str, actor: str, **body: Any) -> httpx.Response:
    headers = {"Actor": actor, "Idempotency-Key": str(uuid4())}
    async with it.client() as client:
        return await client.post(f"/recipients/national-panel/changes{path}", json=body, headers=headers)


async def changed(it: Notifying, channel: str, address: str) -> str:
    answer = await ask(it, "", ex.DRAFTER, channel=channel, address=address, reason="They wrote.")
    assert answer.status_code in (200, 202), answer.text
    async with it.client() as client:
        (waiting,) = [
            each for each in (await client.get("/recipients/changes")).json() if each["state"] == "waiting"
        ]
    answer = await ask(it, f"/{waiting['change']}/confirm", ex.APPROVER)
    assert answer.status_code in (200, 202), answer.text
    return str(waiting["change"])


async def reached(it: Notifying) -> tuple[str, str]:
    async with it.client() as client:
        panel = (await client.get("/recipients")).json()[0]
    return panel["channel"], panel["address"]


async def test_one_person_changes_nothing(notify: Notify) -> None:
    it, notes = await notify("email", "office@panel.example"), Notes()
    await ask(it, "", ex.DRAFTER, channel="webhook", address=NEW_ADDRESS, reason="They wrote.")
    async with it.client() as client:
        (waiting,) = (await client.get("/recipients/changes")).json()
    assert (await ask(it, f"/{waiting['change']}/confirm", ex.DRAFTER)).status_code == 409
    assert await reached(it) == ("email", "office@panel.example")
    await it.send(every(notes))
    assert notes.sent == [("email", "office@panel.example")]


async def test_two_people_change_where_even_a_waiting_notice_goes(notify: Notify) -> None:
    it, notes = await notify("email", "office@panel.example"), Notes()
    await changed(it, "webhook", NEW_ADDRESS)
    assert await reached(it) == ("webhook", NEW_ADDRESS)
    await it.send(every(notes))
    assert notes.sent == [("webhook", NEW_ADDRESS)]
    assert (await it.row()).channel == "webhook"
    assert await it.folded()


async def test_the_last_change_holds(notify: Notify) -> None:
    it = await notify("email", "office@panel.example")
    await changed(it, "webhook", NEW_ADDRESS)
    await changed(it, "email", "new-office@panel.example")
    assert await reached(it) == ("email", "new-office@panel.example")


async def test_changed_to_a_portal_it_waits_for_a_person(notify: Notify) -> None:
    it, notes = await notify("email", "office@panel.example"), Notes()
    await changed(it, "portal", "https://portal.example/")
    assert not await (await it.worker(every(notes))).work(it.clock.at)
    async with it.client() as client:
        assert len((await client.get("/dispatches/waiting")).json()) == 1


async def test_changed_from_a_portal_it_leaves_by_itself(notify: Notify) -> None:
    it, notes = await notify("portal", "https://portal.example/"), Notes()
    assert not await (await it.worker(every(notes))).work(it.clock.at)
    await changed(it, "email", "office@panel.example")
    await it.send(every(notes))
    assert notes.sent == [("email", "office@panel.example")]


async def test_a_dropped_change_stays_on_record(notify: Notify) -> None:
    it = await notify("email", "office@panel.example")
    await ask(it, "", ex.DRAFTER, channel="webhook", address=NEW_ADDRESS, reason="They wrote.")
    async with it.client() as client:
        (waiting,) = (await client.get("/recipients/changes")).json()
    await ask(it, f"/{waiting['change']}/drop", ex.APPROVER, reason="It was not them.")
    async with it.client() as client:
        (dropped,) = (await client.get("/recipients/changes")).json()
    assert (dropped["state"], dropped["settled_by"]) == ("dropped", ex.APPROVER)
    assert await reached(it) == ("email", "office@panel.example")
    assert await it.folded()


async def test_what_is_wrong_in_a_proposal_is_told_by_field(notify: Notify) -> None:
    it = await notify("email", "office@panel.example")
    answer = await ask(it, "", ex.DRAFTER, channel="pigeon", address=NEW_ADDRESS, reason=" ")
    assert answer.status_code == 422
    assert {each["pointer"] for each in answer.json()["errors"]} == {"/channel", "/reason"}

"""What recipients' systems say afterwards: early, twice, of what we do not know, forged, or in another order."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from pydantic import SecretStr

from services.notifier.views import notifications
from shared.dispatch.channels import Channels
from shared.dispatch.life import RecordBounce, ResolveDoubt
from shared.dispatch.signatures import signed
from shared.duties import agenda
from shared.events.dispatch import DispatchHandedOver, DispatchReceived, DispatchRefused, DispatchValidated
from shared.events.duties import DeadlineMissed, DutyMet, DutyReopened
from shared.events.notifier import NotificationSubmitted
from tests import examples as ex
from tests.channels.conftest import Notify, Notifying
from tests.channels.examples import NEW, OLD, OTHERS
from tests.channels.test_recipient_faults import dies_after_sending

NOBODYS = SecretStr(f"whsec_{'DDDD' * 32}")


class Takes:
    """A channel whose every message arrives."""

    async def send(self, *_: object) -> str:
        return "taken"


ARRIVES = Channels({"webhook": Takes()})


@pytest.fixture
async def sent(notify: Notify) -> Notifying:
    it = await notify("webhook", "https://panel.example/notices")
    await it.send(ARRIVES)
    it.clock.at += timedelta(hours=1)
    return it


async def says(
    it: Notifying,
    outcome: str,
    *,
    dispatch: UUID | None = None,
    at: datetime | None = None,
    id_: str = "",
    secret: SecretStr = NEW,
    **more: Any,
) -> httpx.Response:
    body = {
        "dispatch": str(dispatch or await it.dispatch()),
        "outcome": outcome,
        "reference": "CSPR-2026-0042",
        "at": (at or it.clock.at).isoformat(),
        **more,
    }
    return await post(it, json.dumps(body).encode(), id_ or str(uuid4()), secret)


async def post(it: Notifying, body: bytes, id_: str, secret: SecretStr = NEW) -> httpx.Response:
    headers = {"Content-Type": "application/json", **signed((secret,), id_, it.clock.at, body)}
    async with it.client() as client:
        return await client.post("/receipts", content=body, headers=headers)


async def test_sent_received_validated(sent: Notifying) -> None:
    handed_over_at = (await sent.row()).handed_over_at
    assert (await says(sent, "received")).status_code in (200, 202)
    sent.clock.at += timedelta(hours=1)
    assert (await says(sent, "validated", secret=OLD)).status_code in (200, 202)
    row = await sent.row()
    assert row.state == "validated" and row.reference == "CSPR-2026-0042"
    assert row.handed_over_at == handed_over_at and row.received_at and row.validated_at
    assert row.handed_over_at < row.received_at < row.validated_at
    assert await sent.folded()


async def test_a_recipient_is_named_as_who_said_it(sent: Notifying) -> None:
    await says(sent, "received")
    (actor,) = [r.actor for r in await sent.service.log.about(ex.CASE) if isinstance(r.data, DispatchReceived)]
    assert actor == "recipient:national-panel"


async def test_a_receipt_before_the_hand_over_was_noted_is_the_evidence(notify: Notify) -> None:
    it = await notify("webhook", "https://panel.example/notices")
    await dies_after_sending(it, ARRIVES)
    assert (await says(it, "received")).status_code in (200, 202)
    await it.worker(ARRIVES)
    assert not await (await it.worker(ARRIVES)).work(it.clock.at)
    assert (await it.row()).state == "received" and (await it.duty()).state == "met"
    assert await it.said(DispatchHandedOver) == []


async def test_the_same_receipt_twice_is_answered_the_same_and_said_once(sent: Notifying) -> None:
    first, second = await says(sent, "received", id_="msg-1"), await says(sent, "received", id_="msg-1")
    assert first.json()["events"] == second.json()["events"]
    assert len(await sent.said(DispatchReceived)) == 1


async def test_the_same_said_anew_is_silence(sent: Notifying) -> None:
    await says(sent, "received", id_="msg-1")
    again = await says(sent, "received", id_="msg-2")
    assert again.status_code in (200, 202) and again.json()["events"] == []


async def test_another_content_under_the_same_id_is_refused(sent: Notifying) -> None:
    await says(sent, "received", id_="msg-1")
    assert (await says(sent, "refused", id_="msg-1", reason="No.")).status_code == 409
    assert (await sent.row()).state == "received"


async def test_validation_alone_says_that_it_was_received(sent: Notifying) -> None:
    await says(sent, "validated")
    assert len(await sent.said(DispatchReceived)) == len(await sent.said(DispatchValidated)) == 1


@pytest.mark.parametrize("secret", [NOBODYS, OTHERS], ids=["nobody's", "another recipient's"])
async def test_what_is_forged_changes_nothing(sent: Notifying, secret: SecretStr) -> None:
    before = await sent.row()
    answer = await says(sent, "refused", secret=secret, reason="No.")
    assert answer.status_code == (401 if secret is NOBODYS else 404)
    assert await sent.row() == before


async def test_what_is_forged_is_not_kept(sent: Notifying) -> None:
    await says(sent, "received", secret=NOBODYS)
    assert await set_aside(sent) == []


async def test_an_unsigned_one_is_forged(sent: Notifying) -> None:
    async with sent.client() as client:
        assert (await client.post("/receipts", json={})).status_code == 401


async def test_an_old_one_played_again_is_forged(sent: Notifying) -> None:
    body = b"{}"
    headers = signed((NEW,), "msg-1", sent.clock.at - timedelta(minutes=6), body)
    async with sent.client() as client:
        answer = await client.post("/receipts", content=body, headers=headers)
    assert answer.status_code == 401


async def test_of_a_dispatch_that_we_do_not_know_a_person_is_told(sent: Notifying) -> None:
    answer = await says(sent, "received", dispatch=UUID(int=5))
    assert answer.status_code == 404
    assert await set_aside(sent) == [("http/receipts", "a receipt: no-such-dispatch")]


async def test_another_recipients_dispatch_is_as_unknown(sent: Notifying) -> None:
    unknown = await says(sent, "received", dispatch=UUID(int=5), secret=OTHERS)
    others = await says(sent, "received", secret=OTHERS)
    assert unknown.status_code == others.status_code == 404
    assert unknown.json()["detail"] == others.json()["detail"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [(b"{", ""), (b'{"outcome": "lost"}', "/outcome"), (b"[]", ""), (b'{"at": 1}', "/at")],
)
async def test_a_genuine_one_that_we_cannot_read_is_set_aside(sent: Notifying, body: bytes, pointer: str) -> None:
    answer = await post(sent, body, "msg-1")
    assert answer.status_code == 422
    assert pointer in [each["pointer"] for each in answer.json()["errors"]]
    assert len(await set_aside(sent)) == 1
    await post(sent, body, "msg-1")
    assert len(await set_aside(sent)) == 1


async def test_a_clock_ahead_of_ours_is_asked_to_come_again(sent: Notifying) -> None:
    ahead = sent.clock.at + timedelta(minutes=2)
    assert (await says(sent, "received", at=ahead, id_="msg-1")).status_code == 503
    sent.clock.at = ahead
    assert (await says(sent, "received", at=ahead, id_="msg-1")).status_code in (200, 202)
    assert await set_aside(sent) == []


async def test_a_receipt_of_what_was_not_sent_is_put_to_a_person(notify: Notify) -> None:
    it = await notify("webhook", "https://panel.example/notices")
    assert (await says(it, "received")).status_code == 409
    assert await set_aside(it) == [("http/receipts", "a receipt: not-sent")]


# Refused: what it met is owed again.


async def test_a_refusal_opens_the_duty_again_for_all_who_were_told_through_it(sent: Notifying) -> None:
    through = [r.id for r in sent.partnership.recipients if r.via and "A" in r.classes]
    assert through and (await sent.duty(through[0])).state == "met"
    await says(sent, "refused", reason="It names another authority.")
    row = await sent.row()
    assert (row.state, row.handed_over_at, row.refused_at) == ("refused", None, sent.clock.at)
    for owed_to in ("national-panel", *through):
        duty = await sent.duty(owed_to)
        assert (duty.state, duty.met_at, duty.evidence) == ("open", None, None)
    assert len(await sent.said(DutyReopened)) == 1 + len(through)
    assert await sent.folded()


async def test_after_a_refusal_the_new_hand_over_counts(sent: Notifying) -> None:
    await says(sent, "refused", reason="It names another authority.")
    sent.clock.at = datetime.fromisoformat("2026-04-15T10:00Z")  # two days after it was due
    await sent.do(ResolveDoubt(dispatch=await sent.dispatch(), decision="send again", reason="They will take it."))
    await sent.send(ARRIVES)
    duty = await sent.duty()
    assert (duty.state, duty.met_at, duty.working_days_late) == ("met late", sent.clock.at, 2)
    assert [met.late for met in await sent.said(DutyMet) if met.evidence.startswith("dispatch")] == [False, True]
    first, second = await sent.said(NotificationSubmitted)
    assert first.submitted_at < second.submitted_at == sent.clock.at
    shown = await notifications.one(sent.service.log.pool, ex.CASE)
    assert shown and (shown.state, shown.submitted_at) == ("submitted", sent.clock.at)
    assert await sent.folded()


async def test_while_the_panel_refuses_it_it_is_not_shown_as_submitted(sent: Notifying) -> None:
    await says(sent, "refused", reason="It names another authority.")
    shown = await notifications.one(sent.service.log.pool, ex.CASE)
    assert shown and (shown.state, shown.submitted_at) == ("approved", None)


async def test_a_duty_that_is_open_again_is_reminded_of_and_missed_again(sent: Notifying) -> None:
    await says(sent, "refused", reason="It names another authority.")
    sent.clock.at = datetime.fromisoformat("2026-04-14T10:00Z")
    for _ in range(2):
        async with sent.service.log.pool.acquire() as connection:
            todos = await agenda.due(connection, sent.clock.at)
        for todo in todos:
            await sent.service.do(todo.subject, todo.command, actor="service:notifier", cause=todo.id)
    assert (await sent.duty()).state == "missed"
    assert len({missed.duty for missed in await sent.said(DeadlineMissed)}) == len(await sent.said(DeadlineMissed))


async def test_a_reminder_that_was_raised_before_the_refusal_is_raised_again(sent: Notifying) -> None:
    """Its id is another one: the first would be taken for a repeat."""
    await says(sent, "refused", reason="Once.")
    async with sent.service.log.pool.acquire() as connection:
        first = {todo.id for todo in await agenda.due(connection, sent.clock.at + timedelta(days=9))}
    await sent.do(ResolveDoubt(dispatch=await sent.dispatch(), decision="send again", reason="Again."))
    await sent.send(ARRIVES)
    sent.clock.at += timedelta(minutes=1)
    await says(sent, "refused", reason="Twice.")
    async with sent.service.log.pool.acquire() as connection:
        second = {todo.id for todo in await agenda.due(connection, sent.clock.at + timedelta(days=9))}
    assert first and second and first.isdisjoint(second)


async def test_an_old_refusal_delivered_again_does_not_refuse_what_was_sent_since(sent: Notifying) -> None:
    await says(sent, "refused", reason="No.", id_="msg-1", at=sent.clock.at)
    refused_at = sent.clock.at
    await sent.do(ResolveDoubt(dispatch=await sent.dispatch(), decision="send again", reason="They will take it."))
    await sent.send(ARRIVES)
    assert (await says(sent, "refused", reason="No.", id_="msg-1", at=refused_at)).status_code in (200, 202)
    assert (await sent.row()).state == "handed over"
    assert len(await sent.said(DispatchRefused)) == 1


async def test_a_receipt_behind_a_refusal_does_not_undo_it(sent: Notifying) -> None:
    await says(sent, "refused", reason="No.")
    assert (await says(sent, "received")).status_code == 409
    assert (await sent.row()).state == "refused" and (await sent.duty()).state == "open"


async def test_mail_that_came_back_opens_the_duty_again_and_waits_for_a_person(notify: Notify) -> None:
    it = await notify("email", "office@panel.example")
    await it.send(Channels({"email": Takes()}))
    it.clock.at += timedelta(hours=1)
    await it.do(RecordBounce(dispatch=await it.dispatch(), bounced_at=it.clock.at, reason="550 no mailbox"))
    assert (await it.duty()).state == "open"
    async with it.client() as client:
        (waiting,) = (await client.get("/dispatches/waiting")).json()
    assert waiting["state"] == "refused"


async def set_aside(it: Notifying) -> list[tuple[str, str]]:
    rows = await it.service.log.pool.fetch("SELECT topic, reason FROM quarantined")
    return [(row["topic"], row["reason"]) for row in rows]

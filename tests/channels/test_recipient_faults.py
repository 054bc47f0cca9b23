"""What becomes of a notice when its recipient misbehaves: nothing is lost, and no copy arrives unmarked."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from shared.dispatch.channels import Channels
from shared.dispatch.email import SmtpPost
from shared.dispatch.file import FileDrop
from shared.dispatch.life import ResolveDoubt
from shared.dispatch.outgoing import Mail, NotNow, Post
from shared.dispatch.post import due as doubts_due
from shared.dispatch.sender import LONGEST_WAIT, pause
from shared.dispatch.webhook import WebhookPost
from shared.events.dispatch import DispatchAttempted, DispatchFailed, DispatchHandedOver
from tests import examples as ex
from tests.channels.conftest import Notify, Notifying
from tests.channels.examples import SECRETS
from tests.channels.scripted import OK, HttpRecipient, http, http_recipient, mail_recipient
from tests.hurry import PATIENCE_SECONDS


def webhook(recipient: HttpRecipient) -> Channels:
    return Channels(
        {"webhook": WebhookPost(SECRETS, frozenset({recipient.url}), timeout_seconds=PATIENCE_SECONDS)}
    )


def smtp(server: str) -> Channels:
    return Channels({"email": SmtpPost(server, "us@portsea-meon.example", timeout_seconds=PATIENCE_SECONDS)})


# Over HTTP, where the recipient can tell a repeat by its key.

TROUBLE: Sequence[tuple[str, bytes | str, bool]] = [
    ("answers 500", http("500 Oh"), True),
    ("answers 503", http("503 Oh"), True),
    ("hangs", "hang", True),
    ("breaks off", "reset", True),
    ("answers rubbish", b"what?\r\n\r\n", True),
    ("throttles", http("429 Slow", "Retry-After: 3600"), False),
]


@pytest.mark.parametrize(("_", "step", "perhaps"), TROUBLE, ids=[name for name, *_ in TROUBLE])
async def test_after_trouble_it_arrives_under_the_same_key(
    notify: Notify, _: str, step: bytes | str, perhaps: bool
) -> None:
    async with http_recipient(step, step, OK) as recipient:
        it = await notify("webhook", recipient.url)
        await it.send(webhook(recipient), times=3)
    row = await it.row()
    assert (row.state, row.attempts, row.channel) == ("handed over", 3, "webhook")
    assert [marked(request.headers) for request in recipient.got] == [False, perhaps, perhaps]
    assert one_and_the_same(recipient)
    assert (await it.duty()).state == "met"
    assert await it.folded()


async def test_who_has_it_already_counts_as_handed_over(notify: Notify) -> None:
    async with http_recipient("reset", http("409 Conflict")) as recipient:
        it = await notify("webhook", recipient.url)
        await it.send(webhook(recipient), times=2)
    row = await it.row()
    assert (row.state, row.duplicate) == ("handed over", True)
    assert (await it.duty()).state == "met"


@pytest.mark.parametrize("status", ["400 Bad", "404 Gone", "302 Found\r\nLocation: https://elsewhere.example/"])
async def test_a_refusal_is_put_to_a_person_at_once_and_never_repeated(notify: Notify, status: str) -> None:
    async with http_recipient(http(status)) as recipient:
        it = await notify("webhook", recipient.url)
        await it.send(webhook(recipient))
        it.clock.at += timedelta(days=10)
        assert not await (await it.worker(webhook(recipient))).work(it.clock.at)
    assert (await it.row()).state == "refused" and len(recipient.got) == 1
    assert [each["dispatch"] for each in await waiting(it)] == [str(await it.dispatch())]
    assert (await it.duty()).state == "open"


async def test_a_recipient_may_ask_us_to_wait_but_not_past_our_dates(notify: Notify) -> None:
    async with http_recipient(
        http("429 Slow", "Retry-After: 7200"), http("429", "Retry-After: 999999"), OK
    ) as recipient:
        it = await notify("webhook", recipient.url)
        await it.send(webhook(recipient))
        assert (await it.row()).not_before == it.clock.at + timedelta(hours=2)
        await it.send(webhook(recipient))
        assert (await it.row()).not_before == it.clock.at + LONGEST_WAIT
        throttled = await it.said(DispatchFailed)
    assert [(each.failure, each.throttled, each.perhaps_arrived) for each in throttled] == [
        ("retryable", True, False)
    ] * 2


async def test_a_worker_that_died_before_the_answer_sends_the_same_again(notify: Notify) -> None:
    async with http_recipient(OK) as recipient:
        it = await notify("webhook", recipient.url)
        await dies_after_sending(it, webhook(recipient))
        assert (await it.row()).state == "attempted"
        await it.worker(webhook(recipient))
        await it.send(webhook(recipient))
    assert [marked(request.headers) for request in recipient.got] == [False, True]
    assert one_and_the_same(recipient)
    assert (await it.row()).state == "handed over"


async def test_a_paused_worker_that_wakes_up_changes_nothing(notify: Notify) -> None:
    """Two workers: the second takes over while the first still waits for the answer to the same attempt."""
    async with http_recipient(OK) as recipient:
        it = await notify("webhook", recipient.url)
        paused = _Paused(webhook(recipient))
        first = asyncio.create_task((await it.worker(paused)).work(it.clock.at))
        await paused.sent.wait()
        await it.worker(webhook(recipient))
        await it.send(webhook(recipient))
        paused.wake.set()
        await first
    assert one_and_the_same(recipient) and len(recipient.got) == 2
    assert len(await it.said(DispatchHandedOver)) == 1
    assert (await it.row()).attempts == 2


# By mail, where the recipient cannot.


@pytest.mark.parametrize("step", ["451 Later", "RCPT 450 Busy"])
async def test_mail_that_certainly_did_not_leave_goes_again_unmarked(notify: Notify, step: str) -> None:
    async with mail_recipient(step, "250 OK") as recipient:
        it = await notify("email", "office@panel.example")
        await it.send(smtp(recipient.smtp), times=2)
    assert (await it.row()).state == "handed over"
    assert recipient.got[-1]["Subject"] == "Notice 0F6C2A4E"


@pytest.mark.parametrize("step", ["hang", "reset", "rubbish"])
async def test_mail_without_an_answer_waits_for_a_person(notify: Notify, step: str) -> None:
    async with mail_recipient(step, "250 OK") as recipient:
        it = await notify("email", "office@panel.example")
        await it.send(smtp(recipient.smtp))
        it.clock.at += timedelta(hours=3)
        assert not await (await it.worker(smtp(recipient.smtp))).work(it.clock.at)
        assert (await it.row()).state == "in doubt"
        assert len(await waiting(it)) == 1
        await it.do(ResolveDoubt(dispatch=await it.dispatch(), decision="send again", reason="They lack it."))
        await it.send(smtp(recipient.smtp))
    assert (await it.row()).state == "handed over"
    assert len(recipient.unmarked()) == 1 and len(recipient.got) == 2
    assert recipient.got[1]["Subject"] == "(possible duplicate) Notice 0F6C2A4E"
    assert len({message["Message-ID"] for message in recipient.got}) == 1


async def test_a_doubt_that_nobody_resolves_ends_one_working_day_before_the_date(notify: Notify) -> None:
    async with mail_recipient("reset", "250 OK") as recipient:
        it = await notify("email", "office@panel.example")
        await it.send(smtp(recipient.smtp))
        pool, friday = it.service.log.pool, it.clock.at.replace(day=10, hour=8)
        assert await doubts_due(pool, friday - timedelta(seconds=1)) == []
        it.clock.at = friday
        for todo in await doubts_due(pool, friday):
            await it.service.do(todo.subject, todo.command, actor="service:notifier", cause=todo.id)
        await it.send(smtp(recipient.smtp))
    assert (await it.row()).state == "handed over"
    assert len(recipient.unmarked()) == 1 and len(recipient.got) == 2
    assert (await it.duty()).state == "met"


async def test_a_worker_that_died_after_sending_mail_leaves_a_doubt(notify: Notify) -> None:
    async with mail_recipient("250 OK") as recipient:
        it = await notify("email", "office@panel.example")
        await dies_after_sending(it, smtp(recipient.smtp))
        await it.worker(smtp(recipient.smtp))
        assert not await (await it.worker(smtp(recipient.smtp))).work(it.clock.at)
    assert (await it.row()).state == "in doubt" and len(recipient.got) == 1


async def test_mail_refused_for_good_is_not_repeated(notify: Notify) -> None:
    async with mail_recipient("550 No such mailbox") as recipient:
        it = await notify("email", "office@panel.example")
        await it.send(smtp(recipient.smtp))
        it.clock.at += timedelta(days=10)
        assert not await (await it.worker(smtp(recipient.smtp))).work(it.clock.at)
    assert (await it.row()).detail == "SMTP 550" and len(await waiting(it)) == 1


# As a file.


async def test_a_file_is_dropped_and_its_hand_over_recorded(notify: Notify, tmp_path: Path) -> None:
    it = await notify("file", str(tmp_path))
    await it.send(Channels({"file": FileDrop()}))
    assert (await it.row()).state == "handed over"
    assert (tmp_path / f"{await it.dispatch()}.json").exists()


async def test_a_worker_that_died_after_the_drop_finds_it_there(notify: Notify, tmp_path: Path) -> None:
    it, files = await notify("file", str(tmp_path)), Channels({"file": FileDrop()})
    await dies_after_sending(it, files)
    await it.worker(files)
    await it.send(files)
    row = await it.row()
    assert (row.state, row.duplicate) == ("handed over", True)


# How long between attempts.


async def test_each_pause_is_longer_than_the_last_and_none_is_longer_than_an_hour_and_a_quarter(
    notify: Notify,
) -> None:
    async with http_recipient(http("500 Oh")) as recipient:
        it = await notify("webhook", recipient.url)
        pauses = []
        for _ in range(6):
            await it.send(webhook(recipient))
            not_before = (await it.row()).not_before
            assert not_before
            pauses.append(not_before - it.clock.at)
    assert pauses[:4] == sorted(pauses[:4]) and max(pauses) <= timedelta(minutes=75)
    assert pauses[0] >= timedelta(minutes=3, seconds=45)


def test_what_failed_together_does_not_come_again_together() -> None:
    dispatches = [ex.DISPATCH, ex.NOTIFICATION, ex.DUTY, ex.QUARANTINE]
    assert len({pause(each, 1) for each in dispatches}) == len(dispatches)
    assert len({pause(ex.DISPATCH, attempt) for attempt in range(5, 15)}) == 10
    assert pause(ex.DISPATCH, 1) == pause(ex.DISPATCH, 1)


async def test_an_attempt_names_the_channel_that_was_used(notify: Notify, tmp_path: Path) -> None:
    it = await notify("file", str(tmp_path))
    await it.send(Channels({"file": FileDrop()}))
    (attempted,) = await it.said(DispatchAttempted)
    assert attempted.channel == "file"


async def waiting(it: Notifying) -> list[dict[str, object]]:
    async with it.client() as client:
        found: list[dict[str, object]] = (await client.get("/dispatches/waiting")).json()
    return found


def marked(headers: dict[str, str]) -> bool:
    return headers.get("x-possible-duplicate") == "yes"


def one_and_the_same(recipient: HttpRecipient) -> bool:
    return len({(request.headers["webhook-id"], request.body) for request in recipient.got}) == 1


class _Died(BaseException):
    """kill -9, as far as the code around it can tell."""


class _Dying:
    def __init__(self, inner: Post) -> None:
        self._inner = inner

    async def send(self, mail: Mail, at: object) -> str:
        await self._inner.send(mail, at)  # type: ignore[arg-type]
        raise _Died


async def dies_after_sending(it: Notifying, outgoing: Post) -> None:
    with pytest.raises(_Died):
        await (await it.worker(_Dying(outgoing))).work(it.clock.at)


class _Paused:
    """Has sent, and does not come to note the answer before it is woken."""

    def __init__(self, inner: Post) -> None:
        self._inner = inner
        self.sent, self.wake = asyncio.Event(), asyncio.Event()

    async def send(self, mail: Mail, at: object) -> str:
        await self._inner.send(mail, at)  # type: ignore[arg-type]
        self.sent.set()
        await self.wake.wait()
        raise NotNow("no answer in time", perhaps_arrived=True)

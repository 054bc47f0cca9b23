"""A notice over HTTP, to a real server that writes down what came before it answers."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.dispatch.outgoing import HadItAlready, NotNow, Refusal
from shared.dispatch.signatures import verify
from shared.dispatch.webhook import WebhookPost
from tests import examples as ex
from tests.channels.examples import AT, KEY, NEW, OLD, SECRETS, certificate, mail
from tests.channels.scripted import OK, HttpRecipient, http, http_recipient
from tests.hurry import PATIENCE_SECONDS


def post(recipient: HttpRecipient, **more: Any) -> WebhookPost:
    return WebhookPost(SECRETS, frozenset({recipient.url}), timeout_seconds=PATIENCE_SECONDS, **more)


async def send(recipient: HttpRecipient) -> str:
    return await post(recipient).send(replace(mail, to=recipient.url, channel="webhook"), AT)


async def not_now(*script: bytes | str) -> NotNow:
    async with http_recipient(*script) as recipient:
        with pytest.raises(NotNow) as caught:
            await send(recipient)
    assert len(recipient.got) == 1
    return caught.value


async def test_what_a_recipient_gets_is_the_message_word_for_word() -> None:
    async with http_recipient(OK) as recipient:
        await send(recipient)
    (request,) = recipient.got
    assert request.line == "POST /notices?from=cspr HTTP/1.1"
    assert request.headers["host"] == f"localhost:{recipient.port}"
    assert request.headers["content-type"] == "application/json"
    assert request.headers["x-dispatch"] == KEY
    assert json.loads(request.body) == {
        "type": "cspr.dispatch.v1",
        "data": {
            "dispatch": KEY,
            "recipient": ex.PANEL,
            "subject": mail.subject,
            "text": mail.text,
            "attachments": [],
        },
    }


async def test_it_is_signed_with_both_secrets_of_the_recipient() -> None:
    async with http_recipient(OK) as recipient:
        await send(recipient)
    (request,) = recipient.got
    assert request.headers["webhook-id"] == KEY
    for secret in (OLD, NEW):
        assert verify((secret,), request.headers, request.body, AT) == KEY


async def test_the_answer_is_the_evidence() -> None:
    async with http_recipient(OK, http("200 OK", body=b"otherwise")) as recipient:
        first, second = await send(recipient), await send(recipient)
    assert first.startswith("HTTP 202\n") and second.startswith("HTTP 200\n")
    assert hashlib.sha256(first.encode()) != hashlib.sha256(second.encode())


async def test_every_attempt_has_the_same_id_and_the_same_bytes() -> None:
    async with http_recipient(http("500 Oh"), OK) as recipient:
        with pytest.raises(NotNow):
            await send(recipient)
        await send(recipient)
    first, second = recipient.got
    assert (first.body, first.headers["webhook-id"]) == (second.body, second.headers["webhook-id"])


@pytest.mark.parametrize("status", ["400 Bad Request", "401 No", "403 No", "404 Not Found", "410 Gone", "422 No"])
async def test_a_refusal_is_for_good(status: str) -> None:
    async with http_recipient(http(status, body=b"Ffion is unknown")) as recipient:
        with pytest.raises(Refusal) as caught:
            await send(recipient)
    assert str(caught.value) == f"HTTP {status[:3]}"  # nothing of what they wrote: they may quote us


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"])
async def test_a_redirect_is_not_followed(status: str) -> None:
    async with (
        http_recipient(OK) as elsewhere,
        http_recipient(http(status, f"Location: {elsewhere.url}")) as recipient,
    ):
        with pytest.raises(Refusal):
            await send(recipient)
    assert len(recipient.got) == 1 and elsewhere.got == []


async def test_who_has_it_already_says_so() -> None:
    async with http_recipient(http("409 Conflict")) as recipient:
        with pytest.raises(HadItAlready):
            await send(recipient)


@pytest.mark.parametrize(
    "status", ["500 Oh", "502 Bad Gateway", "503 Not Now", "504 Late", "507 Full", "408 Slow"]
)
async def test_a_server_in_trouble_may_have_it(status: str) -> None:
    error = await not_now(http(status))
    assert error.perhaps_arrived and not error.throttled


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("Retry-After: 120", timedelta(seconds=120)),
        ("Retry-After: Thu, 09 Apr 2026 10:30:00 GMT", timedelta(minutes=30)),
        ("Retry-After: Thu, 09 Apr 2026 09:30:00 GMT", timedelta(0)),
        ("Retry-After: soon", None),
        ("Retry-After: ²", None),
        ("X-Other: 1", None),
    ],
)
async def test_a_throttled_sender_is_told_how_long(header: str, wait: timedelta | None) -> None:
    error = await not_now(http("429 Too Many Requests", header))
    assert error.throttled and not error.perhaps_arrived
    assert error.retry_after == wait


async def test_a_server_that_names_a_time_throttles_too() -> None:
    error = await not_now(http("503 Not Now", "Retry-After: 60"))
    assert error.throttled and error.retry_after == timedelta(seconds=60)


NO_ANSWER: Sequence[tuple[str, list[bytes | str]]] = [
    ("hangs after the body", ["hang"]),
    ("breaks off after the body", ["reset"]),
    ("answers rubbish", [b"\x00\xffwhat?\r\n\r\n"]),
    ("answers nothing", [b""]),
    ("answers half", [b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"]),
    ("answers in a chunk that never ends", [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFF\r\nx"]),
]


@pytest.mark.parametrize(("_", "script"), NO_ANSWER, ids=[name for name, _ in NO_ANSWER])
async def test_without_an_answer_it_may_have_arrived(_: str, script: list[bytes | str]) -> None:
    error = await not_now(*script)
    assert error.perhaps_arrived


async def test_an_endless_answer_is_not_read_to_its_end() -> None:
    async with http_recipient(http("200 OK", body=b"x" * 1_000_000)) as recipient:
        answer = await send(recipient)
    assert len(answer) < 200_000


async def test_nobody_there_is_certain() -> None:
    async with http_recipient(OK) as recipient:
        pass
    with pytest.raises(NotNow) as caught:
        await send(recipient)
    assert not caught.value.perhaps_arrived


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "10.1.2.3", "169.254.169.254", "0.0.0.0"])
async def test_a_private_address_is_refused(host: str) -> None:
    async with http_recipient(OK) as recipient:
        with pytest.raises(Refusal) as caught:
            strict = WebhookPost(SECRETS, timeout_seconds=PATIENCE_SECONDS)
            await strict.send(replace(mail, to=f"https://{host}:{recipient.port}/"), AT)
    assert recipient.got == [] and host not in str(caught.value)


async def test_that_a_recipient_may_have_one_private_address_allows_no_other() -> None:
    async with http_recipient(OK) as recipient:
        elsewhere = replace(mail, to=recipient.url.replace("/notices", "/elsewhere"))
        with pytest.raises(Refusal):
            await post(recipient).send(elsewhere, AT)
    assert recipient.got == []


async def test_without_a_secret_nothing_leaves() -> None:
    async with http_recipient(OK) as recipient:
        with pytest.raises(NotNow):
            await send_to_stranger(recipient)
    assert recipient.got == []


async def send_to_stranger(recipient: HttpRecipient) -> None:
    await post(recipient).send(replace(mail, to=recipient.url, recipient="integrated-care-board"), AT)


async def test_over_tls_the_certificate_is_that_of_the_name(tmp_path: Path) -> None:
    trusted, context = certificate(tmp_path)
    async with http_recipient(OK, tls=context) as recipient:
        await post(recipient, authorities=trusted).send(replace(mail, to=recipient.url), AT)
    assert len(recipient.got) == 1


@pytest.mark.parametrize("trust", [True, False], ids=["another name's", "nobody's"])
async def test_a_wrong_certificate_gets_nothing(tmp_path: Path, trust: bool) -> None:
    trusted, context = certificate(tmp_path, "elsewhere.example" if trust else "localhost")
    async with http_recipient(OK, tls=context) as recipient:
        with pytest.raises(NotNow) as caught:
            await post(recipient, authorities=trusted if trust else None).send(replace(mail, to=recipient.url), AT)
    assert recipient.got == [] and not caught.value.perhaps_arrived

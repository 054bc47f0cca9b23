"""Real recipients do what the sender relies on, and what their fakes pretend."""

from contextlib import asynccontextmanager
from dataclasses import replace
from types import SimpleNamespace

import pytest

from shared.dispatch.email import SmtpPost
from shared.dispatch.file import FileDrop
from shared.dispatch.webhook import WebhookPost
from tests.channels.examples import AT, SECRETS, mail
from tests.channels.scripted import OK, http, http_recipient, mail_recipient
from tests.simulation.channel_contract import *  # noqa: F403  (its tests)

SMTP = {"takes": "250 OK", "busy": "RCPT 451 busy", "refuses": "RCPT 550 no", "answer lost": "reset"}
HTTP = {
    "takes": OK,
    "not there": OK,
    "throttles": http("429 Too Many Requests", "Retry-After: 900"),
    "refuses": http("422 No"),
    "answer lost": "reset",
    "in trouble": http("500 Oh"),
    "knows it": http("409 Conflict"),
}


@pytest.fixture
def ground(tmp_path):
    @asynccontextmanager
    async def by_mail(*script):
        async with mail_recipient(*(SMTP[step] for step in script)) as server:
            post = SmtpPost(server.smtp, "notices@partnership.example")
            yield SimpleNamespace(
                send=lambda: post.send(mail, AT),
                got=lambda: [(it["X-Dispatch"], it.get_payload()) for it in server.got],
            )

    @asynccontextmanager
    async def webhook(*script):
        async with http_recipient(*(HTTP[step] for step in script)) as system:
            post = WebhookPost(SECRETS, frozenset({system.url}))
            message = replace(mail, to=system.url, channel="webhook")
            channel = SimpleNamespace(
                send=lambda: post.send(message, AT),
                got=lambda: [(it.headers["webhook-id"], it.body) for it in system.got],
            )
            if script != ("not there",):
                yield channel
                return
        yield channel  # its door is closed

    @asynccontextmanager
    async def file():
        folder = tmp_path / "drop"
        folder.mkdir()
        message = replace(mail, to=str(folder), channel="file")
        yield SimpleNamespace(
            send=lambda: FileDrop().send(message, AT),
            got=lambda: [(it.stem, it.read_bytes()) for it in folder.glob("*.json")],
            folder=folder,
        )

    return SimpleNamespace(mail=by_mail, webhook=webhook, file=file)

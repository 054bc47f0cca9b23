"""The fake recipients of the simulation do what the sender relies on."""

from contextlib import asynccontextmanager
from dataclasses import replace
from random import Random
from types import SimpleNamespace

import pytest

from shared.dispatch.file import FileDrop
from shared.dispatch.webhook import WebhookPost
from tests.channels.examples import AT, mail
from tests.simulation.channel_contract import *  # noqa: F403  (its tests)
from tests.simulation.disk import FakeDisk, beneath_files
from tests.simulation.kafka import Kafka
from tests.simulation.partnership import SECRETS, WEBHOOK
from tests.simulation.smtp import FakePost
from tests.simulation.webhook import ADDRESS, FakeSystem, beneath_webhooks
from tests.simulation.world import World


@pytest.fixture
def ground(tmp_path, monkeypatch):
    world = World(Random(1), latency_seconds=0)
    world.trace = lambda _: None
    kafka = Kafka(world, {})

    @asynccontextmanager
    async def by_mail(*script):
        post = FakePost(world, kafka)
        post.script.extend("" if step == "takes" else step for step in script)
        yield SimpleNamespace(
            send=lambda: post.send(mail, AT), got=lambda: [(it.dispatch, it.mail.text) for it in post.mailbox]
        )

    @asynccontextmanager
    async def webhook(*script):
        system = FakeSystem(world, kafka, SimpleNamespace(now=lambda: AT))
        system.script.extend("" if step in ("takes", "knows it") else step for step in script)
        for target, name, instead in beneath_webhooks(system):
            monkeypatch.setattr(target, name, instead)
        message = replace(mail, to=ADDRESS, channel="webhook", recipient=WEBHOOK)
        yield SimpleNamespace(
            send=lambda: WebhookPost(SECRETS).send(message, AT),
            got=lambda: [(it.id, it.body) for it in system.got],
        )

    @asynccontextmanager
    async def file():
        disk = FakeDisk(world, tmp_path / "drop")
        for target, name, instead in beneath_files(disk):
            monkeypatch.setattr(target, name, instead)
        message = replace(mail, to=str(disk.folder), channel="file")
        yield SimpleNamespace(
            send=lambda: FileDrop().send(message, AT),
            got=lambda: [(it.stem, it.read_bytes()) for it in disk.folder.glob("*.json")],
            folder=disk.folder,
        )

    return SimpleNamespace(mail=by_mail, webhook=webhook, file=file)

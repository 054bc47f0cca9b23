"""A broker whose users and rights may be changed: no other test stands on it."""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.kafka import LocalKafka
from deploy.local.ports import Ports, free_base_port
from deploy.provisioning import provision_access, provision_topics

AGENCIES = ["hospital", "police"]


@pytest.fixture(scope="module")
def broker() -> Iterator[LocalKafka]:
    """With all topics, and everybody's rights."""
    ports = Ports(free_base_port())
    with tempfile.TemporaryDirectory(prefix="cspr-access-", ignore_cleanup_errors=True) as folder:
        server = LocalKafka(Path(folder) / "kafka", ports.of("kafka"), ports.of("kafka-controller"))
        with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
            runner.run(_provisioned(server))
        yield server
        server.kill()


async def _provisioned(server: LocalKafka) -> None:
    await server.start()
    await provision_topics(server.bootstrap, AGENCIES)
    await provision_access(server.bootstrap, server.users, AGENCIES)

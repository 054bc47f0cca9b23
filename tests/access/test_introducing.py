"""A broker from before anybody was asked who they are, or whose users file was lost, knows its operator again."""

import tempfile
from pathlib import Path

import pytest

from deploy.local.kafka import LocalKafka
from deploy.local.ports import Ports, free_base_port
from deploy.provisioning import provision_access, provision_topics
from shared.kafka_reading import cluster_id

pytestmark = pytest.mark.real


async def test_a_broker_whose_users_file_was_lost_takes_the_new_one_and_keeps_its_data() -> None:
    ports = Ports(free_base_port())
    with tempfile.TemporaryDirectory(prefix="cspr-access-", ignore_cleanup_errors=True) as folder:
        server = LocalKafka(Path(folder) / "kafka", ports.of("kafka"), ports.of("kafka-controller"))
        try:
            await server.start()
            before = await cluster_id(server.bootstrap)
            await provision_topics(server.bootstrap, ["police"])
            await server.stop()
            server.users.file.unlink()

            await server.start()

            assert await cluster_id(server.bootstrap) == before
            assert await provision_topics(server.bootstrap, ["police"]) == []
            granted = await provision_access(server.bootstrap, server.users, ["police"])
            assert granted.given
            assert await cluster_id(server.known_as("intake")) == before
        finally:
            server.kill()

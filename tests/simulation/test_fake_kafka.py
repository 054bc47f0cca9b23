"""The fake Kafka does what the services rely on in the real one."""

from random import Random
from types import SimpleNamespace

import pytest
from aiokafka import TopicPartition

from tests.simulation.kafka import Kafka
from tests.simulation.kafka_clients import FakeConsumer, FakeProducer
from tests.simulation.kafka_contract import *  # noqa: F403  (its tests)
from tests.simulation.world import World


@pytest.fixture
async def ground():
    kafka = Kafka(World(Random(1), latency_seconds=0), {"toy.events": 1})

    async def producer(**options):
        made = FakeProducer(kafka, **options)
        await made.start()
        return made

    async def consumer(*, isolation_level="read_committed"):
        made = FakeConsumer(kafka, isolation_level=isolation_level)
        await made.start()
        made.assign([TopicPartition("toy.events", 0)])
        return made

    return SimpleNamespace(topic="toy.events", producer=producer, consumer=consumer)

"""Kafka does what the services rely on, and what its fake pretends."""

import gc
from contextlib import AsyncExitStack
from types import SimpleNamespace
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from shared.broker import client as at
from tests.simulation.kafka_contract import *  # noqa: F403  (its tests)
from tests.toys import make_topics


@pytest.fixture
async def ground(kafka):
    topic = f"contract-{uuid4()}"
    await make_topics(kafka.bootstrap, topic, partitions=1)
    async with AsyncExitStack() as stack:

        async def producer(*, transactional_id=None):
            ours = transactional_id and f"{topic}-{transactional_id}"
            made = AIOKafkaProducer(
                **at(kafka.bootstrap), transactional_id=ours, transaction_timeout_ms=10_000, acks="all"
            )
            stack.push_async_callback(made.stop)
            await made.start()
            return made

        async def consumer(*, isolation_level="read_committed"):
            made = AIOKafkaConsumer(
                **at(kafka.bootstrap),
                enable_auto_commit=False,
                isolation_level=isolation_level,
                auto_offset_reset="earliest",
            )
            stack.push_async_callback(made.stop)
            await made.start()
            made.assign([TopicPartition(topic, 0)])
            made.seek(TopicPartition(topic, 0), 0)
            return made

        yield SimpleNamespace(topic=topic, producer=producer, consumer=consumer)
    gc.collect()  # fenced producers leave tasks behind; whoever parses code when these are collected fails

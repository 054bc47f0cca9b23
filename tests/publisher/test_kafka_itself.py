"""What the publisher asks of Kafka before it states anything of a case, asked of a real one."""

from collections.abc import AsyncIterator

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition

from deploy.local.kafka import LocalKafka
from services.publisher.all_heard import KafkaItself
from shared.broker import client as at
from shared.topics import provision, topics_for
from tests.toys import until

TOPIC = "partner.all-heard.incidents"


@pytest.fixture
async def producer(kafka: LocalKafka) -> AsyncIterator[AIOKafkaProducer]:
    await provision(kafka.bootstrap, topics_for(["all-heard"]))
    made = AIOKafkaProducer(**at(kafka.bootstrap), transactional_id="all-heard")
    await made.start()
    yield made
    await made.stop()


async def test_after_the_last_committed_record_it_holds_no_more_whatever_is_marked_behind_it(
    kafka: LocalKafka, producer: AIOKafkaProducer
) -> None:
    """The end of a transaction takes an offset, and what was taken back takes several."""
    asked = KafkaItself(kafka.bootstrap)
    async with producer.transaction():
        placed = await producer.send(TOPIC, b"said", key=b"k")
    last = await placed
    partitions = dict.fromkeys(await asked.partitions([TOPIC]), 0)
    await until(lambda: asked.holds_more(partitions))  # Kafka shows it a moment after the commit
    heard = {**partitions, TopicPartition(TOPIC, last.partition): last.offset + 1}
    assert not await asked.holds_more(heard)
    await producer.begin_transaction()
    await producer.send_and_wait(TOPIC, b"taken back", key=b"k")
    await producer.abort_transaction()
    assert not await asked.holds_more(heard)
    async with producer.transaction():
        await producer.send(TOPIC, b"said again", key=b"k")
    await until(lambda: asked.holds_more(heard))
    assert await asked.cluster()

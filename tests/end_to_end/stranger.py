"""A client that is none of ours: librdkafka, which kcat and most languages' clients stand on."""

import asyncio
from collections.abc import Mapping, Sequence

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, Producer, TopicPartition

from shared.broker import Broker

PATIENCE_SECONDS = 60


async def put(broker: Broker, topic: str, value: bytes, headers: Sequence[tuple[str, str]] = ()) -> None:
    """One record, acknowledged. Raises KafkaException."""
    await asyncio.to_thread(_put, broker, topic, value, list(headers))


async def read(broker: Broker, topic: str) -> list[bytes]:
    """Every committed record, partition by partition. Raises KafkaException."""
    return await asyncio.to_thread(_read, broker, topic)


def settings(broker: Broker) -> Mapping[str, str]:
    """As docs/partners/README.md tells an agency."""
    login = broker.login
    assert login
    return {
        "bootstrap.servers": str(broker),
        "security.protocol": "SASL_PLAINTEXT",
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.username": login.user,
        "sasl.password": login.password.get_secret_value(),
    }


def _put(broker: Broker, topic: str, value: bytes, headers: list[tuple[str, str]]) -> None:
    failed: list[KafkaError] = []
    producer = Producer(settings(broker))
    producer.produce(topic, value, headers=headers, on_delivery=lambda error, _: error and failed.append(error))
    assert producer.flush(PATIENCE_SECONDS) == 0, "nobody acknowledged it"
    if failed:
        raise KafkaException(failed[0])


def _read(broker: Broker, topic: str) -> list[bytes]:
    more = {"group.id": f"{_prefix(topic)}reader", "enable.auto.commit": False, "enable.partition.eof": True}
    consumer = Consumer({**settings(broker), **more})
    try:
        there = sorted(consumer.list_topics(topic, PATIENCE_SECONDS).topics[topic].partitions)
        consumer.assign([TopicPartition(topic, partition, OFFSET_BEGINNING) for partition in there])
        found: dict[int, list[bytes]] = {partition: [] for partition in there}
        ended: set[int] = set()
        while ended < set(there):
            message = consumer.poll(PATIENCE_SECONDS)
            assert message is not None, "it neither tells nor ends"
            if error := message.error():
                if error.code() != KafkaError._PARTITION_EOF:
                    raise KafkaException(error)
                ended.add(message.partition())
            else:
                found[message.partition()].append(message.value())
    finally:
        consumer.close()
    return [value for partition in there for value in found[partition]]


def _prefix(topic: str) -> str:
    """An agency's groups bear its name."""
    return topic.rpartition(".")[0] + "." if topic.startswith("partner.") else ""

"""The local broker keeps what it acknowledged, whatever happens to its process."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer  # type: ignore[import-untyped, unused-ignore]
from aiokafka.errors import KafkaError  # type: ignore[import-untyped, unused-ignore]
from aiokafka.structs import TopicPartition  # type: ignore[import-untyped, unused-ignore]

from deploy.local.kafka import LocalKafka
from deploy.local.kafka_settings import Place, log4j2, server_properties
from deploy.local.ports import Ports, free_base_port
from deploy.local.process import true
from shared.broker import client as at
from shared.topics import Topic, provision

pytestmark = pytest.mark.real
PATIENCE_SECONDS = 90
PRIVATE = Topic("kept", 1, {"flush.messages": "1"})


@pytest.fixture
async def own_kafka() -> AsyncIterator[LocalKafka]:
    """A broker that a test may kill."""
    ports = Ports(free_base_port())
    with tempfile.TemporaryDirectory(prefix="cspr-test-", ignore_cleanup_errors=True) as directory:
        server = LocalKafka(Path(directory), ports.of("kafka"), ports.of("kafka-controller"))
        await server.start()
        yield server
        server.kill()


async def say(bootstrap: str, words: bytes) -> None:
    producer = AIOKafkaProducer(**at(bootstrap), acks="all")
    await producer.start()
    try:
        await producer.send_and_wait("kept", words)
    finally:
        await producer.stop()


async def heard(bootstrap: str) -> list[bytes]:
    consumer = AIOKafkaConsumer(**at(bootstrap), auto_offset_reset="earliest")
    await consumer.start()
    try:
        partition = TopicPartition("kept", 0)
        consumer.assign([partition])
        end = (await consumer.end_offsets([partition]))[partition]
        words: list[bytes] = []
        while await consumer.position(partition) < end:
            for records in (await consumer.getmany(timeout_ms=500)).values():
                words += [record.value for record in records]
        return words
    finally:
        await consumer.stop()


async def test_what_was_acknowledged_survives_kill_and_stop(own_kafka: LocalKafka) -> None:
    await provision(own_kafka.bootstrap, [PRIVATE])
    await say(own_kafka.bootstrap, b"before the kill")
    own_kafka.kill()
    assert not await own_kafka.answers()
    await own_kafka.start()
    await say(own_kafka.bootstrap, b"before the stop")
    await own_kafka.stop()
    assert not own_kafka.running
    await own_kafka.start()
    assert await heard(own_kafka.bootstrap) == [b"before the kill", b"before the stop"]


async def test_a_frozen_broker_answers_again_once_thawed(own_kafka: LocalKafka) -> None:
    await provision(own_kafka.bootstrap, [PRIVATE])
    own_kafka.freeze()
    saying = asyncio.create_task(say(own_kafka.bootstrap, b"patience"))
    assert own_kafka.running
    own_kafka.thaw()
    await saying
    assert await heard(own_kafka.bootstrap) == [b"patience"]


async def test_a_mistyped_topic_is_not_made(kafka: LocalKafka) -> None:
    producer = AIOKafkaProducer(**at(kafka.bootstrap), request_timeout_ms=1000)
    await producer.start()
    try:
        with pytest.raises(KafkaError):
            await producer.send_and_wait("intake.event", b"lost?")
    finally:
        await producer.stop()


@pytest.mark.parametrize("content", [None, b"", b"not a cache" * 100])
async def test_without_a_cache_that_fits_java_starts_all_the_same(tmp_path: Path, content: bytes | None) -> None:
    cache = tmp_path / "kafka.aot"
    if content is not None:
        cache.write_bytes(content)
    (tmp_path / "log4j2.xml").write_text(log4j2(str(tmp_path)))
    tool = LocalKafka(tmp_path, 0, 0).java([f"-XX:AOTCache={cache}"], "kafka.tools.StorageTool", "random-uuid")
    tool.spawn()
    assert await true(lambda: not tool.running, PATIENCE_SECONDS)
    assert tool.exit_code == 0, tool.last_words()


def test_the_broker_listens_on_the_loopback_address_only() -> None:
    here = Place("logs", "127.0.0.1:9092", "127.0.0.1:9092", 9093)
    settings = server_properties(here, {"broker": "b", "controller": "c"})
    addresses = [one.split("://")[1].split(":")[0] for one in settings["listeners"].split(",")]
    assert addresses == ["127.0.0.1", "127.0.0.1"]

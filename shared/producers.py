"""What the relay publishes and marks with: two producers that take turns, a transaction each.

A transaction is decided when its commit is answered, but Kafka then writes a marker into every partition, and
until then that producer cannot begin another: meanwhile the other does.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from aiokafka import AIOKafkaProducer
from aiokafka.producer import sender

from shared.broker import client
from shared.event_log import Connection, ended
from shared.refusals import explained

TURNS = 2
MAX_BYTES = 4 * 1024 * 1024
KAFKA_BATCH_BYTES = 1024 * 1024  # one for each partition: on our topics Kafka flushes every batch to the disk
# Should Kafka still be writing a producer's last markers, it is asked again after this; aiokafka waits 20 ms.
sender.BACKOFF_OVERRIDE = 0.004


@asynccontextmanager
async def in_turn(bootstrap: str, source: str) -> AsyncIterator[Sequence[AIOKafkaProducer]]:
    """When all have started, nobody before us can commit any more, and all that was committed can be read."""
    async with explained(bootstrap), AsyncExitStack() as stack:
        yield [await stack.enter_async_context(producer(bootstrap, source, turn)) for turn in range(TURNS)]


@asynccontextmanager
async def producer(bootstrap: str, source: str, turn: int = 0) -> AsyncIterator[AIOKafkaProducer]:
    made = AIOKafkaProducer(
        **client(bootstrap),
        transactional_id=transactional_id(source, turn),  # fences, and implies acks=all
        transaction_timeout_ms=10_000,
        max_request_size=MAX_BYTES,
        max_batch_size=KAFKA_BATCH_BYTES,
        linger_ms=0,
    )
    try:
        await made.start()
        yield made
    finally:
        await made.stop()


def transactional_id(source: str, turn: int = 0) -> str:
    """The first is the id that earlier releases used alone, so that theirs are fenced too."""
    return f"relay-{source}" if turn == 0 else f"relay-{source}-{turn + 1}"


@asynccontextmanager
async def unhurried(connection: Connection) -> AsyncIterator[None]:
    """Marks wait for no disk: one that a crash of Postgres takes is found again at the end of the topic."""
    await connection.execute("SET synchronous_commit = off")
    try:
        yield
    finally:
        ended(connection)  # rather than lend it to somebody who must wait for the disk

"""Asking a broker, as one of its users over one connection, for what may be denied: its error codes answer.

Each request is one that the broker refuses for another reason once it found it allowed, so that nothing is done.
"""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from aiokafka.client import AIOKafkaClient
from aiokafka.protocol.admin import CreateTopicsRequest, DeleteTopicsRequest
from aiokafka.protocol.fetch import FetchRequest
from aiokafka.protocol.group import JoinGroupRequest
from aiokafka.protocol.produce import ProduceRequest
from aiokafka.protocol.transaction import InitProducerIdRequest
from aiokafka.record.default_records import DefaultRecordBatchBuilder

from deploy.access.protocol import AlterQuotas, AlterScram, CreateAcls
from shared.broker import Broker, client

TOPIC, GROUP, CLUSTER, TRANSACTIONAL_ID = 29, 30, 31, 53  # TOPIC_AUTHORIZATION_FAILED, and so on
ANOTHER_REASON = {
    "write": 87,
    "read": 0,
    "group": 26,
    "transactional-id": 50,
}  # 87: it is no record, 26, 50: timeouts


class Asked:
    """One user, connected."""

    def __init__(self, connection: AIOKafkaClient) -> None:
        self._connection = connection
        (self.node,) = [broker.nodeId for broker in connection.cluster.brokers()]

    async def writes(self, topics: Iterable[str]) -> dict[str, int]:
        asked = ProduceRequest(None, -1, 10_000, [(topic, [(0, b"")]) for topic in topics])
        answer = await self._connection.send(self.node, asked)
        return {topic: partitions[0][1] for topic, partitions in answer.topics}

    async def puts(self, topic: str, value: bytes) -> int:
        """One record, taken; for how many milliseconds Kafka then leaves us unheard."""
        batch = DefaultRecordBatchBuilder(2, 0, 0, -1, -1, -1, len(value) + 1024)
        batch.append(0, 0, None, value, [])
        asked = ProduceRequest(None, -1, 10_000, [(topic, [(0, bytes(batch.build()))])])
        answer = await self._connection.send(self.node, asked)
        ((_, ((_, code, *_),)),) = answer.topics
        assert code == 0
        return int(answer.throttle_time_ms)

    async def reads(self, topics: Iterable[str]) -> dict[str, int]:
        asked = FetchRequest(0, 0, 1024, 1, [(topic, [(0, 0, 1024)]) for topic in topics])
        answer = await self._connection.send(self.node, asked)
        return {topic: partitions[0][1] for topic, partitions in answer.topics}

    async def joins(self, groups: Iterable[str]) -> dict[str, int]:
        return {group: await self._joins(group) for group in groups}

    async def _joins(self, group: str) -> int:
        asked = JoinGroupRequest(group, 1, 1, "", "", "consumer", [("range", b"")])
        return (await self._connection.send(self.node, asked)).error_code

    async def publishes_as(self, ids: Iterable[str]) -> dict[str, int]:
        return {
            each: (await self._connection.send(self.node, InitProducerIdRequest(each, 0))).error_code
            for each in ids
        }

    async def administers(self, topic: str) -> dict[str, int]:
        """Makes or unmakes a topic, gives itself a right, makes a user, takes its limit away."""
        made = await self._send(CreateTopicsRequest([(topic + ".more", 1, 1, [], [])], 10_000, True))
        unmade = await self._send(DeleteTopicsRequest([topic], 10_000))
        given = await self._send(CreateAcls([(2, topic, 3, "User:nobody", "*", 3, 3)]))
        user = await self._send(AlterScram([], [("nobody", 4096, b"salt" * 6, b"salted" * 8)]))
        limit = await self._send(AlterQuotas([([("user", None)], [("producer_byte_rate", 0.0, True)])]))
        return {
            "create topic": made.topic_errors[0][1],
            "delete topic": unmade.topic_error_codes[0][1],
            "give a right": given.creation_responses[0][0],
            "make a user": user.results[0][1],
            "set a limit": limit.entries[0][0],
        }

    async def _send(self, request):
        return await self._connection.send(self.node, request)


@asynccontextmanager
async def connected(broker: Broker) -> AsyncIterator[Asked]:
    connection = AIOKafkaClient(**client(broker))
    await connection.bootstrap()
    try:
        asked = Asked(connection)
        await connection.ready(asked.node)  # asking who there is was another connection
        yield asked
    finally:
        await connection.close()

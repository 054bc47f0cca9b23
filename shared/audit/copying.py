"""The audit log's copy on Kafka: a lost database, or an old backup, is filled again from there.

One process of a service copies: it holds a lock in PostgreSQL, then a transactional producer that fences whoever
copied before. Where to go on is told by the topic's end, so nothing is marked in the table, nothing comes twice.
"""

import asyncio

import structlog
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError

from shared.audit import life
from shared.audit.chain import Chain
from shared.audit.entry import Link, Tip
from shared.audit.on_kafka import after, end_of
from shared.audit.writing import Audit, Pools
from shared.faults import OURS
from shared.lease import Lease, leading
from shared.producers import producer
from shared.topics import audit_of

log = structlog.get_logger()
ONE_COPIES = 7_391_005  # advisory lock
AT_ONCE = 1_000
GATHER_SECONDS = 0.5  # a transaction of Kafka's for all that is noted meanwhile
POLL_SECONDS = 2.0  # another instance may have noted something
AGAIN_SECONDS = 5.0
_AFTER = "SELECT entry FROM log.audit WHERE number > $1 ORDER BY number LIMIT $2"


class Departed(Exception):
    """The table and its copy do not tell the same: nothing is copied until a person has looked."""


class Copying:
    """`departed`: whether it found that they differ."""

    def __init__(self, audit: Audit, log_: Pools, bootstrap: str, service: str) -> None:
        self._audit, self._log, self._bootstrap, self._service = audit, log_, bootstrap, service
        self._partition = TopicPartition(audit_of(service), 0)
        self.departed = False

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self._until_something_was_noted()
                async with (
                    leading(self._log.pool, ONE_COPIES, lambda *_: None) as lease,
                    producer(self._bootstrap, self._partition.topic) as kafka,
                ):
                    await self._copy_all(lease, kafka)
            except Departed as error:
                log.error("audit.departed", reason=str(error))
                await asyncio.sleep(AGAIN_SECONDS)
            except Exception as error:
                ours = isinstance(error, (*OURS, KafkaError))
                log.warning("audit.not_copied", error_type=type(error).__name__, exc_info=not ours)
                await asyncio.sleep(GATHER_SECONDS)

    async def finish(self) -> int:
        """For whoever is about to drop the table: all of it is copied; how many were left. Raises Departed,
        KafkaError; and OURS.
        """
        ends = await self._audit.tip()
        if not ends.number:
            return 0
        async with (
            leading(self._log.pool, ONE_COPIES, lambda *_: None),
            producer(self._bootstrap, self._partition.topic) as kafka,
        ):
            at = began = await end_of(self._bootstrap, self._partition)
            if at.number > ends.number:
                return 0  # an older table: its copy has more
            if at.number and not await self._audit.has(at):
                raise self._departs(f"entry {at.number} is another in the table than on Kafka")
            while (now := await self._copied(kafka, at)) != at:
                at = now
        return at.number - began.number

    async def read_back(self) -> int:
        """What the table lacks is taken from its copy; how many. Raises Departed, KafkaError; and OURS."""
        copied, ends = await end_of(self._bootstrap, self._partition), await self._audit.tip()
        if copied.number > ends.number:
            await self._take_back(ends)
        elif copied.number and not await self._audit.has(copied):
            raise self._departs(f"entry {copied.number} is another in the table than on Kafka")
        await self._audit.trust()
        await life.remember(self._log.pool)
        self.departed = False
        return max(0, copied.number - ends.number)

    async def _take_back(self, ends: Tip) -> None:
        chain = Chain(ends)
        batch: list[Link] = []
        async for link in after(self._bootstrap, self._partition, ends):
            if link.number == ends.number:
                if link.tip != ends:
                    raise self._departs(f"entry {ends.number} is another in the table than on Kafka")
                continue
            chain.follow(link.wire)
            if chain.problem:
                raise self._departs(chain.problem)
            batch.append(link)
            if len(batch) == AT_ONCE:
                await self._audit.read_back(batch)
                batch = []
        if batch:
            await self._audit.read_back(batch)

    def _departs(self, why: str) -> Departed:
        self.departed = True
        return Departed(why)

    async def _until_something_was_noted(self) -> None:
        """A service that nobody asked anything needs neither lock nor producer."""
        while not (await self._audit.tip()).number:
            await self._wait()

    async def _copy_all(self, lease: Lease, kafka: AIOKafkaProducer) -> None:
        """From where the topic ends: with the producer begun, nobody else adds to it."""
        await self.read_back()
        at = await end_of(self._bootstrap, self._partition)
        while True:
            now = await self._copied(kafka, at)
            if now == at:
                await self._wait()
                await lease.check()
            at = now

    async def _copied(self, kafka: AIOKafkaProducer, at: Tip) -> Tip:
        """Some of what comes after that entry; how the copy ends then. Raises Departed."""
        wires = [row["entry"] for row in await self._log.pool.fetch(_AFTER, at.number, AT_ONCE)]
        chain = Chain(at)
        for wire in wires:
            chain.follow(wire)
        if chain.problem:
            raise self._departs(chain.problem)
        if wires:
            async with kafka.transaction():
                sent = [await kafka.send(self._partition.topic, wire, partition=0) for wire in wires]
                await asyncio.gather(*sent)
        return chain.tip

    async def _wait(self) -> None:
        self._audit.stored.clear()
        try:
            await asyncio.wait_for(self._audit.stored.wait(), POLL_SECONDS)
        except TimeoutError:
            return
        await asyncio.sleep(GATHER_SECONDS)

"""Looking at Kafka, and signing what is there, but only ever a log that goes on from what was signed before."""

from collections.abc import Sequence
from datetime import datetime

from aiokafka import TopicPartition
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.witness.chain import read
from deploy.witness.checkpoint import Checkpoint, following, signed
from deploy.witness.ledger import Ledger
from deploy.witness.trees import Trees, departures, name_of, sizes_in
from shared.compared import Truncated
from shared.kafka_reading import cluster_id, partitions_of, read_to_end


class Departed(Exception):
    """The log is not what was signed before, or the notes are not; nothing is signed until it is. Says where."""


class Witness:
    """Keeps its trees between looks, and reads each record once; another Kafka is read from its beginning.

    `topics` are those whose entries are witnessed, in every partition.
    """

    def __init__(self, bootstrap: str, topics: Sequence[str], ledger: Ledger, key: Ed25519PrivateKey) -> None:
        self._bootstrap = bootstrap
        self._topics = topics
        self._ledger = ledger
        self._key = key
        self._before: tuple[Checkpoint, bytes] | None = None
        self._cluster = ""
        self._trees = Trees({})
        self._next: dict[TopicPartition, int] = {}

    async def look(self, now: datetime) -> Checkpoint:
        """Read on, and keep a signed note. Raises Departed, KafkaError, OSError."""
        cluster = await cluster_id(self._bootstrap)
        if cluster != self._cluster:
            self._begin()
        await self._read_on()
        before = [self._before[0]] if self._before else []
        if wrong := departures(self._trees, before):
            self._cluster = ""  # all is read again: it may have been put right
            raise Departed("; ".join(wrong))
        self._cluster = cluster
        checkpoint = following(self._before, now, cluster, self._trees.heads())
        note = signed(checkpoint, self._key)
        self._ledger.keep(checkpoint.number, note)
        self._before = checkpoint, note
        self._trees.ask(checkpoint.trees)
        return checkpoint

    def _begin(self) -> None:
        """From the first entry on, held to what the last note says."""
        checkpoints, problems = read(self._ledger.notes(), self._key.public_key())
        if problems:
            raise Departed("; ".join(problems))
        self._before = None
        if checkpoints:
            last = checkpoints[-1]
            self._before = last, self._ledger.note(last.number)
        self._trees = Trees(sizes_in(checkpoints[-1:]))
        self._next = {}

    async def _read_on(self) -> None:
        start = {
            partition: self._next.get(partition, 0)
            for partition in await partitions_of(self._bootstrap, self._topics)
        }
        try:
            async for record in read_to_end(self._bootstrap, start):
                self._trees.append(name_of(record.topic, record.partition), record.value or b"")
                self._next[TopicPartition(record.topic, record.partition)] = record.offset + 1
        except Truncated:
            self._cluster = ""
            raise Departed("a partition ends before what was read of it") from None

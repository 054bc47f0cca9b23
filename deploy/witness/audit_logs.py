"""The audit of the audit logs: each in its table and on Kafka, held to every checkpoint, and to itself."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import asyncpg

from deploy.witness.checkpoint import Checkpoint
from deploy.witness.comparing import AT_ONCE, Held, about, from_kafka
from deploy.witness.trees import Trees, departures, name_of, sizes_in
from shared.audit.chain import Chain
from shared.audit.entry import Tip
from shared.topics import audit_of


async def audit_log(
    url: str, bootstrap: str, service: str, checkpoints: Sequence[Checkpoint]
) -> tuple[Held, Held]:
    """Its table and its copy, which never has what the table lacks. Raises asyncpg's errors and KafkaError."""
    witnessed = about(audit_of(service), checkpoints)
    copy = Reading(f"who looked at {service}, on Kafka", service, witnessed)
    async for _, entry in from_kafka(bootstrap, audit_of(service)):
        copy.follow(entry)
    table = Reading(f"who looked at {service}, in its database", service, witnessed, copied=copy.chain.tip)
    async for entry in _from_table(url):
        table.follow(entry)
    return table.held(), copy.held()


class Reading:
    """One of the two, an entry at a time. `copied`: how its copy ends, where this is the table."""

    def __init__(
        self, what: str, service: str, checkpoints: Sequence[Checkpoint], copied: Tip | None = None
    ) -> None:
        self.chain = Chain()
        self._what, self._tree, self._checkpoints = what, name_of(audit_of(service), 0), checkpoints
        self._trees = Trees(sizes_in(checkpoints))
        self._copied = copied or Tip()
        self._there = Tip()  # as this one has the last that its copy has

    def follow(self, entry: bytes) -> None:
        self.chain.follow(entry)
        self._trees.append(self._tree, entry)
        if self.chain.count == self._copied.number:
            self._there = self.chain.tip

    def held(self) -> Held:
        last = self._checkpoints[-1:]
        witnessed = sum(head.size for each in last for head in each.trees.values())
        held = Held(self._what, self.chain.count, witnessed, tuple(departures(self._trees, self._checkpoints)))
        return replace(held, problems=(*held.problems, *self._not_in_line()))

    def _not_in_line(self) -> Sequence[str]:
        if self.chain.problem:
            return [self.chain.problem]
        if self.chain.count < self._copied.number:
            return [f"has {self.chain.count} entries, and Kafka has {self._copied.number}"]
        if self._there != self._copied:
            return [f"entry {self._copied.number} is another than on Kafka"]
        return []


async def _from_table(url: str) -> AsyncIterator[bytes]:
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            query = "SELECT entry FROM log.audit ORDER BY number"
            async for row in connection.cursor(query, prefetch=AT_ONCE):
                yield row["entry"]
    finally:
        await connection.close()

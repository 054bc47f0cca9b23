"""The audit log, added to: whoever waits for an entry shares one write with all who wait just then.

Each entry has the hash of the one before it, so each write says after which it comes. Where another instance was
quicker, the database refuses the number, and it is tried again after that. Where the entry that we last saw is
gone, this is an older database than we wrote to: nothing is written before its copy was read back (`copying.py`).
"""

import asyncio
from collections.abc import Sequence
from typing import Any, Protocol

import asyncpg

from shared.audit.entry import Content, Link, Tip, linked, read
from shared.event_log import NotOpen
from shared.patience import in_time

PATIENCE_SECONDS = 10.0
AT_ONCE = 1_000
_TIP = "SELECT entry FROM log.audit ORDER BY number DESC LIMIT 1"
_ADD = """
INSERT INTO log.audit (number, subject, entry)
SELECT * FROM unnest($1::bigint[], $2::text[], $3::bytea[])
WHERE $4 = 0 OR EXISTS (SELECT FROM log.audit WHERE number = $4 AND sha256(entry) = decode($5, 'hex'))
"""
_HAS = "SELECT entry FROM log.audit WHERE number = $1"
_READ_BACK = """
INSERT INTO log.audit (number, subject, entry) SELECT * FROM unnest($1::bigint[], $2::text[], $3::bytea[])
"""


class Pools(Protocol):
    """Where the connection pool is, once it is open."""

    @property
    def pool(self) -> Any: ...


class Audit:
    """`stored` is set whenever something was added. `log`: where its table is."""

    def __init__(self, log: Pools) -> None:
        self.log = log
        self._tip: Tip | None = None
        self._highest = 0  # that we ever saw: a table that ends before it is an older one
        self._waiting: list[tuple[Sequence[Content], asyncio.Future[None]]] = []
        self._adding: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        self.stored = asyncio.Event()
        self.closed = False  # nothing is added before it is known that the table is not an old one

    async def note(self, *contents: Content) -> None:
        """When this returns, they are on disk. Raises one of shared.faults.OURS when they are not."""
        if self.closed:
            raise NotOpen
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((contents, done))
        if self._adding is None or self._adding.done():
            self._adding = asyncio.create_task(self._add_all())
        await done

    async def tip(self) -> Tip:
        """Where the table ends now."""
        wire = await self.log.pool.fetchval(_TIP)
        return Tip() if wire is None else read(wire).tip

    async def has(self, tip: Tip) -> bool:
        """Whether the entry of this number is the one with this hash."""
        wire = await self.log.pool.fetchval(_HAS, tip.number)
        return wire is not None and read(wire).tip == tip

    async def read_back(self, links: Sequence[Link]) -> None:
        """What the copy has after the last that the table has."""
        async with self._turn:
            self._tip = None
            await self.log.pool.execute(_READ_BACK, *_columns(links))
            self._highest = max(self._highest, links[-1].number)

    async def trust(self) -> None:
        """The table has all that its copy has: whatever it had before, this is where it ends."""
        async with self._turn:
            self._tip = None
            self._highest = 0

    async def _add_all(self) -> None:
        while self._waiting:
            now, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
            try:
                await in_time(
                    self._add([content for contents, _ in now for content in contents]), PATIENCE_SECONDS
                )
            except Exception as error:  # whatever it is, those who wait must hear of it
                _tell(now, error)
            else:
                _tell(now, None)
                self.stored.set()

    async def _add(self, contents: Sequence[Content]) -> None:
        async with self._turn:
            while True:
                tip = self._tip or await self._found()
                self._tip = None  # until it is known what became of this
                links = linked(tip, contents)
                try:
                    answer = await self.log.pool.execute(_ADD, *_columns(links), tip.number, tip.hash)
                except asyncpg.UniqueViolationError:
                    continue  # another instance's are there by now: after them
                if answer == f"INSERT 0 {len(links)}":
                    self._tip, self._highest = links[-1].tip, links[-1].number
                    return

    async def _found(self) -> Tip:
        """Raises NotOpen where what we saw is no more there."""
        tip = await self.tip()
        if tip.number < self._highest:
            raise NotOpen
        self._highest = tip.number
        return tip


def _columns(links: Sequence[Link]) -> tuple[list[int], list[str], list[bytes]]:
    return [link.number for link in links], [link.subject for link in links], [link.wire for link in links]


def _tell(waited: Sequence[tuple[Any, asyncio.Future[None]]], error: Exception | None) -> None:
    for _, done in waited:
        if done.done():
            continue  # whoever asked has gone
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(error)

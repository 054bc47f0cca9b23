"""What may be done to the log, under its lock: a slice's or a command's appends, kept in memory until they are
written together. So a slice of five hundred records costs a handful of statements, and undoing is forgetting.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

from shared.event_log import SAID, Connection, EventLog, PartitionLost, Place
from shared.events.base import Recorded
from shared.stream import Deciders, Stream
from shared.writes import Write, Writes

Parked = tuple[Recorded, Place]
_HEADS = """
SELECT subject, source,
       (SELECT max(e.version) FROM event_log e WHERE e.subject = s.subject AND e.source = o.source) AS version
  FROM unnest($1::text[]) AS s (subject) CROSS JOIN unnest($2::text[]) AS o (source)
"""  # the maximum of each is one step into the index, however long the stream
_COLUMNS = ("source", "id", "subject", "version", "type", "cause", "wire", "kafka_partition", "kafka_offset")
_PARK = (
    "INSERT INTO parked (source, subject, version, wire, kafka_partition, kafka_offset)"
    " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING"
)
_UNPARK = "DELETE FROM parked WHERE source = $1 AND subject = $2 AND version = $3"
_ADD_KEY = "INSERT INTO case_key (key_id, wrapped, made_here) VALUES ($1, $2, true)"


class Transaction:
    """`remembered` holds streams as earlier transactions left them; each is compared with the log's head first."""

    def __init__(
        self,
        connection: Connection,
        log: EventLog,
        deciders: Deciders = (),
        remembered: Mapping[str, Stream] | None = None,
    ) -> None:
        self.connection = connection
        self._log = log
        self._deciders = deciders
        self._remembered = {} if remembered is None else remembered
        self._writes = Writes()
        self._new: list[tuple[Recorded, Place | None]] = []
        self._streams: dict[str, Stream] = {}
        self._before: list[tuple[str, Stream]] = []  # what each change of a stream replaced, for undoing it
        self._keys: dict[str, bytes | None] = {}  # wrapped; None: there is none
        self._made: list[str] = []  # keys, here
        self._ours: dict[UUID, Recorded | None] = {}  # our own events by id; None: there is none
        self._said_now: dict[UUID, None] = {}  # in order
        self._parked: dict[str, list[Parked]] = {}

    # What is known

    async def foresee(self, subjects: Collection[str], ids: Collection[UUID]) -> None:
        """Read at once what is going to be asked for one by one."""
        await self._load_streams([subject for subject in subjects if subject not in self._streams])
        await self._load_parked(subjects)
        await self._load_keys(subjects)
        await self._load_ours(ids)

    async def stream(self, subject: str) -> Stream:
        if subject not in self._streams:
            await self._load_streams([subject])
        return self._streams[subject]

    async def said(self, subject: str) -> list[Recorded]:
        """Our own events about this subject, oldest first."""
        rows = await self.connection.fetch(
            "SELECT wire FROM event_log WHERE subject = $1 AND source = $2 ORDER BY version",
            subject,
            self._log.source,
        )
        new = [r for r, _ in self._new if r.subject == subject and r.source == self._log.source]
        return [*(self._log.read(row["wire"]) for row in rows), *new]

    async def ours(self, id_: UUID) -> Recorded | None:
        """Our own event with this id."""
        if id_ not in self._ours:
            await self._load_ours([id_])
        return self._ours[id_]

    def is_new(self, recorded: Recorded) -> bool:
        """Whether we said it in this very transaction."""
        return recorded.id in self._said_now

    async def wrapped_key(self, key_id: str) -> bytes | None:
        if key_id not in self._keys:
            await self._load_keys([key_id])
        return self._keys[key_id]

    async def parked(self, subject: str) -> list[Parked]:
        if subject not in self._parked:
            await self._load_parked([subject])
        return list(self._parked[subject])

    async def _load_streams(self, subjects: Collection[str]) -> None:
        if not subjects:
            return
        heads: dict[str, dict[str, int]] = {subject: {} for subject in subjects}
        for row in await self.connection.fetch(_HEADS, list(subjects), list(self._log.vocabularies)):
            if row["version"]:
                heads[row["subject"]][row["source"]] = row["version"]
        unknown = []
        for subject, found in heads.items():
            known = self._as_remembered(subject, found)
            self._streams[subject] = known or Stream.empty({}, self._deciders)
            if known is None:
                unknown.append(subject)
        await self._fold(unknown, heads)

    def _as_remembered(self, subject: str, heads: dict[str, int]) -> Stream | None:
        """None when we do not know what our own events come to: others of ours have come since, or we forgot."""
        version = heads.get(self._log.source, 0)
        known = self._remembered.get(subject) if version else Stream.empty(heads, self._deciders)
        return known.with_heads(heads) if known and known.heads.get(self._log.source, 0) == version else None

    async def _fold(self, subjects: Collection[str], heads: dict[str, dict[str, int]]) -> None:
        if not subjects:
            return
        rows = await self.connection.fetch(
            "SELECT subject, wire FROM event_log WHERE source = $1 AND subject = ANY($2::text[])"
            " ORDER BY subject, version",
            self._log.source,
            list(subjects),
        )
        for row in rows:
            stream = self._streams[row["subject"]]
            self._streams[row["subject"]] = stream.said(self._log.read(row["wire"]), self._deciders)
        for subject in subjects:
            self._streams[subject] = self._streams[subject].with_heads(heads[subject])

    async def _load_parked(self, subjects: Collection[str]) -> None:
        wanted = [subject for subject in subjects if subject not in self._parked]
        self._parked |= {subject: [] for subject in wanted}
        rows = await self.connection.fetch(
            "SELECT * FROM parked WHERE subject = ANY($1::text[]) ORDER BY source, version", wanted
        )
        for row in rows:
            place = Place(f"{row['source']}.events", row["kafka_partition"], row["kafka_offset"])
            self._parked[row["subject"]].append((self._log.read(row["wire"]), place))

    async def _load_keys(self, key_ids: Collection[str]) -> None:
        wanted = [key_id for key_id in key_ids if key_id not in self._keys]
        self._keys |= dict.fromkeys(wanted)
        rows = await self.connection.fetch(
            "SELECT key_id, wrapped FROM case_key WHERE key_id = ANY($1::text[])", wanted
        )
        self._keys |= {row["key_id"]: row["wrapped"] for row in rows}

    async def _load_ours(self, ids: Collection[UUID]) -> None:
        wanted = [id_ for id_ in ids if id_ not in self._ours]
        self._ours |= dict.fromkeys(wanted)
        rows = await self.connection.fetch(
            "SELECT id, wire FROM event_log WHERE source = $1 AND id = ANY($2::uuid[])", self._log.source, wanted
        )
        self._ours |= {row["id"]: self._log.read(row["wire"]) for row in rows}

    # What is done

    def append(self, recorded: Recorded, place: Place | None = None) -> None:
        """Store one event. A repeated id or a fork raises UniqueViolationError when it is written."""
        self._new.append((recorded, place))
        ours = recorded.source == self._log.source
        if ours:
            self._ours[recorded.id] = recorded
            self._said_now[recorded.id] = None
        stream = self._streams.get(recorded.subject)
        if stream:
            after = stream.said(recorded, self._deciders) if ours else stream.heard(recorded)
            self._before.append((recorded.subject, stream))
            self._streams[recorded.subject] = after

    def about(self, subject: str) -> Write:
        """Writes to the views about this subject."""
        return self._writes.about(subject)

    def add_key(self, key_id: str, wrapped: bytes) -> None:
        """A case's key that was made here."""
        self._keys[key_id] = wrapped
        self._made.append(key_id)
        self.about(key_id)(_ADD_KEY, key_id, wrapped)

    def park(self, recorded: Recorded, place: Place) -> None:
        waiting = self._parked.setdefault(recorded.subject, [])
        if all(other.version != recorded.version or other.source != recorded.source for other, _ in waiting):
            waiting.append((recorded, place))
            waiting.sort(key=lambda parked: (parked[0].source, parked[0].version))
        self.about(recorded.subject)(
            _PARK,
            recorded.source,
            recorded.subject,
            recorded.version,
            recorded.wire,
            place.partition,
            place.offset,
        )

    def unpark(self, recorded: Recorded) -> None:
        waiting = self._parked[recorded.subject]
        waiting[:] = [parked for parked in waiting if parked[0] is not recorded]
        self.about(recorded.subject)(_UNPARK, recorded.source, recorded.subject, recorded.version)

    async def advance(self, topic: str, partition: int, expected: int, reached: int) -> None:
        """Move the stored offset, or raise PartitionLost: this, not the rebalance, fences a zombie."""
        done = await self.connection.execute(
            "UPDATE consumed SET next_offset = $4 WHERE topic = $1 AND partition = $2 AND next_offset = $3",
            topic,
            partition,
            expected,
            reached,
        )
        if done != "UPDATE 1":
            raise PartitionLost(f"{topic}/{partition}")

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """An exception undoes what was said within. Not for hearing, parking and unparking."""
        new, writes, changes, made = len(self._new), len(self._writes), len(self._before), len(self._made)
        said = len(self._said_now)
        try:
            yield
        except BaseException:
            self._writes.forget_from(writes)
            for subject, stream in reversed(self._before[changes:]):
                self._streams[subject] = stream
            for id_ in list(self._said_now)[said:]:
                self._ours[id_] = None
                del self._said_now[id_]
            self._keys |= dict.fromkeys(self._made[made:])
            del self._new[new:], self._before[changes:], self._made[made:]
            raise

    async def flush(self) -> None:
        """Write it all down, in order, and wake the relay and the worker."""
        if self._new:
            await self.connection.copy_records_to_table(
                "event_log", schema_name="log", columns=_COLUMNS, records=[_row(*new) for new in self._new]
            )
            self._new.clear()
        await self._writes.flush(self.connection)
        await self.connection.execute(f"NOTIFY {SAID}")

    def streams(self) -> dict[str, Stream]:
        """All that were asked for, as they are now: to be remembered when this has been committed."""
        return self._streams


def _row(recorded: Recorded, place: Place | None) -> tuple[object, ...]:
    return (
        recorded.source,
        recorded.id,
        recorded.subject,
        recorded.version,
        recorded.type,
        recorded.cause,
        recorded.wire,
        place.partition if place else None,
        place.offset if place else None,
    )

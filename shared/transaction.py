"""What may be done to the log, under its lock: a slice's or a command's appends, kept in memory until they are
written together. So a slice of five hundred records costs a handful of statements, and undoing is forgetting.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from shared.asked import Last, ask
from shared.combined import Statement
from shared.event_log import Connection, EventLog, PartitionLost, Place
from shared.events.base import Recorded
from shared.remembered import Remembered
from shared.stream import Deciders, Stream
from shared.writes import Write, Writes

Parked = tuple[Recorded, Place]
_COLUMNS = ("source", "id", "subject", "version", "type", "cause", "wire", "kafka_partition", "kafka_offset")
_COPIED_FROM = 8  # so many events and more are copied, in two round trips: fewer go with the views' statements
_PARK = (
    "INSERT INTO parked (source, subject, version, wire, kafka_partition, kafka_offset)"
    " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING"
)
_UNPARK = "DELETE FROM parked WHERE source = $1 AND subject = $2 AND version = $3"
_ADD_KEY = "INSERT INTO case_key (key_id, wrapped, made_here) VALUES ($1, $2, true)"


class Transaction:
    def __init__(
        self,
        connection: Connection,
        log: EventLog,
        deciders: Deciders = (),
        remembered: Remembered | None = None,
    ) -> None:
        self.connection = connection
        self._log = log
        self._deciders = deciders
        self._remembered = remembered or Remembered()
        self._alone = False  # known to be: nobody else wrote since what is remembered
        self._writes = Writes()
        self._new: list[tuple[Recorded, Place | None]] = []
        self._streams: dict[str, Stream] = {}
        self._before: list[tuple[str, Stream]] = []  # what each change of a stream replaced, for undoing it
        self._keys: dict[str, bytes | None] = {}  # wrapped; None: there is none
        self._made: list[str] = []  # keys, here
        self._ours: dict[UUID, Recorded | None] = {}  # our own events by id; None: there is none
        self._said_now: dict[UUID, None] = {}  # in order
        self._written: dict[str, None] = {}  # subjects
        self._last: Last | None = None  # of the events written
        self._parked: dict[str, list[Parked]] = {}

    # What is known

    @property
    def source(self) -> str:
        """Which service's it is."""
        return self._log.source

    async def foresee(self, subjects: Collection[str], ids: Collection[UUID]) -> None:
        """Read at once what is going to be asked for one by one."""
        subjects = [subject for subject in subjects if subject not in self._streams]
        ids = [id_ for id_ in ids if id_ not in self._ours]
        key_ids = [subject for subject in subjects if subject not in self._keys]
        if not subjects and not ids:
            return
        found = await ask(self.connection, self._log, subjects, ids, key_ids)
        self._alone = self._alone or self._remembered.holds(found.last)
        self._keys |= {key_id: found.keys.get(key_id) for key_id in key_ids}
        self._ours |= {id_: self._log.read(found.ours[id_]) if id_ in found.ours else None for id_ in ids}
        await self._take_up(found.heads)

    async def stream(self, subject: str) -> Stream:
        if subject not in self._streams:
            unchanged = self._alone and subject not in self._written
            if unchanged and (known := self._remembered.surely(subject)):
                self._streams[subject] = known
            else:
                await self.foresee([subject], ())
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
            await self.foresee((), [id_])
        return self._ours[id_]

    def is_new(self, recorded: Recorded) -> bool:
        """Whether we said it in this very transaction."""
        return recorded.id in self._said_now

    async def wrapped_key(self, key_id: str) -> bytes | None:
        if key_id not in self._keys:
            self._keys |= {key_id: None, **(await ask(self.connection, self._log, key_ids=[key_id])).keys}
        return self._keys[key_id]

    async def parked(self, subject: str) -> list[Parked]:
        if subject not in self._parked:
            await self.foresee_parked([subject])
        return list(self._parked[subject])

    async def _take_up(self, heads: dict[str, dict[str, int]]) -> None:
        """The streams with these heads: as remembered, or read anew."""
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
        known = self._remembered.perhaps(subject) if version else Stream.empty(heads, self._deciders)
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

    async def foresee_parked(self, subjects: Collection[str]) -> None:
        wanted = [subject for subject in subjects if subject not in self._parked]
        if not wanted:
            return
        self._parked |= {subject: [] for subject in wanted}
        rows = await self.connection.fetch(
            "SELECT * FROM parked WHERE subject = ANY($1::text[]) ORDER BY source, version", wanted
        )
        for row in rows:
            place = Place(f"{row['source']}.events", row["kafka_partition"], row["kafka_offset"])
            self._parked[row["subject"]].append((self._log.read(row["wire"]), place))

    # What is done

    def append(self, recorded: Recorded, place: Place | None = None) -> None:
        """Store one event. A repeated id or a fork raises UniqueViolationError when it is written."""
        self._new.append((recorded, place))
        self._written[recorded.subject] = None
        ours = recorded.source == self._log.source
        if ours:
            self._ours[recorded.id] = recorded
            self._said_now[recorded.id] = None
        stream = self._streams.get(recorded.subject)
        if stream:
            after = stream.said(recorded, self._deciders) if ours else stream.heard(recorded)
            self._before.append((recorded.subject, stream))
            self._streams[recorded.subject] = after

    def take_over(self, new: Sequence[tuple[Recorded, Place | None]], writes: Writes) -> None:
        """Store these and write that to the views, as made ready beforehand. First of all, and of streams that
        nothing has asked for.
        """
        self._new, self._writes = list(new), writes
        self._written = dict.fromkeys(recorded.subject for recorded, _ in new)

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
        """Write it all down, in order."""
        new, self._new = self._new, []
        if new:
            self._last = (new[-1][0].source, new[-1][0].id)
        rows = [_row(*each) for each in new]
        if len(rows) >= _COPIED_FROM:
            await self.connection.copy_records_to_table(
                "event_log", schema_name="log", columns=_COLUMNS, records=rows
            )
            rows = []
        await self._writes.flush(self.connection, [_insert(rows)] if rows else [])

    def remember(self) -> None:
        """What was asked for, as it is now: after this has been committed."""
        self._remembered.keep(self._streams, self._written, self._last, alone=self._alone)


def _insert(rows: Sequence[tuple[object, ...]]) -> Statement:
    """One statement, in whose order the rows get their positions."""
    width = len(_COLUMNS)
    each = (", ".join(f"${row * width + column + 1}" for column in range(width)) for row in range(len(rows)))
    values = ", ".join(f"({columns})" for columns in each)
    statement = f"INSERT INTO log.event_log ({', '.join(_COLUMNS)}) VALUES {values}"
    return statement, [value for row in rows for value in row]


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

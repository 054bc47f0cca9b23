"""What the console knows, read for a page; or that it cannot be read now."""

from collections.abc import Collection, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from services.console import desk
from services.console.desk import Board
from services.console.figures.counting import Counted, counted
from services.console.figures.period import Period, ends
from services.console.figures.sections import sections
from services.console.figures.tables import Section
from services.console.kept import Kept, kept
from services.console.look_again import LookAgain, look_again
from services.console.owed import OPEN, Owed, owed
from services.console.parts import Parts, parts
from services.console.views import cases, found, near, timeline, unheard
from services.console.views.cases import CaseRow
from services.console.views.found import PER_PAGE, Found, Search
from services.console.views.near import Asked
from services.console.views.timeline import Entry
from services.console.waiting.told import Waiting
from services.console.waits.wait import Group, What
from shared import erasing, watched
from shared.application import Application
from shared.authorities import authority
from shared.calendar import london_date
from shared.duties import board
from shared.duties.board import DutyRow
from shared.faults import OURS
from shared.need.opened import is_open
from shared.partnership import Partnership
from shared.patience import in_time
from shared.web.as_of import as_known
from shared.web.needing import about, lent_of, seen

T = TypeVar("T")
PATIENCE_SECONDS = 3.0
FIGURES_PATIENCE_SECONDS = 20.0  # of ten years, all facts are counted
PUBLIC = "public"
AUTHORITY = "authority"  # what the partners' decision calls the third of them, and people the one they act for


class CannotRead(Exception):
    """Postgres is away, or this console has only just begun to read."""


@dataclass(frozen=True)
class OneCase:
    """`case` is None when on `known_on` nothing was known of it; `since`: what happened after that day."""

    case: CaseRow | None
    duties: list[Owed]
    look_again: list[LookAgain]
    timeline: list[Entry]
    since: list[Entry]
    known_on: date | None
    parts: Parts
    kept: Kept

    def outstanding(self) -> int:
        return sum(duty.state in OPEN for duty in self.duties)


class Records:
    """Reads for the pages. Each raises CannotRead when it is not the time."""

    def __init__(self, application: Application, partnership: Partnership) -> None:
        self._application = application
        self._service = application.service
        self._partnership = partnership
        self._names = {AUTHORITY: partnership.authority.name} | {it.id: it.name for it in partnership.reached()}

    def now(self) -> datetime:
        return self._service.clock.now()

    def name_of(self, recipient: str) -> str:
        if recipient == PUBLIC:
            return "the public"
        other = authority(recipient.removeprefix("authority/"))  # one that the partnership's file does not name
        return self._names.get(recipient) or (other.name if other else recipient)

    async def board(self, asked: Asked = Asked(), but: Collection[What] = ()) -> Board:  # noqa: B008 - frozen
        """The duty board, as far as is asked for. `but`: what waits and is not for whoever asks."""
        db, today = seen(self._service), london_date(self.now())
        return await self._read(desk.board(db, today, asked, self.name_of, but))

    async def waiting(self, group: Group, page: int, but: Collection[What] = ()) -> tuple[list[Waiting], int]:
        """One page of what waits without a date, the longest waiting first; and how much there is."""
        db, today = seen(self._service), london_date(self.now())
        return await self._read(desk.one_group(db, group, today, page, self.name_of, but))

    async def duties(self) -> list[Owed]:
        """All that are outstanding, the overdue first, then by date."""
        return self.told(await self._read(board.outstanding(seen(self._service))))

    async def due_within(self, days: int) -> list[DutyRow]:
        """What is outstanding and due by then, the soonest first; what is overdue among it."""
        last = london_date(self.now()) + timedelta(days=days)
        return await self._read(near.until(seen(self._service), last))

    async def cases(self, search: Search, per_page: int = PER_PAGE) -> Found:
        today, members = london_date(self.now()), self._partnership.members(search.team)
        return await self._read(found.found(seen(self._service), search, today, members, per_page))

    async def newest(self) -> list[CaseRow]:
        return await self._read(cases.newest(seen(self._service)))

    async def choices(self) -> Mapping[str, list[str]]:
        return await self._read(found.choices(seen(self._service)))

    async def one(self, subject: str, known_on: date | None = None) -> OneCase | None:
        """As it is known, or was at the end of a day. None when nothing is known of such a case at all."""
        return await self._read(self._one(subject, known_on))

    async def figures(self, period: Period) -> list[Section]:
        """The yearly report's and statistics' tables."""
        return sections(await self._read(self._counted(period), FIGURES_PATIENCE_SECONDS))

    async def unheard(self, places: Sequence[tuple[str, int, int]]) -> tuple[int, list[Owed], int]:
        """Of cases with events from these offsets on (source, partition, offset): how many there are, and what is
        outstanding on them, the soonest of how many.
        """
        it = await self._read(unheard.unheard(seen(self._service), places))
        return it.cases, self.told(it.duties), it.how_many

    async def version(self, subject: str, source: str) -> int | None:
        """How many events this service had said of the case, as far as they were heard. None: none."""
        if not is_open(subject):
            return None
        query = "SELECT max(version) FROM event_log WHERE subject = $1 AND source = $2"
        return await self._read(self._service.log.pool.fetchval(query, subject, source))

    async def news(self, subject: str, source: str, version: int) -> list[Entry]:
        """What this service said of the case after that version, as far as it was heard here."""
        known = await self._read(about(self._service, subject))
        return timeline.after(known, source, version, self.name_of)

    async def _read(self, reading: Coroutine[Any, Any, T], patience: float = PATIENCE_SECONDS) -> T:
        if not self._application.status.accepting:
            reading.close()
            raise CannotRead
        try:
            return await in_time(reading, patience)
        except OURS as error:  # a timeout is an OSError
            raise CannotRead from error

    async def _counted(self, period: Period) -> Counted:
        """Of one instant, while services go on saying things."""
        async with (
            self._service.log.pool.acquire() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            return await counted(connection, period)

    async def _one(self, subject: str, known_on: date | None) -> OneCase | None:
        said = await about(self._service, subject)
        if not said:
            return None
        ended = ends(known_on) if known_on else None
        async with as_known(self._service, ended, subject) as db:
            case = await cases.one(db, subject)
            rows = await board.of_case(db, subject)
            watch = await watched.of_case(db, subject)
        gone = await erasing.certificate(lent_of(self._service), subject)
        # From what stands now: of another's events, which may have brought it, nothing is folded for a day.
        certificate = gone if gone and (ended is None or gone.erased_at <= ended) else None
        if certificate and case:  # which, as known on a day, is folded from its own events
            case = case.model_copy(update={"erased_at": certificate.erased_at})
        entries = timeline.entries(said, self.name_of, erased=gone is not None)
        known = [entry for entry in entries if ended is None or entry.at <= ended]
        told = parts(subject, (it for it in said if ended is None or it.time <= ended), self.name_of)
        looks = look_again(watch, known_on or london_date(self.now()))
        holds = kept((it for it in said if ended is None or it.time <= ended), certificate)
        return OneCase(case, self.told(rows, known_on), looks, known, entries[len(known) :], known_on, told, holds)

    def told(self, rows: list[DutyRow], today: date | None = None) -> list[Owed]:
        """As people read them, today or on a day."""
        return owed(rows, today or london_date(self.now()), self.name_of)

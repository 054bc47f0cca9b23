"""Who is signed in, in the console's own database: what a browser holds is the only key to it, kept as a hash."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag

from services.console.people.cookies import hashed, new_secret
from services.console.people.person import Person
from services.console.session import ABSOLUTE_HOURS, IDLE_MINUTES
from shared.clock import Clock
from shared.patience import in_time
from shared.sealing import seal_bytes, unseal_bytes

PATIENCE_SECONDS = 3.0
SEEN_AGAIN = timedelta(minutes=1)  # so often it is noted that they are still here
ABSOLUTE = timedelta(hours=ABSOLUTE_HOURS)
IDLE = timedelta(minutes=IDLE_MINUTES)
REMEMBERED = timedelta(days=1)  # how long an ended session still tells whose the typing was
_BEGIN = """
INSERT INTO people.session
       (id_hash, person, organisation, roles, issuer, proven_at, signed_in_at, seen_at, id_token, second_factor,
        browser)
SELECT $1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10 WHERE NOT EXISTS (SELECT FROM people.leaver WHERE person = $2)
"""
# Whoever leaves while they sign in is refused here at the latest.
_OF = """
SELECT person, organisation, roles, issuer, proven_at, signed_in_at, seen_at, id_token, second_factor,
       EXISTS (SELECT FROM people.leaver WHERE leaver.person = session.person) AS left_us
  FROM people.session WHERE id_hash = $1
"""
_SEEN = "UPDATE people.session SET seen_at = greatest(seen_at, $2) WHERE id_hash = $1"
_END = "DELETE FROM people.session WHERE id_hash = $1"
_END_ALL = "DELETE FROM people.session WHERE person = $1"
_END_ONE = "DELETE FROM people.session WHERE person = $1 AND encode(id_hash, 'hex') = $2"
_OPEN = """
SELECT encode(id_hash, 'hex') AS name, id_hash = $4 AS this, browser, signed_in_at, seen_at FROM people.session
 WHERE person = $1 AND seen_at >= $2 AND signed_in_at >= $3
 ORDER BY this DESC, seen_at DESC, signed_in_at DESC, name
"""
_OLD = "DELETE FROM people.session WHERE signed_in_at < $1"


class Pools(Protocol):
    """Where the connection pool is, once it is open."""

    @property
    def pool(self) -> Any: ...


@dataclass(frozen=True)
class Proof:
    """How somebody showed who they are: to which issuer, how long ago, and in more than one way.

    `seconds_ago`, `second_factor`: None where the issuer does not say. `browser`: where, in our words.
    """

    issuer: str
    seconds_ago: int | None
    second_factor: bool | None
    id_token: str
    browser: str


@dataclass(frozen=True)
class OpenSession:
    """One of a person's own, as they see it. `name`: to end it by, and of no use for going on with it."""

    name: str
    this: bool  # the one in which it is asked
    browser: str
    signed_in_at: datetime
    seen_at: datetime  # to the minute


@dataclass(frozen=True)
class Session:
    """`over`: idle for too long, or for too long altogether; it tells whose what is typed is, and no more."""

    person: Person
    issuer: str
    proven_at: datetime | None
    second_factor: bool | None
    over: bool
    id_token: bytes


class Left(Exception):
    """They have left, and are let in no more."""


class Sessions:
    """Each method raises TimeoutError or one of shared.faults.OURS when the database is away: nobody is let in."""

    def __init__(self, log: Pools, clock: Clock, key: bytes) -> None:
        self._log = log
        self._clock = clock
        self._key = key

    async def begin(self, person: Person, how: Proof) -> str:
        """What its browser is to hold: made here and now, never what it came with. Raises Left."""
        id_, now = new_secret(), self._clock.now()
        ago = how.seconds_ago
        asked = (
            *(hashed(id_), person.id, person.organisation, list(person.roles), how.issuer),
            *(None if ago is None else now - timedelta(seconds=ago), now),
            *(seal_bytes(how.id_token.encode(), "id token", self._key), how.second_factor, how.browser),
        )
        await self._do(_OLD, now - ABSOLUTE - REMEMBERED)
        if await self._do(_BEGIN, *asked) != "INSERT 0 1":
            raise Left
        return id_

    async def of(self, id_: str, *, somebody: bool) -> Session | None:
        """`somebody`: a person asked, and no page by itself, so that they are still here."""
        if not id_:
            return None
        found = await in_time(self._log.pool.fetchrow(_OF, hashed(id_)), PATIENCE_SECONDS)
        if found is None or found["left_us"]:
            return None
        now = self._clock.now()
        over = now - found["seen_at"] > IDLE or now - found["signed_in_at"] > ABSOLUTE
        if somebody and not over and now - found["seen_at"] >= SEEN_AGAIN:
            await self._do(_SEEN, hashed(id_), now)
        person = Person(found["person"], found["organisation"], tuple(found["roles"]))
        how = found["issuer"], found["proven_at"], found["second_factor"]
        return Session(person, *how, over, found["id_token"])

    def id_token(self, session: Session) -> str:
        """As the issuer gave it; empty where it cannot be opened."""
        try:
            return unseal_bytes(session.id_token, "id token", self._key).decode()
        except (InvalidTag, ValueError):
            return ""

    async def end(self, id_: str) -> None:
        await self._do(_END, hashed(id_))

    async def end_all(self, person: str) -> int:
        """All of this person's, wherever they are; how many."""
        return int((await self._do(_END_ALL, person)).removeprefix("DELETE "))

    async def end_one(self, person: str, name: str) -> None:
        """One of this person's own; nothing where it is nobody's, another's, or over already."""
        await self._do(_END_ONE, person, name)

    async def open_of(self, person: str, held: str) -> list[OpenSession]:
        """Theirs that hold now, first the one that this browser holds, then the last seen."""
        now = self._clock.now()
        asked = self._log.pool.fetch(_OPEN, person, now - IDLE, now - ABSOLUTE, hashed(held))
        return [OpenSession(**row) for row in await in_time(asked, PATIENCE_SECONDS)]

    async def _do(self, query: str, *asked: object) -> str:
        return str(await in_time(self._log.pool.execute(query, *asked), PATIENCE_SECONDS))

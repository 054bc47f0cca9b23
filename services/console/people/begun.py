"""Sign-ins that were begun: each may come back once, soon, and to the browser that began it."""

from datetime import timedelta
from typing import Self

from cryptography.exceptions import InvalidTag
from pydantic import BaseModel, ValidationError

from services.console.people.cookies import hashed, new_secret
from services.console.people.provider import Asked
from services.console.people.sessions import PATIENCE_SECONDS, Pools
from shared.clock import Clock
from shared.patience import in_time
from shared.sealing import seal_bytes, unseal_bytes

SOON = timedelta(minutes=15)
_BOUND_TO = "sign-in"
MOST = 5_000  # at once: more than all people of a partnership, and no burden to the database
_KEEP = """
INSERT INTO people.sign_in (state_hash, browser_hash, begun_at, box)
SELECT $1::bytea, $2::bytea, $3::timestamptz, $4::bytea
WHERE (SELECT count(*) FROM people.sign_in) < $5
RETURNING true
"""
_OLD = "DELETE FROM people.sign_in WHERE begun_at < $1"
# Taken, so that it cannot come back twice; whatever else is wrong with it.
_TAKE = "DELETE FROM people.sign_in WHERE state_hash = $1 RETURNING browser_hash, begun_at, box"


class Begun(BaseModel):
    """`back`: where they were. `max_age`: seconds, where they must prove anew who they are."""

    issuer: str
    back: str
    nonce: str
    verifier: str
    max_age: int | None = None

    @classmethod
    def new(cls, issuer: str, back: str, max_age: int | None) -> Self:
        return cls(issuer=issuer, back=back, nonce=new_secret(), verifier=new_secret(), max_age=max_age)

    def asked(self, state: str) -> Asked:
        return Asked(state, self.nonce, self.verifier, self.max_age)


class NotBegun(Exception):
    """Not here, not by this browser, too long ago, or come back before."""


class TooManyBegun(Exception):
    """Somebody begins sign-ins and does not end them: there is room again within a quarter of an hour."""


class SignIns:
    """Each method raises TimeoutError or one of shared.faults.OURS when the database is away."""

    def __init__(self, log: Pools, clock: Clock, key: bytes) -> None:
        self._log = log
        self._clock = clock
        self._key = key

    async def keep(self, state: str, browser: str, begun: Begun) -> None:
        """By its state it is known when it comes back. Raises TooManyBegun."""
        now = self._clock.now()
        box = seal_bytes(begun.model_dump_json().encode(), _BOUND_TO, self._key)
        await in_time(self._log.pool.execute(_OLD, now - SOON), PATIENCE_SECONDS)
        row = (hashed(state), hashed(browser), now, box)
        if not await in_time(self._log.pool.fetchval(_KEEP, *row, MOST), PATIENCE_SECONDS):
            raise TooManyBegun

    async def take(self, state: str, browser: str) -> Begun:
        """Raises NotBegun."""
        found = await in_time(self._log.pool.fetchrow(_TAKE, hashed(state)), PATIENCE_SECONDS)
        if found is None or not browser or found["browser_hash"] != hashed(browser):
            raise NotBegun
        if self._clock.now() - found["begun_at"] > SOON:
            raise NotBegun
        try:
            return Begun.model_validate_json(unseal_bytes(found["box"], _BOUND_TO, self._key))
        except (InvalidTag, ValidationError):
            raise NotBegun from None

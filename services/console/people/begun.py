"""Sign-ins that were begun: each may come back once, soon, and to the browser that began it."""

import hashlib
from datetime import timedelta

from cryptography.exceptions import InvalidTag
from pydantic import BaseModel, ValidationError

from services.console.people.cookies import new_secret
from services.console.people.provider import Asked
from services.console.people.sessions import PATIENCE_SECONDS, Pools
from shared.clock import Clock
from shared.patience import in_time
from shared.sealing import seal_bytes, unseal_bytes

SOON = timedelta(minutes=15)
_BOUND_TO = "sign-in"
_KEEP = "INSERT INTO people.sign_in (state_hash, browser_hash, begun_at, box) VALUES ($1, $2, $3, $4)"
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

    def asked(self, state: str) -> Asked:
        return Asked(state, self.nonce, self.verifier, self.max_age)


class NotBegun(Exception):
    """Not here, not by this browser, too long ago, or come back before."""


class SignIns:
    """Each method raises TimeoutError or one of shared.faults.OURS when the database is away."""

    def __init__(self, log: Pools, clock: Clock, key: bytes) -> None:
        self._log = log
        self._clock = clock
        self._key = key

    async def begin(self, browser: str, issuer: str, back: str, max_age: int | None) -> tuple[str, Begun]:
        """Its state, by which it is known when it comes back."""
        state, now = new_secret(), self._clock.now()
        begun = Begun(issuer=issuer, back=back, nonce=new_secret(), verifier=new_secret(), max_age=max_age)
        box = seal_bytes(begun.model_dump_json().encode(), _BOUND_TO, self._key)
        await in_time(self._log.pool.execute(_OLD, now - SOON), PATIENCE_SECONDS)
        await in_time(self._log.pool.execute(_KEEP, _hash(state), _hash(browser), now, box), PATIENCE_SECONDS)
        return state, begun

    async def take(self, state: str, browser: str) -> Begun:
        """Raises NotBegun."""
        found = await in_time(self._log.pool.fetchrow(_TAKE, _hash(state)), PATIENCE_SECONDS)
        if found is None or not browser or found["browser_hash"] != _hash(browser):
            raise NotBegun
        if self._clock.now() - found["begun_at"] > SOON:
            raise NotBegun
        try:
            return Begun.model_validate_json(unseal_bytes(found["box"], _BOUND_TO, self._key))
        except (InvalidTag, ValidationError):
            raise NotBegun from None


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()

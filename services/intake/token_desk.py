"""Gives an agency a token for what it proved itself with, once: the key is its own, and it is not suspended."""

from pathlib import Path

from shared import suspended
from shared.agency_keys import AgencyKeys
from shared.clock import Clock
from shared.identity.assertions import Asserted, asserted
from shared.identity.minting import Signer, minted, signer
from shared.identity.refused import NotVerified
from shared.service import Service

SECONDS = 300
ISSUER = "intake"
AUDIENCES = ("intake", "reviews")  # where agencies have anything to do
# It needs no lock: of two at once, at whichever instances, one finds the other's row.
_FIRST = """
INSERT INTO agencies.used_assertion (agency, jti, expires_at) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING RETURNING true
"""
_SWEEP = "DELETE FROM agencies.used_assertion WHERE expires_at < $1::timestamptz - interval '5 minutes'"


class TokenDesk:
    """Keys are looked up in the partnership's file as it is now. `clock` is the wall's."""

    def __init__(self, service: Service, signing: Path | None, partnership: Path, at: str, clock: Clock) -> None:
        """`signing`: the file of the key to sign with. `at`: the address that an assertion must name.

        Raises OSError and KeyRefused for a signing key that cannot be used.
        """
        self._service = service
        self._signer: Signer | None = signer(ISSUER, signing) if signing else None
        self._keys = AgencyKeys(partnership)
        self._at = at
        self._clock = clock

    @property
    def opens(self) -> bool:
        """Without a key to sign with there are no tokens here."""
        return self._signer is not None

    def proved(self, assertion: str) -> Asserted:
        """Raises NotVerified, and KeysUnreadable while nobody can be told from anybody."""
        return asserted(assertion, keys=self._keys.whose, audience=self._at, clock=self._clock)

    async def token(self, proved: Asserted, audience: str) -> str:
        """For five minutes and one service. Raises NotVerified, and what a database that is away raises."""
        assert self._signer is not None
        if proved.agency in await suspended.suspended(self._service.log.pool):
            raise NotVerified("revoked")
        await self._use(proved)
        return minted(
            self._signer,
            actor=f"agency:{proved.agency}",
            audience=audience,
            clock=self._clock,
            roles=("agency contributor",),
            org=proved.agency,
            seconds=SECONDS,
            via=proved.key,
        )

    async def _use(self, proved: Asserted) -> None:
        """Raises NotVerified for one that was used before."""
        pool = self._service.log.pool
        await pool.execute(_SWEEP, self._clock.now())
        if not await pool.fetchval(_FIRST, proved.agency, proved.id, proved.expires_at):
            raise NotVerified("replayed")

"""What somebody began to type and has not sent: sealed, theirs alone, there again after a closed tab.

A draft is no fact: it is in this database alone, in no event, and goes when it is sent, thrown away or old.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from pydantic import BaseModel

from services.console.typed import File, Sent
from shared.application import Application
from shared.faults import OURS
from shared.keys import Erased
from shared.patience import in_time
from shared.sealing import seal_bytes, unseal_bytes

PATIENCE_SECONDS = 3.0
KEPT = timedelta(days=30)
MOST_SHOWN = 100
# Of a case that was erased meanwhile nothing is kept, whoever still has its form open.
_KEEP = """
INSERT INTO log.draft (id, who, path, title, subject, kept_at, box)
SELECT $1::uuid, $2::text, $3::text, $4::text, $5::text, $6::timestamptz, $7::bytea
WHERE NOT EXISTS (SELECT FROM log.erased WHERE key_id = $5::text)
ON CONFLICT (id) DO UPDATE SET who = excluded.who, kept_at = excluded.kept_at, box = excluded.box
WHERE draft.who IN ('', excluded.who)
"""
# Whoever had not said who they were gets what they typed as soon as they say it.
_CLAIM = "UPDATE log.draft SET who = $2 WHERE id = $1 AND who IN ('', $2) RETURNING box"
_OF = "SELECT id, path, title, subject, kept_at FROM log.draft WHERE who = $1 ORDER BY kept_at DESC LIMIT $2"
_OLD = "DELETE FROM log.draft WHERE kept_at < $1"


@dataclass(frozen=True)
class Place:
    """Where a draft belongs. `path`: of its form, `subject`: its case or empty, `title`: our own words."""

    path: str
    title: str
    subject: str = ""


@dataclass(frozen=True)
class Draft:
    """As it stands in a list: nothing of what was typed."""

    id: UUID
    path: str
    title: str
    subject: str
    kept_at: datetime


class _Content(BaseModel):
    fields: dict[str, str]
    file: File | None = None


class Drafts:
    """Keeps as well as it can: with the database away a form goes on without."""

    def __init__(self, application: Application) -> None:
        self._service = application.service
        self._key = self._service.keyring.key_for("cspr console drafts")

    async def keep(self, id_: str, who: str, place: Place, what: Sent) -> str:
        """The id it is kept under: another, where that one is somebody else's. Empty: it could not be kept."""
        try:
            wanted = UUID(id_)
        except ValueError:
            wanted = uuid4()
        content = _Content(fields=what.fields, file=what.file).model_dump_json().encode()
        try:
            return str(await in_time(self._keep(wanted, who, place, content), PATIENCE_SECONDS))
        except (Erased, *OURS):
            return ""

    async def opened(self, id_: str, who: str) -> Sent | None:
        """What was typed, for whoever it belongs to. None: there is no such draft, or it cannot be read now."""
        try:
            wanted = UUID(id_)
            await self._forget_the_old()
            box = await in_time(self._service.log.pool.fetchval(_CLAIM, wanted, who), PATIENCE_SECONDS)
            found = _Content.model_validate_json(unseal_bytes(box, str(wanted), self._key)) if box else None
        except (ValueError, InvalidTag, *OURS):
            return None
        return Sent(found.fields, found.file) if found else None

    async def of(self, who: str) -> list[Draft]:
        """This person's, the last touched first. Raises one of shared.faults.OURS."""
        await self._forget_the_old()
        rows = await in_time(self._service.log.pool.fetch(_OF, who, MOST_SHOWN), PATIENCE_SECONDS)
        return [Draft(**row) for row in rows] if who else []

    async def begun(self, who: str, place: Place) -> list[Draft]:
        """What they began of the same and did not send; nothing where that cannot be read now."""
        try:
            return [
                each for each in await self.of(who) if (each.path, each.subject) == (place.path, place.subject)
            ]
        except OURS:
            return []

    async def discard(self, id_: str, who: str) -> None:
        """Theirs or nobody's. What is not there is gone already."""
        query = "DELETE FROM log.draft WHERE id = $1 AND who IN ('', $2)"
        try:
            await in_time(self._service.log.pool.execute(query, UUID(id_), who), PATIENCE_SECONDS)
        except (ValueError, *OURS):
            return

    async def _forget_the_old(self) -> None:
        """Before any is kept, listed or opened: one that nobody typed after is not read for longer than others."""
        before = self._service.clock.now() - KEPT
        await in_time(self._service.log.pool.execute(_OLD, before), PATIENCE_SECONDS)

    async def _keep(self, id_: UUID, who: str, place: Place, content: bytes) -> UUID:
        now, pool = self._service.clock.now(), self._service.log.pool
        await self._forget_the_old()
        for each in (id_, uuid4()):
            box = seal_bytes(content, str(each), self._key)
            asked = (each, who, place.path, place.title, place.subject, now, box)
            if await pool.execute(_KEEP, *asked) == "INSERT 0 1":
                return each
        if await pool.fetchval("SELECT EXISTS (SELECT FROM log.erased WHERE key_id = $1)", place.subject):
            raise Erased
        raise RuntimeError("an id made by chance was taken")

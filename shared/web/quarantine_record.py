"""What a record that was set aside says, to a person who says what for: that is recorded first."""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from shared.decider import Refused
from shared.edge import BadInput
from shared.events.base import Opening, RecordQuarantined
from shared.quarantine import OpenRecord, as_bytes, subject_of
from shared.service import Service
from shared.web.commands import Actor
from shared.web.problems import documented

What = Annotated[Opening, Query(description="What it is read for: kept with who read it, and when")]
_Headers = tuple[tuple[str, str], ...]


class RecordRead(BaseModel):
    """`text`: its bytes as UTF-8, with U+FFFD for what is none; then `is_text` is false. Headers likewise."""

    quarantine: UUID
    text: str
    is_text: bool
    headers: list[tuple[str, str]]


def add_record(router: APIRouter, service: Service) -> None:
    @router.get("/quarantine/{quarantine_id}/record", responses=documented(404, 422, 503))
    async def read_record(quarantine_id: UUID, purpose: What, actor: Actor, response: Response) -> RecordRead:
        """What it says, in the clear: it may tell of a child. That it was opened is recorded first."""
        if not actor.startswith("person:") or actor == "person:":
            raise BadInput(("/header/Actor", "must be person:…"))
        opening = OpenRecord(purpose=purpose)
        await service.do(subject_of(quarantine_id), opening, actor=actor, cause=uuid4())
        response.headers.update({"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"})
        return await _read(service, await _came(service, quarantine_id), purpose)


async def _came(service: Service, id_: UUID) -> RecordQuarantined:
    for recorded in await service.log.about(subject_of(id_)):
        if isinstance(recorded.data, RecordQuarantined):
            return recorded.data
    raise Refused("no-such-record", "No record with this id was set aside here.")


async def _read(service: Service, came: RecordQuarantined, purpose: Opening) -> RecordRead:
    pool, keyring = service.log.pool, service.keyring
    content = as_bytes(await keyring.open(pool, came.record, str, purpose))
    headers = await keyring.open(pool, came.headers, _Headers, purpose) if came.headers else ()
    text = content.decode("utf-8", "replace")
    told = [(name, as_bytes(value).decode("utf-8", "replace")) for name, value in headers]
    return RecordRead(quarantine=came.quarantine, text=text, is_text=text.encode() == content, headers=told)

"""Agencies' returns opened for whoever may see them: staff all, an agency its own, the others' once they met."""

from collections.abc import AsyncIterator, Iterable

from pydantic import BaseModel

from services.reviews.case_known import Gathered
from services.reviews.chronology import Entry, Told
from shared.purposes import Own
from shared.sealed import Sealed
from shared.service import Service


class Return(BaseModel):
    """One agency's return; what it told is None until it has told it. `entries`: also those of its last file."""

    agency: str
    revision: int = 0
    involvement: str | None = None
    key_episodes: str | None = None
    good_practice: str | None = None
    immediate_action: str | None = None
    entries: int = 0


async def returns(service: Service, gathered: Gathered, actor: str) -> list[Return]:
    return [await _return(service, agency, gathered) for agency in gathered.seen_by(actor)]


async def _return(service: Service, agency: str, gathered: Gathered) -> Return:
    told, entries = gathered.told.get(agency), len(gathered.entries_of(agency))
    if told is None:
        return Return(agency=agency, entries=entries)
    parts = ("involvement", "key_episodes", "good_practice", "immediate_action")
    opened = {name: await _open(service, sealed, "gathering") for name in parts if (sealed := getattr(told, name))}
    return Return(agency=agency, revision=told.revision, entries=entries, **opened)


async def entries(
    service: Service, gathered: Gathered, agencies: Iterable[str], purpose: Own
) -> AsyncIterator[Entry]:
    """What these agencies told, in no order. `Gathered.seen_by` says whose may be read."""
    for agency in agencies:
        for each in gathered.entries_of(agency):
            content = await _open(service, each.content, purpose)
            yield Entry(each.entry, agency, Told.model_validate_json(content))


async def _open(service: Service, sealed: Sealed[str], purpose: Own) -> str:
    return await service.keyring.open(service.log.pool, sealed, str, purpose)

"""What happened on a case, when, and who did it. Read from the log itself: it needs no table. Opens no seal."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from services.console.words import happened, particulars
from shared.events import need
from shared.events.base import Recorded

NOT_TOLD = "not told"


class Entry(BaseModel):
    """One event in plain words, and only what is not sealed. `because`: what another service had said."""

    at: datetime
    source: str
    what: str
    particulars: str
    actor: str
    because: str = ""


def after(known: Sequence[Recorded], source: str, version: int, name_of: Callable[[str], str]) -> list[Entry]:
    """What one service said of it after that version, as far as it was heard here."""
    new = {recorded.id for recorded in known if recorded.source == source and recorded.version > version}
    return entries(known, name_of, only=new)


def entries(
    known: Sequence[Recorded],
    name_of: Callable[[str], str],
    only: Collection[UUID] | None = None,
    erased: bool = False,
) -> list[Entry]:
    """Of an `erased` case it is not told who was let in or kept out, or did it: they may be one person.

    By time; of one instant, what an event builds on comes before it. `name_of` names a recipient.

    `known` stands in the order in which we learned it, which keeps causes before effects.
    """
    said = {recorded.id: recorded for recorded in known}
    return [
        Entry(
            at=recorded.time,
            source=recorded.source,
            what=happened(recorded.type),
            particulars=particulars(recorded.data, name_of),
            actor=NOT_TOLD if erased and isinstance(recorded.data, need.EVENTS) else recorded.actor,
            because=_because(recorded, said),
        )
        for recorded in sorted(known, key=lambda recorded: recorded.time)
        if only is None or recorded.id in only
    ]


def _because(recorded: Recorded, said: Mapping[UUID, Recorded]) -> str:
    """What another service had said; what one command said at once has one cause, and needs no telling."""
    cause = said.get(recorded.cause)
    return happened(cause.type) if cause and cause.source != recorded.source else ""

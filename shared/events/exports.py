"""Files of many cases: asked for by one person, approved by another. The console's own: it has no topic."""

from datetime import date
from uuid import UUID

from shared.events.base import Event
from shared.sealed import Sealed


class ExportAsked(Event):
    """The first of two people says which cases they need as a file, and what for.

    `filters`: the search as the list of cases has it in its address. What somebody looks for may be anybody's
    name, so it is sealed; `filtered_by` names the filters alone.
    """

    export: UUID
    asked_by: str
    filters: Sealed[str]
    filtered_by: tuple[str, ...]
    purpose: Sealed[str]


class ExportApproved(Event):
    """Another person agrees: whoever asked may fetch it, until the end of that day in London."""

    export: UUID
    approved_by: str
    until_on: date


class ExportDeclined(Event):
    """Nobody may fetch it, or nobody any more."""

    export: UUID
    declined_by: str
    reasons: Sealed[str]


class ExportTaken(Event):
    """It was fetched: said each time, before anything of it is shown."""

    export: UUID
    taken_by: str


class ExportPurged(Event):
    """So many days after its end what it was for, its search and why it was declined were destroyed with its key.

    The days are those of the retention table. Who asked, who decided and when it was fetched stay.
    """

    export: UUID
    kept_days: int


EVENTS: tuple[type[Event], ...] = (ExportAsked, ExportApproved, ExportDeclined, ExportTaken, ExportPurged)

"""What officers wrote when they decided or corrected something on a case, opened again.

Called for a person who has said what for. Nothing of it may be kept, logged or cached.
"""

from datetime import datetime

from pydantic import BaseModel

from shared.event_log import Database
from shared.events.amendments import AMENDMENTS
from shared.events.base import Recorded
from shared.events.intake import IncidentReported
from shared.keys import Keyring
from shared.sealed import Sealed

_WRITTEN = ("stated_grounds", "reasons", "reason", "information")
_AN_AGENCYS = (IncidentReported, *AMENDMENTS)  # read with its report


class Reason(BaseModel):
    """`event` is its type. `text` by what it is: `grounds`, `reasons`, `reason` or `information`."""

    at: datetime
    event: str
    by: str
    text: dict[str, str]


async def reasons_told(keyring: Keyring, db: Database, known: list[Recorded], source: str) -> list[Reason]:
    """Of all that this service's officers said of the case, the oldest first."""
    found = [
        Reason(at=recorded.time, event=recorded.type, by=recorded.actor, text=await _text(keyring, db, recorded))
        for recorded in known
        if recorded.source == source and not isinstance(recorded.data, _AN_AGENCYS)
    ]
    return [reason for reason in found if reason.text]


async def _text(keyring: Keyring, db: Database, recorded: Recorded) -> dict[str, str]:
    sealed = {name: getattr(recorded.data, name, None) for name in _WRITTEN}
    return {
        name.removeprefix("stated_"): await keyring.open(db, value, str)
        for name, value in sealed.items()
        if isinstance(value, Sealed)
    }

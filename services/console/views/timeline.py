"""What happened on a case, when, and who did it. Read from the log itself: it needs no table. Opens no seal."""

from collections.abc import Callable
from datetime import datetime

from pydantic import BaseModel

from services.console.words import happened, particulars
from shared.event_log import EventLog


class Entry(BaseModel):
    """One event in plain words. `particulars` tells only what is not sealed."""

    at: datetime
    source: str
    what: str
    particulars: str
    actor: str


async def of_case(log: EventLog, subject: str, name_of: Callable[[str], str]) -> list[Entry]:
    """By time; of one instant, what an event builds on comes before it. `name_of` names a recipient."""
    known = await log.about(subject)  # in the order we learned it, which keeps causes before effects
    return [
        Entry(
            at=recorded.time,
            source=recorded.source,
            what=happened(recorded.type),
            particulars=particulars(recorded.data, name_of),
            actor=recorded.actor,
        )
        for recorded in sorted(known, key=lambda recorded: recorded.time)
    ]

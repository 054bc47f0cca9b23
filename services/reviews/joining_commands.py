"""What staff say of a composite chronology: which of its entries tell of one event, and which do not after all."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.decider import Command


class JoinEntries(Command):
    """These entries tell of one event, whatever their agencies call it: days told differently are marked then.

    What each was joined with before is joined, too. A return that is sent anew has new entries: join those again.
    """

    entries: Annotated[tuple[UUID, ...], Field(min_length=2, max_length=50)]


class SeparateEntries(Command):
    """These were joined with others, and tell of another event. What agencies gave one code stays alike."""

    entries: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=50)]


JOINING = (JoinEntries, SeparateEntries)

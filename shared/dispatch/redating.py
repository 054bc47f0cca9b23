"""A duty was counted again, for a holiday was proclaimed or taken back: what is still to be sent for it follows.

Sending late would miss the new date, and a doubt that nobody resolves ends one working day before it.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

from shared.calendar import calendar_of
from shared.dispatch.state import Dispatch, Dispatches
from shared.events.base import Event
from shared.events.dispatch import DispatchRedated
from shared.events.duties import DeadlineRecomputed
from shared.office import opens_before

_ON_ITS_WAY = ("due", "attempted", "in doubt")


class Owed(Protocol):
    """A duty, as far as it concerns us."""

    @property
    def owed_to(self) -> str: ...


def with_dispatches(said: Sequence[Event], duties: Mapping[UUID, Owed], dispatches: Dispatches) -> list[Event]:
    """`said`, and after it the new date of each dispatch that was to meet one of the duties counted again."""
    redated = [
        _redated(it, event)
        for event in said
        if isinstance(event, DeadlineRecomputed)
        for it in dispatches.values()
        if it.recipient == duties[event.duty].owed_to and it.due_on == event.old.due_on
        if it.state in _ON_ITS_WAY
    ]
    return [*said, *redated]


def _redated(it: Dispatch, counted: DeadlineRecomputed) -> DispatchRedated:
    new = counted.new
    again = opens_before(new.due_on, 1, calendar_of(new.calendar).guessing())
    return DispatchRedated(
        dispatch=it.id,
        due_on=new.due_on,
        calendar=new.calendar,
        resend_at=again if it.state == "in doubt" else None,
    )

"""A duty was counted again, for a holiday was proclaimed or taken back: what is still to be sent for it follows.

Sending late would miss the new date, and a doubt that nobody resolves ends one working day before it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from shared.calendar import calendar_of
from shared.deadline import Due
from shared.dispatch.state import Dispatch, Dispatches
from shared.events.base import Event
from shared.events.dispatch import DispatchRedated
from shared.events.duties import DeadlineRecomputed
from shared.office import opens_before

_TO_FOLLOW = ("due", "attempted", "in doubt", "refused")  # what was refused may be sent again, by the same date


class Owed(Protocol):
    """A duty, as far as it concerns us."""

    @property
    def owed_to(self) -> str: ...


def with_dispatches(said: Sequence[Event], duties: Mapping[UUID, Owed], dispatches: Dispatches) -> list[Event]:
    """`said`, and after it the new date of each dispatch that was to meet one of the duties counted again."""
    redated = [
        _redated(it, event)
        for event in said
        if isinstance(event, DeadlineRecomputed) and _moved(event)
        for it in dispatches.values()
        if it.recipient == duties[event.duty].owed_to and it.due_on == event.old.due_on
        if it.state in _TO_FOLLOW
    ]
    return [*said, *redated]


def _moved(counted: DeadlineRecomputed) -> bool:
    """Not where only the days by which what was missed is late are fewer."""
    old, new = counted.old, counted.new
    return old.due_on != new.due_on or _last_chance(old) != _last_chance(new)


def _last_chance(due: Due) -> datetime:
    """When what is in doubt goes again: the day before may be a holiday now though the date stays."""
    return opens_before(due.due_on, 1, calendar_of(due.calendar).guessing())


def _redated(it: Dispatch, counted: DeadlineRecomputed) -> DispatchRedated:
    new = counted.new
    return DispatchRedated(
        dispatch=it.id,
        due_on=new.due_on,
        calendar=new.calendar,
        resend_at=_last_chance(new) if it.state == "in doubt" else None,
    )

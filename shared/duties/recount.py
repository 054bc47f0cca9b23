"""What a proclaimed holiday does to an open duty: its date is counted again, by event, and the old one is kept."""

from datetime import date
from uuid import UUID

from shared.calendar import BeyondCalendar
from shared.decider import Command, Refused
from shared.duties.duty import Duties
from shared.events.base import Event
from shared.events.duties import DeadlineRecomputed
from shared.proclaimed import Holiday, recounted


class RecountDeadline(Command):
    """From the worker: these holidays were proclaimed. `until`: of a missed date, today in London."""

    duty: UUID
    holidays: tuple[Holiday, ...]
    until: date | None = None


def decide(command: RecountDeadline, duties: Duties) -> list[Event]:
    """Nothing for what was met or fell away, nor for holidays that it was counted by already.

    Raises Refused when the date would lie beyond the known holidays: it stays as it is, and the worker shows it.
    """
    duty = duties.get(command.duty)
    if duty is None or not duty.open:
        return []
    try:
        found = recounted(duty.due, command.holidays, command.until)
    except BeyondCalendar:
        raise Refused("beyond-the-calendar", "The date would lie beyond the holidays that are known.") from None
    if found is None:
        return []
    return [DeadlineRecomputed(duty=duty.id, old=duty.due, new=found.due, because=found.because)]

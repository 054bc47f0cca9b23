"""What an agency is told of the return to a rapid review that it is asked for. Nothing here names a child.

On streams of their own, `feedback/<agency>`. Topics: reviews.events, and copied to partner.<agency>.feedback.
"""

from datetime import date
from uuid import UUID

from shared.events.base import Event
from shared.events.gathering import ChaseStep


class ReturnAsked(Event):
    """To the agency: tell the rapid review of this case what you know, by this day."""

    case: str
    agency_return: UUID
    due_on: date


class ReturnChased(Event):
    """To the agency: your return has not come, and its day is near, or over."""

    case: str
    agency_return: UUID
    step: ChaseStep
    due_on: date


class ReturnReceived(Event):
    """To the agency: we have your return. Each later one takes the place of that before it."""

    case: str
    agency_return: UUID
    revision: int


class ReturnNoLongerAsked(Event):
    """To the agency: the rapid review ended, and no return is asked of you."""

    case: str
    agency_return: UUID


class ReturnRefused(Event):
    """To the agency: this record could not be taken in; an officer will look at it."""

    quarantine: UUID
    offset: int  # of the record, on the agency's own topic of returns
    reason: str
    pointer: str


EVENTS = (ReturnAsked, ReturnChased, ReturnReceived, ReturnNoLongerAsked, ReturnRefused)

"""A request for a copy, as its events leave it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid5

from shared.dispatch import life as dispatching
from shared.dispatch.life import Dispatches
from shared.duties import life as duties
from shared.duties.life import Duties, Duty
from shared.events.base import Event
from shared.events.requests import (
    CopyRequested,
    CopySupplied,
    InformationRequestRecognised,
    RequestAcknowledged,
    RequestRefused,
)

Standing = Literal["none", "received", "acknowledged", "supplied", "refused"]


@dataclass(frozen=True)
class Request:
    id: UUID | None = None
    standing: Standing = "none"
    requested_at: datetime | None = None
    information_request: bool = False
    answered_by_mail: bool = False
    supplied: CopySupplied | None = None
    duties: Duties = field(default_factory=dict)
    dispatches: Dispatches = field(default_factory=dict)

    @property
    def owed(self) -> Duty | None:
        """The answer that the Freedom of Information Act asks for, if it is such a request."""
        return self.duties.get(uuid5(self.id, "duty/foi")) if self.id else None


def evolve(it: Request, event: Event) -> Request:
    match event:
        case CopyRequested():
            return _received(it, event)
        case RequestAcknowledged():
            return replace(it, standing="acknowledged")
        case InformationRequestRecognised():
            return replace(it, information_request=True)
        case CopySupplied():
            return replace(it, standing="supplied", supplied=event)
        case RequestRefused():
            return replace(it, standing="refused", supplied=None)
        case _:
            return _slices(it, event) if it.id else it


def _received(it: Request, event: CopyRequested) -> Request:
    return replace(
        it,
        id=event.request,
        standing="received",
        requested_at=event.requested_at,
        information_request=event.information_request,
        answered_by_mail=event.answered_by_mail,
    )


def _slices(it: Request, event: Event) -> Request:
    """What each remembers by itself."""
    return replace(
        it,
        duties=duties.evolve(it.duties, event),
        dispatches=dispatching.evolve(it.dispatches, event),
    )

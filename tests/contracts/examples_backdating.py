"""One good example of everything that is said of a time that awaits a second signature."""

from datetime import UTC, date, datetime
from uuid import UUID

from shared.events.backdating import (
    BackdatingConfirmed,
    BackdatingLapsed,
    BackdatingProposed,
    BackdatingRefused,
)
from shared.events.base import Event
from shared.sealed import Sealed
from tests import examples as ex

PROPOSAL = UUID(int=0x81)

# Of Thu 2 April Mon 13 April; of Tue 7 April Tue 14 April. Later, so it does not count yet.
proposed = BackdatingProposed(
    proposal=PROPOSAL,
    proposed_by="person:service-manager",
    clock="awareness",
    previous=ex.AWARE_AT,
    at=datetime(2026, 4, 7, 9, 30, tzinfo=UTC),
    counts_from=ex.AWARE_AT,
    previous_due_on=ex.DUE_ON,
    due_on=date(2026, 4, 14),
    reason=Sealed.of("The call on Thursday was about another child."),
)
confirmed = BackdatingConfirmed(proposal=PROPOSAL, clock="awareness", confirmed_by="person:assistant-director")
refused = BackdatingRefused(
    proposal=PROPOSAL, clock="awareness", reasons=Sealed.of("The call was about this child.")
)
lapsed = BackdatingLapsed(proposal=PROPOSAL, clock="awareness", because="proposed otherwise")

BACKDATING: tuple[Event, ...] = (proposed, confirmed, refused, lapsed)

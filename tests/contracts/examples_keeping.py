"""One good example of everything that intake says about how long a case is kept, on the case of tests/examples."""

from datetime import date
from uuid import UUID

from shared.events.base import Event
from shared.events.keeping import (
    CaseErased,
    ErasureDeclined,
    ErasureProposed,
    LegalHoldLifted,
    LegalHoldPut,
    RecordClassed,
)
from shared.sealed import Sealed
from tests import examples as ex

HOLD, PROPOSAL = UUID(int=0x71), UUID(int=0x72)
CLOSED_ON, KEEP_UNTIL = date(2026, 5, 6), date(2061, 5, 6)

classed = RecordClassed(record_class="child protection", reason=Sealed.of("There was a child protection plan."))
hold_put = LegalHoldPut(hold=HOLD, ground="inquest", reason=Sealed.of("The coroner asks for everything."))
hold_lifted = LegalHoldLifted(hold=HOLD, reason=Sealed.of("The inquest is over."))
proposed = ErasureProposed(
    proposal=PROPOSAL,
    record_class="child protection",
    closed_on=CLOSED_ON,
    keep_until=KEEP_UNTIL,
    cases=(ex.CASE,),
    proposed_by="person:records-officer",
    reason=Sealed.of("Its years have run."),
)
declined = ErasureDeclined(proposal=PROPOSAL, reason=Sealed.of("A brother has asked for his file."))
erased = CaseErased(
    proposal=PROPOSAL,
    record_class="child protection",
    closed_on=CLOSED_ON,
    keep_until=KEEP_UNTIL,
    proposed_by="person:records-officer",
    approved_by="person:service-manager",
    cases=(ex.CASE,),
    keys=(ex.CASE, f"quarantine/{ex.QUARANTINE}"),
)

KEEPING: tuple[Event, ...] = (classed, hold_put, hold_lifted, proposed, declined, erased)

"""One good example of everything that intake says about who may see a case, on the case of tests/examples."""

from datetime import UTC, date, datetime
from uuid import UUID

from shared.events.base import Event
from shared.events.need import (
    AccessEnded,
    AccessGranted,
    ConflictDeclared,
    ConflictEnded,
    GlassAlarmed,
    GlassBroken,
    GlassReviewed,
)
from shared.sealed import Sealed

GRANT, CONFLICT, OPENING = UUID(int=0x81), UUID(int=0x82), UUID(int=0x83)
REVIEWER, NURSE, NIGHT_DUTY = "person:r.reviewer", "person:j.nurse", "person:n.duty"

granted = AccessGranted(
    grant=GRANT,
    person=REVIEWER,
    purpose="practice review",
    until_on=date(2026, 10, 30),
    mail_address=Sealed.of("r.reviewer@reviews.example"),
)
ended = AccessEnded(grant=GRANT)
conflict = ConflictDeclared(
    conflict=CONFLICT, person=NURSE, kind="named in the case", reason=Sealed.of("She was on the ward that night.")
)
conflict_ended = ConflictEnded(conflict=CONFLICT, reason=Sealed.of("It was a nurse of the same name."))
broken = GlassBroken(
    opening=OPENING,
    person=NIGHT_DUTY,
    reason=Sealed.of("A brother is in the same house tonight."),
    until=datetime(2026, 4, 4, 1, 30, tzinfo=UTC),
    review_by=date(2026, 4, 7),  # the Tuesday after Easter
)
alarmed = GlassAlarmed(opening=OPENING, outcome="mailed")
reviewed = GlassReviewed(opening=OPENING, outcome="justified", note=Sealed.of("The brother was seen that night."))

NEED: tuple[Event, ...] = (granted, ended, conflict, conflict_ended, broken, alarmed, reviewed)

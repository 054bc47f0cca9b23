"""One good example of every event between a text and its publication, in literals."""

from datetime import date
from uuid import UUID

from shared.events.base import Event
from shared.events.beforehand import (
    ApprovalTakenBack,
    CopyCommentsReceived,
    CopyRegardHad,
    LimitedToImprovements,
    PersonNotTold,
    PersonTold,
    PersonToTellNamed,
    PublicationApproved,
)
from shared.sealed import Sealed

PUBLICATION = UUID(int=0x3A)
PERSON, COMMENT = UUID(int=0x71), UUID(int=0x72)

BEFOREHAND: tuple[Event, ...] = (
    PersonToTellNamed(
        publication=PUBLICATION,
        person=PERSON,
        relation="parent or carer",
        name=Sealed.of("Ruth Example"),
        teller=Sealed.of("A. Keyworker"),
    ),
    PersonTold(
        publication=PUBLICATION,
        person=PERSON,
        told_on=date(2026, 12, 20),
        how="in person",
        teller=Sealed.of("A. Keyworker"),
        said=Sealed.of("Thank you."),
    ),
    PersonNotTold(
        publication=PUBLICATION,
        person=PERSON,
        decided_by="person:manager",
        reasons=Sealed.of("No address is known."),
    ),
    CopyCommentsReceived(
        publication=PUBLICATION,
        comment=COMMENT,
        recipient="national-panel",
        text_hash="cd" * 32,
        received_on=date(2026, 12, 18),
        text=Sealed.of("Page 3 could be clearer."),
    ),
    CopyRegardHad(
        publication=PUBLICATION,
        comment=COMMENT,
        outcome="the text stays",
        response=Sealed.of("It is in the briefing."),
    ),
    LimitedToImprovements(publication=PUBLICATION, decision=UUID(int=0x73), decided_on=date(2026, 12, 2)),
    PublicationApproved(
        publication=PUBLICATION,
        text_hash="cd" * 32,
        publish_on=date(2027, 1, 6),
        approved_by="person:chair",
        untold=(PERSON,),
        untold_because=Sealed.of("She is abroad until February."),
    ),
    ApprovalTakenBack(publication=PUBLICATION, because="comments came in"),
)

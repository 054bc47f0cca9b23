"""One good example of everything between a text and its publication."""

from datetime import date
from uuid import UUID

from services.publisher.beforehand import (
    ApprovePublication,
    DecideNotToTell,
    NamePersonToTell,
    RecordCopyComments,
    RecordCopyRegard,
    RecordPersonTold,
)
from shared.events.beforehand import (
    ApprovalTakenBack,
    CopyCommentsReceived,
    CopyRegardHad,
    LimitedToImprovements,
    PersonNotTold,
    PersonTold,
    PersonToTellNamed,
    PublicationApproved,
    TakenBackBecause,
)
from shared.sealed import Sealed
from tests.publisher import examples as ex

MOTHER, TEACHER = UUID(int=31), UUID(int=32)
COMMENT = UUID(int=41)
APPROVER = "person:independent-chair"
TOLD_ON = date(2026, 12, 20)

name_mother = NamePersonToTell(
    person=MOTHER, relation="parent or carer", name="Ruth Bright", teller="Ada Quill, key worker"
)
mother_named = PersonToTellNamed(
    publication=ex.PUBLICATION,
    person=MOTHER,
    relation="parent or carer",
    name=Sealed.of("Ruth Bright"),
    teller=Sealed.of("Ada Quill, key worker"),
)
tell_mother = RecordPersonTold(
    person=MOTHER, told_on=TOLD_ON, how="in person", teller="Ada Quill", said="She asks for the name Willow."
)
mother_told = PersonTold(
    publication=ex.PUBLICATION,
    person=MOTHER,
    told_on=TOLD_ON,
    how="in person",
    teller=Sealed.of("Ada Quill"),
    said=Sealed.of("She asks for the name Willow."),
)
leave_mother = DecideNotToTell(person=MOTHER, reasons="Her address is not known to any service.")


def mother_not_told(by: str = ex.WRITER) -> PersonNotTold:
    return PersonNotTold(
        publication=ex.PUBLICATION, person=MOTHER, decided_by=by, reasons=Sealed.of(leave_mother.reasons)
    )


approve = ApprovePublication(
    text_hash=ex.HASH, publish_on=ex.PUBLISH_ON, untold_because="Nobody of the family can be found."
)
record_comments = RecordCopyComments(
    comment=COMMENT, recipient="national-panel", received_on=TOLD_ON, text="Page 3 could be clearer."
)
comments = CopyCommentsReceived(
    publication=ex.PUBLICATION,
    comment=COMMENT,
    recipient="national-panel",
    text_hash=ex.HASH,
    received_on=TOLD_ON,
    text=Sealed.of(record_comments.text),
)
have_regard = RecordCopyRegard(comment=COMMENT, outcome="the text stays", response="It is in the briefing.")
regard_had = CopyRegardHad(
    publication=ex.PUBLICATION,
    comment=COMMENT,
    outcome="the text stays",
    response=Sealed.of(have_regard.response),
)
limited = LimitedToImprovements(publication=ex.PUBLICATION, decision=UUID(int=5), decided_on=date(2026, 12, 2))


def approved_by(person: str, *untold: UUID, because: str | None = None) -> PublicationApproved:
    return PublicationApproved(
        publication=ex.PUBLICATION,
        text_hash=ex.HASH,
        publish_on=ex.PUBLISH_ON,
        approved_by=person,
        untold=untold,
        untold_because=Sealed.of(because) if because else None,
    )


def back(because: TakenBackBecause) -> ApprovalTakenBack:
    return ApprovalTakenBack(publication=ex.PUBLICATION, because=because)

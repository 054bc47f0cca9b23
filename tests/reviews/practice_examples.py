"""A joint review and all that may be asked in a practice review, for all its tests."""

from datetime import date
from uuid import UUID, uuid5

from services.reviews.decider import deciders
from services.reviews.document_commands import KeepDocument
from services.reviews.practice_commands.closing import CloseReviews, ReopenReviews
from services.reviews.practice_commands.conducting import (
    AgreeTermsOfReference,
    ConsiderReplacement,
    InviteParticipant,
    RecordParticipantAnswer,
)
from services.reviews.practice_commands.explaining import (
    DecideNonPublication,
    NotifyDelay,
    RecordComments,
    RecordRegard,
)
from services.reviews.practice_commands.joining import CoverIncident, InitiateJointReview, TakeUpIncident
from services.reviews.practice_commands.national import (
    DecideLocalEffect,
    LocalActionAsked,
    RecordLocalActionDone,
    RecordNationalFindings,
    RecordNationalReview,
)
from services.reviews.practice_commands.supervising import (
    NoticeMissedCheck,
    RecordDraft,
    RecordRequestAnswer,
    RequestFromReviewer,
    ShareDraft,
)
from shared.decider import Command, Occasion, by_command
from shared.events.base import Event
from shared.events.documents import DocumentKept
from shared.sealed import Sealed
from shared.testing import OCCASION, SOMEBODY
from tests.reviews import examples as ex
from tests.reviews import parallel_examples as pa

JOINT = "7c1e0f37-6b1f-5c0d-9a44-2f616d9a3c5e"
OTHER = "8d2e0f37-6b1f-5c0d-9a44-2f616d9a3c5e"
LETTER, DRAFT = "cd" * 32, "ef" * 32
_DECIDERS = deciders(ex.partnership())
_BY = by_command(_DECIDERS)


def after(history: tuple[Event, ...], *commands: Command) -> tuple[Event, ...]:
    """The story with what the deciders answer to each command on top. Raises Refused."""
    for command in commands:
        decider = _DECIDERS[_BY[type(command)]]
        said = decider.decide(command, decider.state(history), Occasion(ex.LATER, SOMEBODY, OCCASION))
        history = (*history, *said)
    return history


initiate = InitiateJointReview(scope="thematic", covers=(ex.CASE, OTHER), decided_on=date(2026, 5, 4))
cover = CoverIncident(case=JOINT, practice_review=ex.PRACTICE_REVIEW)
take_up = TakeUpIncident(case=ex.CASE)
terms = AgreeTermsOfReference(version=1, agreed_on=date(2026, 5, 4), text="What was known, and by whom?")
invite = InviteParticipant(
    who="family",
    how="visit",
    invited_on=date(2026, 5, 11),
    person="The child's grandmother",
    explained="That she may speak alone or with a friend.",
)
took_part = RecordParticipantAnswer(
    involvement=uuid5(OCCASION, "involvement"),
    answer="took part",
    answered_on=date(2026, 5, 25),
    said="Nobody had asked her.",
)
missed_check = NoticeMissedCheck(due_on=date(2026, 5, 27))
request = RequestFromReviewer(
    asks="draft report",
    document_hash=LETTER,
    answer_by=date(2026, 7, 31),
)
request_answered = RecordRequestAnswer(
    request=uuid5(ex.PRACTICE_REVIEW, f"request/{LETTER}"), answered_on=date(2026, 7, 30)
)
draft = RecordDraft(document_hash=DRAFT, received_on=date(2026, 7, 30))
share = ShareDraft(document_hash=DRAFT, organisation="Portsea General Hospital", shared_on=date(2026, 8, 3))
replace_reviewer = ConsiderReplacement(decision="another is to be appointed", reasons="Half is still to be done.")
delay = NotifyDelay(process=pa.PROCESS, expected_on=date(2027, 1, 29), reasons="A trial is listed for October.")
not_publish = DecideNonPublication(
    scope="improvements only", decided_on=date(2026, 9, 30), justification="A sibling would be recognised."
)
comments = RecordComments(
    recipient="national-panel", received_on=date(2026, 9, 30), text="A summary should be public."
)
regard = RecordRegard(comment=uuid5(OCCASION, "comment"), response="A summary is drafted.")
notice = RecordNationalReview(noticed_on=date(2026, 6, 1), rationale="Of national importance.")
NATIONAL: UUID = uuid5(OCCASION, "national-review")
suspend = DecideLocalEffect(
    national_review=NATIONAL,
    effect="suspended",
    decided_on=date(2026, 6, 8),
    reasons="So that nobody is interviewed twice.",
)
go_on = suspend.model_copy(update={"effect": "goes on"})
fold_in = suspend.model_copy(update={"effect": "folded in"})
supersede = suspend.model_copy(update={"effect": "superseded"})
findings = RecordNationalFindings(
    national_review=NATIONAL,
    received_on=date(2026, 9, 1),
    actions=(
        LocalActionAsked(
            owner="Portsea General Hospital",
            due_on=date(2027, 6, 30),
            finding="Bruises are not discussed.",
            text="Discuss each bruise on the same day.",
        ),
    ),
)
action_done = RecordLocalActionDone(
    action=uuid5(OCCASION, "action/1"), done_on=date(2026, 9, 29), evidence="An audit of 40 records."
)
close = CloseReviews(closed_on=date(2026, 10, 1), reasons="All is done.")
reopen = ReopenReviews(reopened_on=date(2026, 10, 1), reasons="A sibling was harmed.")

keep_letter = KeepDocument(
    document=uuid5(OCCASION, "letter"),
    about="written request",
    sha256=LETTER,
    size=4096,
    media_type="application/pdf",
    name="Our questions",
)
letter_kept = DocumentKept(**keep_letter.model_dump(exclude={"name"}), name=Sealed.of(keep_letter.name))
led = (*ex.decided, ex.appointed, letter_kept)
ended = after((*ex.submitted, ex.appointed), ex.accept)

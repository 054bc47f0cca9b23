"""What the publisher can be asked to do."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from services.publisher import beforehand, passage
from services.publisher.briefing import Briefing
from services.publisher.care import CARE
from services.publisher.collecting import ChooseRepositoryNaming, SubmitToRepository
from services.publisher.corrections import CORRECTING
from services.publisher.held import HOLDING
from shared.deadline import Due
from shared.decider import Command
from shared.dispatch import life as dispatching
from shared.duties import life as duties
from shared.edge import Day, Line, Name, Reasons, Text, not_blank
from shared.events.anonymity import Searched
from shared.events.publisher import PublicText, ReviewKind
from shared.sealed import Sealed

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class OpenPublication(Command):
    """From a reaction: a practice review was begun, to be published within six months."""

    practice_review: UUID
    due: Due


class MakeReady(Command):
    """From a reaction: the partners accepted the report."""

    practice_review: UUID
    report_hash: str
    reviewer: Sealed[str]


class SaveDraft(Command):
    """The whole public text. Another text voids certificate, advance copies and schedule."""

    title: Name
    pseudonym: Name
    reviewer: Line = ""
    report: Reasons  # Markdown
    briefing: Briefing = ()  # six (heading, Markdown) steps
    response: Text = ""  # of the safeguarding partners; Markdown
    easy_read: Text = ""  # Markdown
    correction: Text = ""  # Markdown; once it is public: what this corrects, for readers


class SignAnonymityCertificate(Command):
    """I tried to identify the family from exactly this text, by this method, and could not."""

    text_hash: Hash
    # The motivated intruder's checklist: each was searched.
    searched: tuple[Searched, ...]
    # Of the search; it stands in the clear, so nothing about a person.
    method: Annotated[Line, Field(min_length=1), AfterValidator(not_blank)]


class SendAdvanceCopies(Command):
    """To the Panel, the Secretary of State and the inspectorate, for publication planned on this day."""

    publish_on: Day


class SchedulePublication(Command):
    """Publish at the start of this London day."""

    publish_on: Day


class Publish(Command):
    """From the worker: the day has begun. It opened the seal, for folding never does."""

    text: PublicText
    pdf_hash: str = ""
    pdf_made_with: str = ""


class PublishCorrigendum(Command):
    """From the worker: two people agreed on this text. It opened the seal, for folding never does."""

    text: PublicText
    pdf_hash: str
    pdf_made_with: str


class TakeDown(Command):
    """From the worker: the year has fully run."""


class ListPastReview(Command):
    """A review from before this system. Only its title is shown; the partnership has the text."""

    title: Name
    kind: ReviewKind
    year: Annotated[int, Field(ge=1945, le=2100)]
    archived: bool = False


REACTIONS = (OpenPublication, MakeReady, passage.LearnOfPeople, *beforehand.LIMITING, *HOLDING)
WORKER = (Publish, PublishCorrigendum, TakeDown, SubmitToRepository, passage.RecordScan)
OFFICERS = (
    SaveDraft,
    *passage.OFFICERS,
    SignAnonymityCertificate,
    SendAdvanceCopies,
    SchedulePublication,
    *beforehand.BEFOREHAND,
    *CARE,
    ChooseRepositoryNaming,
    *CORRECTING,
    *dispatching.OFFICERS,
    *duties.OFFICERS,
)

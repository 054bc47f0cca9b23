"""Progress that was not checked, written requests to the reviewer, drafts (SI 2018/789, regulation 14)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.decider import Command
from shared.edge import Day, Name
from shared.events.practice import Asked

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class NoticeMissedCheck(Command):
    """From the worker: the longest interval without a check of progress is over."""

    due_on: date


class RequestFromReviewer(Command):
    """In writing (SI 2018/789, regulation 14(3)): the document was uploaded, and is named here by its hash."""

    asks: Asked
    document_hash: Sha256
    answer_by: Day


class RecordRequestAnswer(Command):
    """The reviewer sent what was asked for."""

    request: UUID
    answered_on: Day


class RecordDraft(Command):
    """A draft of the report came in, by the SHA-256 of its bytes."""

    document_hash: Sha256
    received_on: Day


class ShareDraft(Command):
    """A draft goes to an organisation, for accuracy; unless sharing drafts is held."""

    document_hash: Sha256
    organisation: Name
    shared_on: Day

"""A national review of the same case: what it does to the local one, and what it asks for here."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.decider import Command
from shared.edge import Closed, Day, Name, Reasons
from shared.events.practice import Effect


class RecordNationalReview(Command):
    """The Panel told the partners that it reviews this case itself, and why."""

    noticed_on: Day
    rationale: Reasons


class DecideLocalEffect(Command):
    """The local review goes on, is suspended, or ends: folded into the national one, or superseded by it."""

    national_review: UUID
    effect: Effect
    decided_on: Day
    reasons: Reasons


class LocalActionAsked(Closed):
    """What a national finding asks for here."""

    owner: Name
    due_on: Day
    finding: Reasons
    text: Reasons


class RecordNationalFindings(Command):
    """The national review reported. Each finding that concerns the area becomes an action here."""

    national_review: UUID
    received_on: Day
    actions: Annotated[tuple[LocalActionAsked, ...], Field(min_length=1, max_length=100)]


class RecordLocalActionDone(Command):
    """Done, with the evidence for it."""

    action: UUID
    done_on: Day
    evidence: Reasons

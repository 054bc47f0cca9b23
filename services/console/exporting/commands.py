"""What can be asked of a file of many cases, each on a stream of its own."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.decider import Command
from shared.edge import Reasons

PURGED = "Its days are over: what it was for was destroyed. Ask for it anew."
State = Literal["asked", "approved", "declined"]


class AskExport(Command):
    """`filters`: as the address of the list has them, where one character may be twelve; empty asks for every case
    that whoever asks may list.
    """

    export: UUID
    filters: Annotated[str, Field(max_length=8_000)]
    filtered_by: tuple[str, ...]
    purpose: Reasons


class ApproveExport(Command):
    """Whoever asked may fetch it until the end of the next working day."""

    export: UUID


class DeclineExport(Command):
    """It is not to leave; where it was approved before, not any more."""

    export: UUID
    reasons: Reasons


class TakeExport(Command):
    """It is about to be shown to whoever asked for it."""

    export: UUID


class PurgeExport(Command):
    """From `exporting.purging`: its days are over, and what is sealed of it is destroyed. `stood`: how it stood
    when that was found; where somebody decided meanwhile, its days begin anew.
    """

    export: UUID
    stood: State
    kept_days: int


def subject_of(export: UUID) -> str:
    return f"export/{export}"

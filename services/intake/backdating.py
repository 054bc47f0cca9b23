"""The second signature under a time that statutory dates count from; the first is its recording or correction."""

from uuid import UUID

from shared.decider import Command
from shared.edge import Reasons


class ConfirmBackdating(Command):
    """This time is right, says another person than whoever recorded or corrected it: it counts."""

    proposal: UUID


class RefuseBackdating(Command):
    """It is not: what counted before counts again.

    Whoever proposed it may take it back while it does not count.
    """

    proposal: UUID
    reasons: Reasons


OFFICERS = (ConfirmBackdating, RefuseBackdating)

"""A case's reviews are closed, and opened again."""

from shared.decider import Command
from shared.edge import Day, Reasons


class CloseReviews(Command):
    """Nothing is open any more. Refused with all that still is, at once."""

    closed_on: Day
    reasons: Reasons


class ReopenReviews(Command):
    """The case is open again."""

    reopened_on: Day
    reasons: Reasons

"""Why publication is late or does not happen, what the Panel and the Secretary of State say of that."""

from uuid import UUID

from shared.decider import Command
from shared.edge import Code, Day, Reasons
from shared.events.practice import NotPublished


class NotifyDelay(Command):
    """Tell the Panel and the Secretary of State why publication may be late. The due date does not move."""

    process: UUID | None = None
    expected_on: Day | None = None
    reasons: Reasons


class DecideNonPublication(Command):
    """Publish improvements only, or nothing; the Panel and the Secretary of State are sent the justification."""

    scope: NotPublished
    decided_on: Day
    justification: Reasons


class RecordComments(Command):
    """What the Panel or the Secretary of State says of a delay or of not publishing."""

    recipient: Code
    received_on: Day
    text: Reasons


class RecordRegard(Command):
    """The partners had regard to a comment."""

    comment: UUID
    response: Reasons

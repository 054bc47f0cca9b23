"""What can be asked about how long a case is kept, and about its end."""

from uuid import UUID

from shared.clearance import Clearance
from shared.decider import Command
from shared.edge import Reasons
from shared.events.keeping import HoldGround, JointText, RecordClass


class ClassRecord(Command):
    """What kind of record this case is, which says how many years it is kept. Until then: the longest."""

    record_class: RecordClass
    reason: Reasons


class PutLegalHold(Command):
    """Nothing of this case may be destroyed until this is lifted, whatever is due. Several may stand at once."""

    ground: HoldGround
    reason: Reasons


class LiftLegalHold(Command):
    """This reason to keep everything is gone. Other holds stand."""

    hold: UUID
    reason: Reasons


class DeclineErasure(Command):
    """It is kept for now. Whoever proposed it may take it back with this, too."""

    proposal: UUID
    reason: Reasons


class ProposeErasure(Command):
    """The first signature, by what the publisher stated of the case."""

    clearance: Clearance
    joint_text: JointText | None = None
    reason: Reasons


class ApproveErasure(Command):
    """The second signature, by anybody who proposed no version of it. What is destroyed cannot be had back.

    `records`: what was set aside and then taken in as one of the cases; its key goes too.
    """

    proposal: UUID
    clearance: Clearance
    records: tuple[UUID, ...] = ()


OFFICERS = (ClassRecord, PutLegalHold, LiftLegalHold, DeclineErasure)
COMMANDS = (*OFFICERS, ProposeErasure, ApproveErasure)

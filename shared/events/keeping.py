"""Facts about how long a case's records are kept, and about their end. Said by intake, on intake.events.

What no certificate may lose, who and when and under which rule, is in the clear; what people wrote as reasons is
sealed under the case's key, and goes with it.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from shared.events.base import Event
from shared.sealed import Sealed

RecordClass = Literal[
    "unclassified",
    "adopted child",
    "looked-after child",
    "child sexual abuse",
    "child protection",
    "other safeguarding",
]
HoldGround = Literal[
    "statutory inquiry",
    "inquest",
    "criminal investigation or proceedings",
    "civil claim",
    "family proceedings",
    "subject access or rectification",
    "other",
]
JointText = Literal["no longer tells of this incident", "erased with it"]


class RecordClassed(Event):
    """A person said what kind of record this case is: for so long it is kept."""

    record_class: RecordClass
    reason: Sealed[str]


class LegalHoldPut(Event):
    """Nothing of this case may be destroyed until this hold is lifted, whatever is due."""

    hold: UUID
    ground: HoldGround
    reason: Sealed[str]


class LegalHoldLifted(Event):
    """That reason to keep everything is gone. Other holds on the case stand."""

    hold: UUID
    reason: Sealed[str]


class ErasureProposed(Event):
    """The first of two people says that nothing personal of this case is to be kept.

    `closed_on`: the day from which it was kept; `keep_until`: the first day on which it may be erased, by the
    class's years. `cases`: with those that were merged into it, and a joint review that goes with it.
    """

    proposal: UUID
    record_class: RecordClass
    closed_on: date
    keep_until: date
    cases: tuple[str, ...]
    joint_text: JointText | None = None  # none: no joint review tells of it
    proposed_by: str
    reason: Sealed[str]


class ErasureDeclined(Event):
    """It is kept for now: a second person refused, or the one who proposed it took it back."""

    proposal: UUID
    reason: Sealed[str]


class CaseErased(Event):
    """The certificate. From here on no service opens, and none keeps a key of, anything of these cases.

    `cases` are the cases, `keys` the ids of all keys that were destroyed: those of the cases, and those of records
    that were set aside and taken in as one of them.
    """

    proposal: UUID
    record_class: RecordClass
    closed_on: date
    keep_until: date
    proposed_by: str
    approved_by: str
    cases: tuple[str, ...]
    keys: tuple[str, ...]
    joint_text: JointText | None = None


EVENTS = (RecordClassed, LegalHoldPut, LegalHoldLifted, ErasureProposed, ErasureDeclined, CaseErased)

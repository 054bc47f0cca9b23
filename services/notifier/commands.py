"""What the notifier can be asked to do."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field

from shared.authorities import authority
from shared.decider import Command
from shared.dispatch import life as dispatching
from shared.duties import life as duties
from shared.edge import Code, Instant, Reasons
from shared.events.intake import TriggerClass
from shared.events.notifier import Concerned, Connection


def _english_authority(code: str) -> str:
    if authority(code) is None:
        raise ValueError("must be the code of an English authority with children's services")
    return code


AuthorityCode = Annotated[
    str, AfterValidator(_english_authority), Field(json_schema_extra={"pattern": "^E[0-9]{8}$"})
]


class OpenNotification(Command):
    """From a reaction: the authority decided to notify."""

    trigger_class: TriggerClass
    clock_starts_at: AwareDatetime
    incident_aware_at: AwareDatetime
    looked_after: bool = False
    died: bool = False
    others: tuple[Concerned, ...] = ()


class NoteCircumstances(Command):
    """From a reaction: intake learnt more of the child after its decision. None: nothing new about that."""

    looked_after: bool | None = None
    died: bool = False
    others: tuple[Concerned, ...] | None = None


class ReclassifyNotification(Command):
    """From a reaction: the incident stands on another footing, or on none."""

    trigger_class: TriggerClass
    clock_starts_at: AwareDatetime | None = None


class SupersedeNotification(Command):
    """From a reaction: the case was merged into another, of which there is a notification too."""

    into: str


class ReinstateNotification(Command):
    """From a reaction: the merge was undone."""

    clock_starts_at: AwareDatetime


class RecountNotification(Command):
    """From a reaction: a time that the clock starts from was corrected."""

    clock_starts_at: AwareDatetime


class DraftNotification(Command):
    """The authority's account for the Panel. A later draft replaces an earlier one until it is approved."""

    narrative: Reasons


class ApproveNotification(Command):
    """Lets the latest draft go out. Somebody other than its drafter must say so."""

    revision: Annotated[int, Field(ge=1, le=1_000_000)]


class ConcernAuthority(Command):
    """Another authority is to be told as well, such as the one that placed the child here."""

    la_code: AuthorityCode
    connection: Connection


class AttestTold(Command):
    """Somebody without a mailbox here was told: a child's parents, or an authority not in the file."""

    duty: UUID
    told_by: Code
    told_at: Instant
    account: Reasons


class AttestNotPracticable(Command):
    """The parents could not be told, and why. The law asks for what is reasonably practicable."""

    duty: UUID
    reason: Reasons


class DraftSupplement(Command):
    """Further facts, after the submission, for those who have the notification."""

    information: Reasons


class ApproveSupplement(Command):
    """Lets it go out. Somebody other than its drafters must say so."""

    number: Annotated[int, Field(ge=1, le=1_000_000)]


class CloseNotification(Command):
    """Everything is done that was owed, and what was late is explained."""


OFFICERS = (
    DraftNotification,
    ApproveNotification,
    DraftSupplement,
    ApproveSupplement,
    ConcernAuthority,
    AttestTold,
    AttestNotPracticable,
    CloseNotification,
    *dispatching.OFFICERS,
    *duties.OFFICERS,
)
OfMerges = SupersedeNotification | ReinstateNotification | RecountNotification
REACTIONS = (
    OpenNotification,
    NoteCircumstances,
    ReclassifyNotification,
    SupersedeNotification,
    ReinstateNotification,
    RecountNotification,
)

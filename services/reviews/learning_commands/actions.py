"""What is done about a recommendation, and how it is proved to have taken hold."""

from typing import Annotated

from pydantic import Field

from shared.decider import Command
from shared.edge import Code, Day, Name, Reasons
from shared.events.learning import After, EvidenceKind, Method, Step

Sha256 = Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]


class ProposeAction(Command):
    """Ask an organisation to do something about a recommendation, by a date."""

    action: Code
    recommendation: Code
    owner: Name
    due_on: Day
    text: Reasons


class AgreeAction(Command):
    """The owner accepts the action."""

    action: Code


class RejectAction(Command):
    """The owner will not do it, with the reasons."""

    action: Code
    reasons: Reasons


class StartAction(Command):
    """The action is in progress; for one that was re-opened, with the date by which it is to be done now."""

    action: Code
    due_on: Day | None = None


class ClaimImplemented(Command):
    """The owner says that it is done. It counts for nothing more than that."""

    action: Code
    implemented_on: Day


class AddEvidence(Command):
    """Show that it was done. `evidence` is the owner's reference of it."""

    action: Code
    evidence: Code
    kind: EvidenceKind
    document_hash: Sha256 = ""
    text: Reasons


class VerifyAction(Command):
    """Somebody of another organisation, who did not claim it, looked; not confirmed, it is re-opened."""

    action: Code
    organisation: Name
    verified_on: Day
    method: Method
    confirmed: bool
    text: Reasons


class MeasureImpact(Command):
    """Six and twelve months after it was done: has it taken hold? If not, it is re-opened."""

    action: Code
    after: After
    measured_on: Day
    embedded: bool
    text: Reasons


class ReopenAction(Command):
    """Somebody has reason to think that it did not last."""

    action: Code
    reasons: Reasons


class RemindOfAction(Command):
    """From the worker: it is time."""

    action: str
    step: Step

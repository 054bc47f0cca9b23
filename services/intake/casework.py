"""What the authority's officers can ask of a case between its report and its end, beyond the first decisions."""

from typing import Literal
from uuid import UUID

from services.intake.report import AuthorityCode
from shared.decider import Command
from shared.edge import Code, Day, Instant, Reasons, Text
from shared.events.intake import Country, PartnerView, TriggerClass


class CorrectAwareness(Command):
    """Awareness was recorded with a wrong time. The old one, and the date counted from it, are kept.

    Where that moves a statutory date a second person signs; until then whichever is due earlier counts.
    """

    incident_aware_at: Instant
    reason: Reasons


class CorrectCriteriaMet(Command):
    """The criteria were recorded as met at a wrong time. The old one is kept; two sign as in CorrectAwareness."""

    criteria_met_at: Instant
    reason: Reasons


class RecordPartnerAwareness(Command):
    """When another agency knew: shown beside the authority's own clock, which it never starts."""

    partner: Code
    aware_at: Instant


class RecordJurisdiction(Command):
    """Where it happened and where the child normally lives, which says whose the duty is.

    An authority in whose area it happened is needed in England; elsewhere the one where the child normally lives,
    if there is one in England.
    """

    country: Country
    incident_la_code: AuthorityCode | None = None
    residence_la_code: AuthorityCode | None = None


class RecordAuthorityTold(Command):
    """Another authority, whose the duty or the child is, has been told. Late is recorded with the reason."""

    la_code: AuthorityCode
    told_by: Code
    told_at: Instant
    account: Reasons  # whom, how, and what they said; kept sealed
    late_because: Text = ""  # needed where it was late, and nobody has explained that yet


class ClassifyTrigger(Command):
    """The facts that make the class: what is suspected, who cared for the child, and how old it was.

    The dates are used and not kept. Without them a child counts as a child.
    """

    suspicion: Literal["known", "suspected", "neither"]
    looked_after: bool = False
    care_leaver: bool = False
    born_on: Day | None = None
    happened_on: Day | None = None  # the death, or the harm


class ConsultPartner(Command):
    """What a safeguarding partner thinks. A later view replaces an earlier one; none blocks the decision."""

    partner: Code
    view: PartnerView
    consulted_at: Instant


class RecordNewInformation(Command):
    """Something that was not known before. A decision not to notify is then open again."""

    told_by: Code
    received_at: Instant
    information: Reasons


class ProposeReclassification(Command):
    """The first signature: the incident stands on another footing, or in class D on none."""

    trigger_class: TriggerClass
    asked: Code | None = None
    reasons: Reasons


class ProposeWithdrawal(Command):
    """The first signature: the criteria turned out not to be met, so nothing is to be notified."""

    asked: Code | None = None
    reasons: Reasons


class ConfirmReclassification(Command):
    """The second signature, by anybody but the one who proposed it."""

    proposal: UUID


class DeclineReclassification(Command):
    """No second signature. Whoever proposed it may take it back with this, too."""

    proposal: UUID
    reasons: Reasons


class RecordChildDied(Command):
    """A child who was seriously harmed has died. A child death review is due within 48 hours of knowing."""

    known_at: Instant


class RecordChildDeathNotified(Command):
    """The child death overview panel has been told. Late is recorded with the reason."""

    notified_at: Instant
    reference: Code
    late_because: Text = ""  # needed where it was late, and nobody has explained that yet


class AssignCase(Command):
    """Whose case it is, with a deputy for when that officer is away."""

    officer: Code
    deputy: Code | None = None


class SnoozeCase(Command):
    """Off the worklist until a day that does not lie after what is due next."""

    until_on: Day
    reason: Reasons


class WakeCase(Command):
    """Back on the worklist."""


class RecordAbsence(Command):
    """An officer will be away; a deputy who is there takes over. First and last day are both within."""

    officer: Code
    deputy: Code
    from_on: Day
    until_on: Day


class EndAbsence(Command):
    """Back before the last day."""

    absence: UUID


OF_A_CASE = (
    CorrectAwareness,
    CorrectCriteriaMet,
    RecordPartnerAwareness,
    RecordJurisdiction,
    RecordAuthorityTold,
    ClassifyTrigger,
    ConsultPartner,
    RecordNewInformation,
    ProposeReclassification,
    ProposeWithdrawal,
    ConfirmReclassification,
    DeclineReclassification,
    RecordChildDied,
    RecordChildDeathNotified,
    AssignCase,
    SnoozeCase,
    WakeCase,
)
OF_OFFICERS = (RecordAbsence, EndAbsence)

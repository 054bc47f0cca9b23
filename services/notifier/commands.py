"""What the notifier can be asked to do."""

from typing import Annotated

from pydantic import AwareDatetime, Field

from shared.decider import Command
from shared.dispatch import life as dispatching
from shared.duties.life import ExplainLateness
from shared.edge import Reasons
from shared.events.intake import TriggerClass


class OpenNotification(Command):
    """From a reaction: the authority decided to notify."""

    trigger_class: TriggerClass
    clock_starts_at: AwareDatetime
    incident_aware_at: AwareDatetime


class ReclassifyNotification(Command):
    """From a reaction: the incident stands on another footing, or on none."""

    trigger_class: TriggerClass
    clock_starts_at: AwareDatetime | None = None


class DraftNotification(Command):
    """The authority's account for the Panel. A later draft replaces an earlier one until it is approved."""

    narrative: Reasons


class ApproveNotification(Command):
    """Lets the latest draft go out. Somebody other than its drafter must say so."""

    revision: Annotated[int, Field(ge=1, le=1_000_000)]


OFFICERS = (
    DraftNotification,
    ApproveNotification,
    *dispatching.OFFICERS,
    ExplainLateness,
)
REACTIONS = (OpenNotification, ReclassifyNotification)

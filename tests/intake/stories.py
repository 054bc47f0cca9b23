"""How far a case has come, as its events tell it: what tests begin with."""

from datetime import datetime

from services.intake.decider import absences, incident
from shared.events.base import Event
from shared.testing import Given
from tests import examples as ex
from tests.intake import examples as asked

given = Given(incident(ex.partnership())).given
given_absences = Given(absences).given

reported: tuple[Event, ...] = (ex.incident_reported,)
aware: tuple[Event, ...] = (*reported, ex.became_aware)
met: tuple[Event, ...] = (*aware, ex.criteria_met)
notified: tuple[Event, ...] = (*met, ex.notify_decided)
considered: tuple[Event, ...] = (*aware, ex.not_notify_decided)
proposed: tuple[Event, ...] = (*notified, ex.proposed)
death_reported = ex.incident_reported.model_copy(update={"harm": "death"})
death_known: tuple[Event, ...] = (
    death_reported,
    *given(death_reported).when(asked.record_awareness, at=ex.AWARE_AT).happened,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)

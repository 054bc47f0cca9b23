"""Facts owned by intake about the agencies that report. Subject: agency/<id>. Topic: intake.events."""

from shared.events.base import Event
from shared.sealed import Sealed


class SamplePassed(Event):
    """The agency's system sent a test that would have been taken in. The first one is told."""

    agency: str
    report: str


class AgencyConformant(Event):
    """A person found that the agency's system can report in earnest, after its sample had passed."""

    agency: str


class AgencySuspended(Event):
    """What comes from this agency is set aside for an officer, whatever the partnership's file says."""

    agency: str
    reasons: Sealed[str]


class AgencyResumed(Event):
    """What comes from this agency is taken in again."""

    agency: str
    reasons: Sealed[str]


AGENCIES = (SamplePassed, AgencyConformant, AgencySuspended, AgencyResumed)

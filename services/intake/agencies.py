"""An agency's standing: conformant only after its sample passed; suspended and resumed by a person."""

from dataclasses import dataclass, replace

from shared.decider import Command, Decider, Occasion, Refused
from shared.edge import Code, Reasons
from shared.events.agencies import AgencyConformant, AgencyResumed, AgencySuspended, SamplePassed
from shared.events.base import Event
from shared.sealed import Sealed


class NoteSample(Command):
    """From a reaction: a test of this agency would have been taken in."""

    agency: str
    report: str


class MarkConformant(Command):
    """The agency's system may report in earnest."""

    agency: Code


class SuspendAgency(Command):
    """What comes from this agency is to be set aside."""

    agency: Code
    reasons: Reasons


class ResumeAgency(Command):
    """What comes from this agency is to be taken in again."""

    agency: Code
    reasons: Reasons


@dataclass(frozen=True)
class Agency:
    passed: bool = False
    conformant: bool = False
    suspended: bool = False


def subject_of(agency: str) -> str:
    return f"agency/{agency}"


def decide(command: Command, agency: Agency, _: Occasion) -> list[Event]:
    match command:
        case NoteSample(agency=id_, report=report):
            return [] if agency.passed else [SamplePassed(agency=id_, report=report)]
        case MarkConformant(agency=id_):
            if not agency.passed:
                raise Refused(
                    "no-sample", 'No test of this agency has passed yet: it sends one, "test": true, first.'
                )
            return [] if agency.conformant else [AgencyConformant(agency=id_)]
        case SuspendAgency(agency=id_, reasons=reasons):
            return [] if agency.suspended else [AgencySuspended(agency=id_, reasons=Sealed.of(reasons))]
        case ResumeAgency(agency=id_, reasons=reasons):
            return [AgencyResumed(agency=id_, reasons=Sealed.of(reasons))] if agency.suspended else []
    return []


def evolve(agency: Agency, event: Event) -> Agency:
    match event:
        case SamplePassed():
            return replace(agency, passed=True)
        case AgencyConformant():
            return replace(agency, conformant=True)
        case AgencySuspended():
            return replace(agency, suspended=True)
        case AgencyResumed():
            return replace(agency, suspended=False)
        case _:
            return agency


agency_standing: Decider[Agency] = Decider(
    commands=(NoteSample, MarkConformant, SuspendAgency, ResumeAgency),
    initial=Agency(),
    decide=decide,
    evolve=evolve,
)

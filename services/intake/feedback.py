"""What an agency is told, on its own stream: received, screened, outcome; each once a report; how a test went.

An outcome that changes is told anew; what it was before is not told again.
"""

from immutables import Map

from services.intake.commands import TellAgency, TellOfTest, TellRefusal, TellTestRefusal
from shared.decider import Command, Decider, Occasion
from shared.events.base import Event
from shared.events.intake import OutcomeTold, ReportAcknowledged, ReportRefused, ReportScreened

# By report and step, what was said last. The stream of an agency is long: each map shares what was before it.
Told = Map[tuple[str, str], str]


def tell(command: Command, told: Told, _: Occasion) -> list[Event]:
    match command:
        case TellRefusal(quarantine=quarantine) if (str(quarantine), "refused") not in told:
            return [ReportRefused(**command.model_dump(), test=isinstance(command, TellTestRefusal))]
        case TellOfTest(reported_by=by, case=case) if (by.report, "tested") not in told:
            return [ReportAcknowledged(reported_by=by, case=case, test=True)]
        case TellAgency():
            return _news(command, told)
    return []


def _news(command: TellAgency, told: Told) -> list[Event]:
    by, case = command.reported_by, command.case
    match command.news:
        case "received" | "screened" as step if (by.report, step) in told:
            return []
        case "received":
            return [ReportAcknowledged(reported_by=by, case=case)]
        case "screened":
            return [ReportScreened(reported_by=by, case=case)]
        case outcome if told.get((by.report, "outcome")) == outcome:
            return []
        case outcome:
            return [OutcomeTold(reported_by=by, case=case, outcome=outcome)]


def remember_told(told: Told, event: Event) -> Told:
    match event:
        case ReportAcknowledged(reported_by=by, test=test):
            return told.set((by.report, "tested" if test else "received"), "")
        case ReportScreened(reported_by=by):
            return told.set((by.report, "screened"), "")
        case OutcomeTold(reported_by=by, outcome=outcome):
            return told.set((by.report, "outcome"), outcome)
        case ReportRefused(quarantine=quarantine):
            return told.set((str(quarantine), "refused"), "")
        case _:
            return told


feedback: Decider[Told] = Decider(
    commands=(TellAgency, TellOfTest, TellRefusal, TellTestRefusal),
    initial=Map(),
    decide=tell,
    evolve=remember_told,
)

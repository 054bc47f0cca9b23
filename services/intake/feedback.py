"""What an agency is told, on its own stream: received, screened, outcome; each once a report; how a test went."""

from immutables import Map

from services.intake.commands import TellAgency, TellOfTest, TellRefusal, TellTestRefusal
from shared.decider import Command, Decider, Occasion
from shared.events.base import Event
from shared.events.intake import (
    Outcome,
    OutcomeTold,
    ReportAcknowledged,
    ReportRefused,
    ReportScreened,
)

_NEWS = {
    "to be notified to the national Panel": "notified",
    "considered and not notified": "not notified",
}  # a decision that is taken anew is told anew
Told = Map[tuple[str, str], None]  # the stream of an agency is long: each step shares what was before it


def tell(command: Command, told: Told, _: Occasion) -> list[Event]:
    match command:
        case TellRefusal(quarantine=quarantine) if (str(quarantine), "refused") not in told:
            return [ReportRefused(**command.model_dump(), test=isinstance(command, TellTestRefusal))]
        case TellOfTest(reported_by=by, case=case) if (by.report, "tested") not in told:
            return [ReportAcknowledged(reported_by=by, case=case, test=True)]
        case TellAgency(reported_by=by, news=news) if (by.report, news) not in told:
            return [_news(command)]
    return []


def _news(command: TellAgency) -> Event:
    by, case = command.reported_by, command.case
    match command.news:
        case "received":
            return ReportAcknowledged(reported_by=by, case=case)
        case "screened":
            return ReportScreened(reported_by=by, case=case)
        case "notified":
            outcome: Outcome = "to be notified to the national Panel"
        case "not notified":
            outcome = "considered and not notified"
    return OutcomeTold(reported_by=by, case=case, outcome=outcome)


def remember_told(told: Told, event: Event) -> Told:
    match event:
        case ReportAcknowledged(reported_by=by, test=test):
            return told.set((by.report, "tested" if test else "received"), None)
        case ReportScreened(reported_by=by):
            return told.set((by.report, "screened"), None)
        case OutcomeTold(reported_by=by, outcome=outcome):
            return told.set((by.report, _NEWS[outcome]), None)
        case ReportRefused(quarantine=quarantine):
            return told.set((str(quarantine), "refused"), None)
        case _:
            return told


feedback: Decider[Told] = Decider(
    commands=(TellAgency, TellOfTest, TellRefusal, TellTestRefusal),
    initial=Map(),
    decide=tell,
    evolve=remember_told,
)

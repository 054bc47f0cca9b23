"""Who was given a briefing and what they did with it; and who looks at practice, and what they found."""

from services.reviews.decider.learning.action import CLAIMED
from services.reviews.decider.learning.findings import taken, themed
from services.reviews.decider.learning.proof import reopened
from services.reviews.decider.learning.state import Audit, Learning, answer_of, known
from services.reviews.learning_commands.spreading import (
    AnswerBriefing,
    ConcludeAudit,
    DisseminateBriefing,
    PlanAudit,
)
from services.reviews.themes import vocabulary_on
from shared.calendar import london_date
from shared.decider import Command, Occasion, Refused, not_in_the_future
from shared.events.base import Event
from shared.events.learning import AuditConcluded, AuditPlanned, BriefingAnswered, BriefingDisseminated
from shared.sealed import Sealed


def decide(command: Command, learning: Learning, occasion: Occasion) -> list[Event]:
    match command:
        case DisseminateBriefing():
            return _disseminate(command, learning, occasion)
        case AnswerBriefing():
            return _answer(command, learning, occasion)
        case PlanAudit():
            return _plan(command, learning, occasion)
        case ConcludeAudit():
            return _conclude(command, learning, occasion)
    raise TypeError(f"not about briefings or audits: {type(command).__name__}")


def _disseminate(command: DisseminateBriefing, learning: Learning, occasion: Occasion) -> list[Event]:
    not_in_the_future(command.sent_on, "sent_on", occasion)
    return [
        BriefingDisseminated(briefing=command.briefing, organisation=organisation, sent_on=command.sent_on)
        for organisation in dict.fromkeys(command.organisations)
        if (command.briefing, organisation) not in learning.briefings  # once each
    ]


def _answer(command: AnswerBriefing, learning: Learning, occasion: Occasion) -> list[Event]:
    given = learning.briefings.get((command.briefing, command.organisation))
    if given is None:
        raise Refused("no-such-briefing", "This organisation was not given this briefing.")
    if answer_of(command) in given.answers:
        return []
    not_in_the_future(command.answered_on, "answered_on", occasion)
    if command.answered_on < given.sent_on:
        raise Refused("not-before-it-was-sent", "answered_on lies before the briefing was given.")
    if command.use == "not used yet" and command.people_reached:
        raise Refused("not-used-reaches-nobody", "A briefing that was not used yet has reached nobody.")
    return [BriefingAnswered(**command.model_dump(exclude={"text"}), text=Sealed.of(command.text))]


def _plan(command: PlanAudit, learning: Learning, occasion: Occasion) -> list[Event]:
    for reference in command.actions:
        known("action", learning.actions, reference)
    before = learning.audits.get(command.audit)
    if before:
        if command.model_dump(exclude={"text"}) == before.planned.model_dump(exclude={"text"}):
            return []
        raise taken("audit")
    themed(command.theme, (), vocabulary_on(london_date(occasion.at)))
    return [AuditPlanned(**command.model_dump(exclude={"text"}), text=Sealed.of(command.text))]


def _conclude(command: ConcludeAudit, learning: Learning, occasion: Occasion) -> list[Event]:
    audit = known("audit", learning.audits, command.audit)
    if audit.concluded:
        if command.model_dump(exclude={"text"}) == audit.concluded.model_dump(exclude={"text"}):
            return []
        raise Refused("already-concluded", "The audit is concluded, and found otherwise.")
    not_in_the_future(command.done_on, "done_on", occasion)
    _only_its_own(command, audit)
    again = [
        reopened(action, "audit")
        for reference in dict.fromkeys(command.not_embedded)
        if (action := learning.actions[reference]).state in CLAIMED  # the others are open as it is
    ]
    return [AuditConcluded(**command.model_dump(exclude={"text"}), text=Sealed.of(command.text)), *again]


def _only_its_own(command: ConcludeAudit, audit: Audit) -> None:
    if set(command.not_embedded) - {*audit.planned.actions}:
        raise Refused("not-audited", "An action was not among those that the audit was planned for.")

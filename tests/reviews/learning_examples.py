"""One good example of everything about learning that is asked and said, and the life of one action in stages."""

from datetime import UTC, date, datetime
from functools import cache

from services.reviews.decider.learning import learning
from services.reviews.learning_commands.actions import (
    AddEvidence,
    AgreeAction,
    ClaimImplemented,
    MeasureImpact,
    ProposeAction,
    RejectAction,
    RemindOfAction,
    ReopenAction,
    StartAction,
    VerifyAction,
)
from services.reviews.learning_commands.findings import (
    ConfirmRecurrence,
    DismissRecurrence,
    IssueRecommendation,
    LinkRecommendation,
    RecordFinding,
    ReopenForRecurrence,
)
from services.reviews.learning_commands.spreading import (
    AnswerBriefing,
    ConcludeAudit,
    DisseminateBriefing,
    PlanAudit,
)
from shared.decider import Command, Decider, Occasion
from shared.events.base import Event
from shared.testing import OCCASION
from tests.reviews import examples as ex

OWNER, OTHER = "Portsea General Hospital", "Meon Valley Police"
CLAIMANT, VERIFIER = "person:hospital.lead", "person:police.lead"
DONE_ON = date(2026, 8, 31)
TODAY = datetime(2028, 3, 1, 12, tzinfo=UTC)  # after everything here

record = RecordFinding(
    finding="F1",
    theme="injuries in babies",
    aspects=("bruising guidance",),
    organisations=(OWNER,),
    found_on=date(2026, 6, 1),
    text="Three versions of the guidance were in use.",
)
issue = IssueRecommendation(
    recommendation="R9", owner=OWNER, due_on=date(2027, 1, 31), findings=("F1",), text="One guide for all."
)
link = LinkRecommendation(recommendation="R1", findings=("F1",))
propose = ProposeAction(
    action="A1", recommendation="R1", owner=OWNER, due_on=date(2026, 9, 30), text="Write one guide, with a number."
)
agree = AgreeAction(action="A1")
reject = RejectAction(action="A1", reasons="The network's guide is being rewritten.")
start = StartAction(action="A1")
claim = ClaimImplemented(action="A1", implemented_on=DONE_ON)
evidence = AddEvidence(
    action="A1", evidence="E1", kind="document", document_hash=ex.HASH, text="The guide itself."
)
verify = VerifyAction(
    action="A1",
    organisation=OTHER,
    verified_on=date(2026, 10, 1),
    method="observation",
    confirmed=True,
    text="It lies on every ward.",
)
not_confirmed = verify.model_copy(update={"confirmed": False})
six = MeasureImpact(
    action="A1",
    after="six months",
    measured_on=date(2027, 2, 28),
    embedded=True,
    text="41 of 44 referrals in time.",
)
twelve = six.model_copy(update={"after": "twelve months", "measured_on": date(2027, 8, 31)})
six_bad = six.model_copy(update={"embedded": False})
twelve_bad = twelve.model_copy(update={"embedded": False})
reopen = ReopenAction(action="A1", reasons="A ward has its own leaflet again.")
confirm = ConfirmRecurrence(
    finding="F1", earlier_case="an-earlier-case", earlier_finding="F7", reasons="The same."
)
dismiss = DismissRecurrence(
    finding="F1", earlier_case="an-earlier-case", earlier_finding="F7", reasons="Only alike."
)
recurs = ReopenForRecurrence(finding="F1", in_case="a-later-case", by_finding="F3")
disseminate = DisseminateBriefing(briefing="B1", organisations=(OWNER, OTHER), sent_on=date(2026, 9, 1))
answer = AnswerBriefing(
    briefing="B1",
    organisation=OTHER,
    use="team discussion",
    people_reached=45,
    answered_on=date(2026, 10, 1),
    text="In every team meeting of September.",
)
plan = PlanAudit(
    audit="U1",
    theme="injuries in babies",
    actions=("A1",),
    organisation=OTHER,
    planned_for=date(2027, 4, 1),
    text="Thirty records of babies with a bruise.",
)
conclude = ConcludeAudit(audit="U1", done_on=date(2027, 4, 20), not_embedded=("A1",), text="Eleven of thirty.")
due_soon = RemindOfAction(action="A1", step="due soon")


def after(history: tuple[Event, ...], *commands: Command, actor: str = CLAIMANT) -> tuple[Event, ...]:
    """The history with what these commands make of it; the verifier's are given by the verifier."""
    decider: Decider[object] = learning  # type: ignore[assignment]
    for command in commands:
        who = VERIFIER if isinstance(command, VerifyAction) else actor
        said = decider.decide(command, decider.state(history), Occasion(TODAY, who, OCCASION))
        assert said, command
        history = (*history, *said)
    return history


@cache
def stages() -> dict[str, tuple[Event, ...]]:
    """Histories that leave A1 in each state."""
    report = (*ex.opened, ex.initiated, ex.accepted)  # its recommendation is R1
    linked = after(report, record, link)
    found = {"no action": linked, "proposed": after(linked, propose)}
    found["accepted"] = after(found["proposed"], agree)
    found["rejected"] = after(found["proposed"], reject)
    found["in progress"] = after(found["accepted"], start)
    found["implemented"] = after(found["in progress"], claim)
    found["evidenced"] = after(found["implemented"], evidence)
    found["verified"] = after(found["evidenced"], verify)
    found["measured once"] = after(found["verified"], six)
    found["embedded"] = after(found["measured once"], twelve)
    found["re-opened"] = after(found["embedded"], reopen)
    return found

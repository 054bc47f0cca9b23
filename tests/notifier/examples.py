"""What the notifier is asked, and how its stories go as far as a test needs them."""

from datetime import datetime
from functools import cache
from uuid import UUID, uuid5

from services.notifier.commands import (
    ApproveNotification,
    DraftNotification,
    OpenNotification,
    ReclassifyNotification,
)
from services.notifier.decider import Notification, notifier
from shared.decider import Command, Decider, Occasion
from shared.dispatch.life import (
    AttemptDispatch,
    AttestPortalSubmission,
    KeepProof,
    NoticeDoubt,
    RecordBounce,
    RecordFailure,
    RecordHandOver,
    RecordReceipt,
    RecordRefusal,
    RecordValidation,
    ResolveDoubt,
)
from shared.events.base import Event
from shared.events.dispatch import DispatchDue
from shared.events.intake import TriggerClass
from tests import examples as ex
from tests.contracts import examples_need as nx

PANEL, EDUCATION, OFSTED = ex.PANEL, "department-for-education", "ofsted"
PARENTS, HAMPSHIRE = "parents", "hampshire-county-council"
BOARD, POLICE = "integrated-care-board", "chief-officer-of-police"
WORKER = "service:notifier"


@cache
def decider() -> Decider[Notification]:
    return notifier(ex.partnership())


def duty_to(recipient: str) -> UUID:
    return uuid5(ex.NOTIFICATION, f"duty/{recipient}")


def dispatch_to(recipient: str) -> UUID:
    return uuid5(ex.NOTIFICATION, f"dispatch/{recipient}/1")


def open_it(class_: TriggerClass = "A", clock: datetime = ex.CRITERIA_MET_AT) -> OpenNotification:
    return OpenNotification(trigger_class=class_, clock_starts_at=clock, incident_aware_at=min(clock, ex.AWARE_AT))


invited = DispatchDue(
    dispatch=uuid5(nx.GRANT, "dispatch/guest"),
    purpose="notification",
    about=nx.GRANT,
    recipient="guest",
    channel="email",
    revision=1,
)
draft = DraftNotification(narrative="What the authority knows so far.")
approve = ApproveNotification(revision=1)
to_d = ReclassifyNotification(trigger_class="D")


def to(class_: TriggerClass) -> ReclassifyNotification:
    return ReclassifyNotification(trigger_class=class_, clock_starts_at=ex.CRITERIA_MET_AT)


def attempt(recipient: str = PANEL, number: int = 1) -> AttemptDispatch:
    return AttemptDispatch(dispatch=dispatch_to(recipient), attempt=number)


def hand_over(recipient: str = PANEL, number: int = 1) -> RecordHandOver:
    return RecordHandOver(dispatch=dispatch_to(recipient), attempt=number, response="250 queued as 42")


def doubt(recipient: str = PANEL) -> NoticeDoubt:
    return NoticeDoubt(dispatch=dispatch_to(recipient), attempt=1)


def fail(recipient: str = PANEL, *, for_good: bool = False) -> RecordFailure:
    return RecordFailure(
        dispatch=dispatch_to(recipient),
        attempt=1,
        failure="permanent" if for_good else "retryable",
        detail="SMTP 550" if for_good else "SMTP 451",
    )


arrived = ResolveDoubt(dispatch=ex.DISPATCH, decision="it arrived", reason="The Panel's office has it.")
send_again = ResolveDoubt(dispatch=ex.DISPATCH, decision="send again", reason="Nobody there has it.")
attest = AttestPortalSubmission(dispatch=ex.DISPATCH, reference="CSIN-2026-0042", submitted_at=ex.SENT_AT)
receive = RecordReceipt(dispatch=ex.DISPATCH, reference="CSPR-2026-0042", received_at=ex.received.received_at)
validate = RecordValidation(dispatch=ex.DISPATCH, reference="CSPR-2026-0042", validated_at=ex.received.received_at)
refuse = RecordRefusal(
    dispatch=ex.DISPATCH, reference="CSPR-2026-0042", refused_at=ex.SENT_AT, reason="It is not ours to take."
)
bounce = RecordBounce(dispatch=ex.DISPATCH, bounced_at=ex.SENT_AT, reason="550 no such mailbox")
keep_proof = KeepProof(
    dispatch=ex.DISPATCH,
    proof=ex.proof_kept.proof,
    media_type="application/pdf",
    size_bytes=9,
    content="JVBERi0xLjcK",
)

_ACTORS: dict[type[Command], str] = {DraftNotification: ex.DRAFTER, ApproveNotification: ex.APPROVER}


def story(*asked: Command, at: datetime = ex.SENT_AT) -> tuple[Event, ...]:
    """All that is said when this is asked, one after the other, each by whoever may ask it."""
    said: list[Event] = []
    for number, command in enumerate(asked, 1):
        occasion = Occasion(at=at, actor=_ACTORS.get(type(command), WORKER), id=UUID(int=number))
        said += decider().decide(command, decider().state(said), occasion)
    return tuple(said)


def approved(class_: TriggerClass = "A", clock: datetime = ex.CRITERIA_MET_AT) -> tuple[Event, ...]:
    return story(open_it(class_, clock), draft, approve)


def sent(recipient: str = PANEL, class_: TriggerClass = "A") -> tuple[Event, ...]:
    return story(open_it(class_), draft, approve, attempt(recipient), hand_over(recipient))

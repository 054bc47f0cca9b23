"""The notifier's commands, row by row: what each says of a notification, and what each may not do."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from services.notifier.commands import ApproveSupplement, CloseNotification, DraftSupplement
from shared.decider import Command
from shared.duties.life import ExplainLateness
from shared.events.base import Event
from shared.events.duties import DutyArose, DutyFellAway, DutyMet, LatenessExplained
from shared.events.notifier import (
    NotificationApproved,
    NotificationClosed,
    NotificationDrafted,
    NotificationOpened,
    NotificationReclassified,
    NotificationRefused,
    NotificationSubmitted,
    NotificationWithdrawn,
    SupplementApproved,
    SupplementDrafted,
)
from shared.testing import Given
from tests import examples as ex
from tests.notifier import examples as asked
from tests.notifier.examples import BOARD, EDUCATION, OFSTED, approved, sent, story

given = Given(asked.decider()).given


def handed_over_late(to: str) -> list[Event]:
    return given(*of_c).when(asked.hand_over(to), at=TUESDAY).happened


opened = story(asked.open_it())
drafted = story(asked.open_it(), asked.draft)
BOTH = (asked.attempt(EDUCATION), asked.attempt(OFSTED))
of_c = story(asked.open_it("C"), asked.draft, asked.approve, *BOTH)
TUESDAY = ex.SENT_AT + timedelta(days=5)  # 14 April: it was due on Monday
met_late = of_c + tuple(e for to in (EDUCATION, OFSTED) for e in handed_over_late(to))
explanations = [ExplainLateness(duty=asked.duty_to(to), reason="Easter.") for to in (EDUCATION, OFSTED)]
explained = met_late + tuple(e for it in explanations for e in given(*met_late).when(it).happened)
further = DraftSupplement(information="What the post-mortem found.")
late = ExplainLateness(duty=ex.DUTY, reason="The approver was ill.")
LONG_AFTER = ex.SENT_AT + timedelta(days=40)


@dataclass(frozen=True)
class Row:
    """After `history`, `actor`'s `command` says `event`; `refused` is what the row forbids, and to whom."""

    history: tuple[Event, ...]
    command: Command
    event: type[Event]
    actor: str = ex.APPROVER
    refused: tuple[tuple[Event, ...], Command, str, str] | None = None


ROWS = {
    "opened by the decision to notify": Row((), asked.open_it(), NotificationOpened),
    "drafted until it is approved": Row(
        opened,
        asked.draft,
        NotificationDrafted,
        ex.DRAFTER,
        (approved(), asked.draft, ex.DRAFTER, "already-approved"),
    ),
    "approved by somebody other than its drafter": Row(
        drafted,
        asked.approve,
        NotificationApproved,
        ex.APPROVER,
        (drafted, asked.approve, ex.DRAFTER, "two-people"),
    ),
    "submitted when the Panel has it": Row(
        story(asked.open_it(), asked.draft, asked.approve, asked.attempt()),
        asked.hand_over(),
        NotificationSubmitted,
    ),
    "each recipient's delivery meets its own duty": Row(
        story(asked.open_it(), asked.draft, asked.approve, asked.attempt(BOARD)), asked.hand_over(BOARD), DutyMet
    ),
    "what is new after the submission is a supplement": Row(
        sent(), further, SupplementDrafted, ex.DRAFTER, (approved(), further, ex.DRAFTER, "not-submitted")
    ),
    "a supplement is let out by somebody else": Row(
        (*sent(), ex.supplement_drafted),
        ApproveSupplement(number=1),
        SupplementApproved,
        "person:third",
        (
            (*sent(), ex.supplement_drafted),
            ApproveSupplement(number=1),
            ex.supplement_drafted.drafter,
            "two-people",
        ),
    ),
    "lateness is explained, where there is any": Row(
        (*opened, ex.deadline_missed),
        late,
        LatenessExplained,
        ex.APPROVER,
        (opened, late, ex.APPROVER, "not-late"),
    ),
    "what is still owed is not closed": Row(
        (*approved(), *given(*approved()).when(asked.to_d).happened),
        CloseNotification(),
        Event,
        ex.APPROVER,
        (approved(), CloseNotification(), ex.APPROVER, "still-owed"),
    ),
    "late and not explained is not closed": Row(
        explained,
        CloseNotification(),
        NotificationClosed,
        ex.APPROVER,
        (met_late, CloseNotification(), ex.APPROVER, "explain-lateness"),
    ),
    "reclassified from B to A, the duty begins afresh": Row(approved("B"), asked.to("A"), DutyArose),
    "reclassified from A to C": Row(approved(), asked.to("C"), NotificationReclassified),
    "reclassified from A to B": Row(approved(), asked.to("B"), NotificationReclassified),
    "withdrawn when the criteria turn out not to be met": Row(approved(), asked.to_d, NotificationWithdrawn),
    "a refusal by the Panel opens it again": Row(sent(), asked.refuse, NotificationRefused),
}


@pytest.mark.parametrize("row", ROWS)
def test_what_a_command_says(row: str) -> None:
    it = ROWS[row]
    happened = given(*it.history).when(it.command, actor=it.actor).happened
    assert [event for event in happened if isinstance(event, it.event)]


@pytest.mark.parametrize("row", [name for name, row in ROWS.items() if row.refused])
def test_what_a_command_may_not(row: str) -> None:
    refused = ROWS[row].refused
    assert refused
    history, command, actor, rule = refused
    given(*history).when(command, actor=actor).then_refused(rule)


@pytest.mark.parametrize("command", [asked.approve, asked.attest], ids=["approved", "submitted"])
def test_no_lateness_blocks_an_approval_or_a_submission(command: Command) -> None:
    history = drafted if command is asked.approve else approved()
    assert given(*history).when(command, actor=ex.APPROVER, at=LONG_AFTER).happened


def test_one_incident_has_one_notification_and_one_submission() -> None:
    given(*opened).when(asked.open_it()).then_nothing()
    given(*sent()).when(asked.hand_over()).then_nothing()


def test_a_duty_is_stamped_with_the_policy_it_arose_under() -> None:
    assert {e.due.policy for e in opened if isinstance(e, DutyArose)} == {"2026"}


def test_reclassified_to_b_the_panel_is_no_longer_owed_it() -> None:
    fallen = given(*approved()).when(asked.to("B")).happened
    assert asked.duty_to(ex.PANEL) in {event.duty for event in fallen if isinstance(event, DutyFellAway)}

"""The duty to notify: for whom it arises, by when, how it is met. Never blocked by lateness."""

from datetime import date, datetime, timedelta

import pytest

from services.notifier.commands import ApproveNotification
from shared.decider import Command
from shared.events.base import Event
from shared.events.dispatch import DispatchDue, DispatchHandedOver, DispatchReceived, DispatchWithdrawn
from shared.events.duties import DutyArose, DutyFellAway, DutyMet, DutyReopened
from shared.events.intake import TriggerClass
from shared.events.notifier import (
    NotificationApproved,
    NotificationDrafted,
    NotificationOpened,
    NotificationRefused,
    NotificationSubmitted,
    NotificationWithdrawn,
)
from shared.sealed import Sealed
from shared.testing import Given, Then
from tests import examples as ex
from tests.notifier import examples as asked
from tests.notifier.examples import BOARD, EDUCATION, OFSTED, PANEL, PARENTS, POLICE, approved, story

given = Given(asked.decider()).given
opened: tuple[Event, ...] = story(asked.open_it())
drafted: tuple[Event, ...] = story(asked.open_it(), asked.draft)
attempted: tuple[Event, ...] = (*approved(), ex.attempted)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def owed_to(events: tuple[Event, ...] | list[Event]) -> dict[str, str]:
    return {e.owed_to: e.strength for e in events if isinstance(e, DutyArose)}


def sent_to(events: tuple[Event, ...] | list[Event]) -> set[str]:
    return {e.recipient for e in events if isinstance(e, DispatchDue)}


def met(then: Then) -> dict[str, str]:
    """Whose duty was met, and by what evidence."""
    names = {asked.duty_to(r.id): r.id for r in ex.partnership().recipients}
    return {names[e.duty]: e.evidence for e in then.happened if isinstance(e, DutyMet)}


# Who is owed a notification, and how each is told (Children Act 2004 s16C; the GOV.UK service's page).

TOLD: list[tuple[TriggerClass, dict[str, str], set[str]]] = [
    # Abuse or neglect: the Panel, who shares it with DfE and Ofsted; the partners ourselves.
    (
        "A",
        {PANEL: "must", EDUCATION: "must", OFSTED: "must", BOARD: "should", POLICE: "should"},
        {PANEL, BOARD, POLICE},
    ),
    # A looked-after child's death without: the Panel does not consider it, so DfE and Ofsted hear it directly.
    (
        "B",
        {EDUCATION: "must", OFSTED: "must", BOARD: "should", POLICE: "should", PARENTS: "must"},
        {EDUCATION, OFSTED, BOARD, POLICE},
    ),
    # A care leaver's death: voluntary.
    ("C", {EDUCATION: "should", OFSTED: "should"}, {EDUCATION, OFSTED}),
]


@pytest.mark.parametrize(("class_", "owed", "_sent"), TOLD)
def test_a_duty_arises_to_everybody_who_must_know(
    class_: TriggerClass, owed: dict[str, str], _sent: set[str]
) -> None:
    assert owed_to(given().when(asked.open_it(class_)).happened) == owed


@pytest.mark.parametrize(("class_", "_owed", "sent"), TOLD)
def test_a_notification_goes_to_those_who_are_not_told_through_another(
    class_: TriggerClass, _owed: dict[str, str], sent: set[str]
) -> None:
    assert sent_to(approved(class_)) == sent


def test_a_notification_outside_the_duty_is_owed_to_nobody() -> None:
    assert owed_to(given().when(asked.open_it("D")).happened) == {}


def test_opening_says_what_it_is_about_and_from_when_the_clock_runs() -> None:
    assert given().when(asked.open_it()).then_one(NotificationOpened) == ex.opened


def test_there_is_one_notification_per_incident() -> None:
    given(*opened).when(asked.open_it("B")).then_nothing()


# Dates, each counted by hand; every recipient has its own duty with the same date.

# Skip Good Friday 3 and Easter Monday 6 April: Tue 7=1 8 9 10=4, Mon 13=5.
W1 = ("W1 Easter", at("2026-04-02T16:50+01:00"), date(2026, 4, 13))
# 23:30 UTC is 00:30 on Wed 1 July in London: Thu 2=1, 3=2, Mon 6=3, 7=4, Wed 8=5.
W3 = ("W3 zone", at("2026-06-30T23:30:00+00:00"), date(2026, 7, 8))
# Tue 25=1 26 27 28=4, Mon 31 summer bank holiday, Tue 1 Sep=5.
W4 = ("W4 late", at("2026-08-24T11:00+01:00"), date(2026, 9, 1))
# Mon 16=1 17 18 19 Fri 20=5.
W7 = ("W7 a weekend late", at("2026-11-13T09:00+00:00"), date(2026, 11, 20))
# A suspicion on 20 May of an incident known since 2 April: Thu 21=1 22=2, Mon 25 bank holiday, 26=3 27=4 Thu 28=5.
SUSPICION = ("a suspicion weeks after", at("2026-05-20T12:00+01:00"), date(2026, 5, 28))


@pytest.mark.parametrize(("name", "clock", "due_on"), [W1, W3, W4, W7, SUSPICION])
def test_each_recipient_is_owed_it_within_five_working_days(name: str, clock: datetime, due_on: date) -> None:
    duties = [e for e in story(asked.open_it("A", clock)) if isinstance(e, DutyArose)]
    assert len(duties) == 5
    assert {(duty.due.due_on, duty.due.policy) for duty in duties} == {(due_on, "2026")}


@pytest.mark.parametrize(
    ("case", "handed_over_at", "late", "days"),
    [
        (W1, "2026-04-13T23:59:59.999999+01:00", False, 0),
        (W3, "2026-07-08T22:59:59+00:00", False, 0),  # 23:59:59 in London
        (W3, "2026-07-08T23:00:00+00:00", True, 1),  # Thursday there
        (W4, "2026-09-03T15:00+01:00", True, 2),  # Wed 2=1, Thu 3=2
        (W7, "2026-11-20T23:59:59+00:00", False, 0),
        (W7, "2026-11-21T00:00:00+00:00", True, 0),  # Saturday: late, though by no working day
        (W7, "2026-11-23T08:00:00+00:00", True, 1),
    ],
)
def test_late_is_a_comparison_of_london_dates(
    case: tuple[str, datetime, date], handed_over_at: str, late: bool, days: int
) -> None:
    history = (*approved("A", case[1]), ex.attempted)
    then = given(*history).when(asked.hand_over(), at=at(handed_over_at))
    duty = next(e for e in then.happened if isinstance(e, DutyMet) and e.duty == asked.duty_to(PANEL))
    assert (duty.late, duty.working_days_late) == (late, days)


def test_lateness_blocks_nothing() -> None:
    """A year late, and still drafted, approved, sent and recorded."""
    late = ex.SENT_AT + timedelta(days=365)
    said = story(asked.open_it(), asked.draft, asked.approve, asked.attempt(), asked.hand_over(), at=late)
    assert any(isinstance(e, NotificationSubmitted) for e in said)


def test_a_dispatch_knows_its_date_and_what_it_was_counted_by() -> None:
    known = {(e.due_on, e.calendar) for e in approved() if isinstance(e, DispatchDue)}
    assert known == {(ex.DUE_ON, ex.due.calendar)}


# Drafting and approving: two people.


def test_a_draft_is_kept_sealed_with_its_drafter() -> None:
    given(*opened).when(asked.draft, actor=ex.DRAFTER).then(ex.drafted)
    assert isinstance(ex.drafted.narrative, Sealed)


def test_a_later_draft_is_another_revision() -> None:
    then = given(*drafted).when(asked.draft, actor="person:second")
    assert then.then_one(NotificationDrafted).revision == 2


def test_somebody_else_approves_the_latest_draft() -> None:
    then = given(*drafted).when(asked.approve, actor=ex.APPROVER)
    assert then.then_one(NotificationApproved) == ex.approved


def test_the_drafter_does_not_approve() -> None:
    given(*drafted).when(asked.approve, actor=ex.DRAFTER).then_refused("two-people")


def test_whoever_drafted_an_earlier_revision_does_not_approve_either() -> None:
    second = ex.drafted.model_copy(update={"revision": 2, "drafter": "person:second"})
    latest = ApproveNotification(revision=2)
    given(*drafted, second).when(latest, actor=ex.DRAFTER).then_refused("two-people")


@pytest.mark.parametrize("revision", [2, 7])
def test_only_the_latest_draft_is_approved(revision: int) -> None:
    given(*drafted).when(ApproveNotification(revision=revision)).then_refused("not-the-latest-draft")


def test_an_earlier_draft_is_no_longer_approved() -> None:
    second = ex.drafted.model_copy(update={"revision": 2})
    given(*drafted, second).when(asked.approve, actor=ex.APPROVER).then_refused("not-the-latest-draft")


def test_without_a_draft_there_is_nothing_to_approve() -> None:
    given(*opened).when(asked.approve, actor=ex.APPROVER).then_refused("not-the-latest-draft")


def test_an_approved_text_is_immutable() -> None:
    given(*approved()).when(asked.draft, actor=ex.DRAFTER).then_refused("already-approved")


@pytest.mark.parametrize("command", [asked.draft, asked.approve, asked.attest, asked.receive])
def test_without_a_notification_there_is_nothing_to_do(command: object) -> None:
    given().when(command).then_refused("no-such-case")  # type: ignore[arg-type]


# Sending: the Panel, and those who are told through it.


def test_the_panels_hand_over_submits_the_notification() -> None:
    then = given(*attempted).when(asked.hand_over(), at=ex.SENT_AT)
    assert then.then_one(NotificationSubmitted) == ex.submitted


def test_the_panels_hand_over_meets_the_duties_that_go_through_it() -> None:
    assert met(given(*attempted).when(asked.hand_over())) == {
        PANEL: f"dispatch {ex.DISPATCH}",
        EDUCATION: "via national-panel",
        OFSTED: "via national-panel",
    }


@pytest.mark.parametrize("partner", [BOARD, POLICE])
def test_a_partners_hand_over_meets_its_own_duty_and_submits_nothing(partner: str) -> None:
    history = story(asked.open_it(), asked.draft, asked.approve, asked.attempt(partner))
    then = given(*history).when(asked.hand_over(partner))
    assert met(then) == {partner: f"dispatch {asked.dispatch_to(partner)}"}
    assert not any(isinstance(e, NotificationSubmitted) for e in then.happened)


@pytest.mark.parametrize("class_", ["B", "C"])
def test_without_the_panel_each_is_evidence_for_itself(class_: TriggerClass) -> None:
    history = story(asked.open_it(class_), asked.draft, asked.approve, asked.attempt(EDUCATION))
    then = given(*history).when(asked.hand_over(EDUCATION))
    assert met(then) == {EDUCATION: f"dispatch {asked.dispatch_to(EDUCATION)}"}
    assert not any(isinstance(e, NotificationSubmitted) for e in then.happened)


def test_the_panel_is_not_told_twice() -> None:
    sent = asked.sent()
    given(*sent).when(asked.approve, actor=ex.APPROVER).then_nothing()
    given(*sent).when(asked.attempt(number=2)).then_nothing()
    given(*sent).when(asked.hand_over()).then_nothing()
    given(*sent).when(asked.attest).then_nothing()
    given(*sent).when(asked.doubt()).then_nothing()


def test_a_failure_meets_no_duty() -> None:
    assert met(given(*attempted).when(asked.fail(for_good=True))) == {}


def test_a_receipt_after_the_hand_over_meets_nothing_again() -> None:
    given(*asked.sent()).when(asked.receive).then(ex.received)


@pytest.mark.parametrize("history", [attempted, (*attempted, ex.in_doubt)], ids=["attempted", "in doubt"])
def test_a_receipt_that_comes_before_the_hand_over_is_noted_is_evidence(history: tuple[Event, ...]) -> None:
    """Otherwise the outcome, told afterwards, would say nothing, and the duty stay owed for ever."""
    then = given(*history).when(asked.receive)
    assert then.then_one(DispatchReceived) == ex.received
    assert set(met(then)) == {PANEL, EDUCATION, OFSTED}
    assert then.then_one(NotificationSubmitted).submitted_at == ex.received.received_at
    given(*history, *then.happened).when(asked.hand_over()).then_nothing()


def test_a_doubt_that_somebody_resolves_as_arrived_meets_the_duties() -> None:
    then = given(*attempted, ex.in_doubt).when(asked.arrived, at=ex.SENT_AT)
    assert set(met(then)) == {PANEL, EDUCATION, OFSTED}
    assert then.then_one(NotificationSubmitted) == ex.submitted


def test_a_doubt_resolved_as_lost_submits_nothing() -> None:
    then = given(*attempted, ex.in_doubt).when(asked.send_again)
    assert met(then) == {}


def test_an_officer_attests_what_was_put_in_by_hand() -> None:
    then = given(*approved()).when(asked.attest, actor="person:officer")
    handed_over = then.then_one(DispatchHandedOver)
    assert (handed_over.reference, handed_over.attested_by) == ("CSIN-2026-0042", "person:officer")
    assert handed_over.handed_over_at == ex.SENT_AT
    assert set(met(then)) == {PANEL, EDUCATION, OFSTED}
    assert then.then_one(NotificationSubmitted).submitted_at == ex.SENT_AT


def test_an_attested_submission_is_judged_by_its_own_time_and_not_by_the_attestations() -> None:
    weeks_after = ex.SENT_AT + timedelta(days=30)
    then = given(*approved()).when(asked.attest, at=weeks_after)
    assert not any(e.late for e in then.happened if isinstance(e, DutyMet))


def test_nothing_is_attested_in_the_future() -> None:
    before = ex.SENT_AT - timedelta(minutes=6)
    given(*approved()).when(asked.attest, at=before).then_refused("not-in-the-future")


def test_what_was_refused_for_good_can_still_be_put_in_by_hand() -> None:
    refused = ex.failed.model_copy(update={"failure": "permanent", "retry_at": None})
    then = given(*attempted, refused).when(asked.attest)
    assert set(met(then)) == {PANEL, EDUCATION, OFSTED}


# Refused afterwards.


@pytest.mark.parametrize("back", [asked.refuse, asked.bounce], ids=["refused", "bounced"])
def test_what_came_back_is_owed_again_to_all_who_were_told_by_it(back: Command) -> None:
    then = given(*asked.sent()).when(back)
    reopened = [event.duty for event in then.happened if isinstance(event, DutyReopened)]
    assert set(reopened) == {asked.duty_to(recipient) for recipient in (PANEL, EDUCATION, OFSTED)}


def refused_and_on_its_way_again(back: Command) -> list[Event]:
    history = [*asked.sent()]
    for command in (back, asked.send_again, asked.attempt(number=2)):
        history += given(*history).when(command).happened
    return history


@pytest.mark.parametrize("back", [asked.refuse, asked.bounce], ids=["refused", "bounced"])
def test_after_a_refusal_the_new_receipt_counts(back: Command) -> None:
    """The Panel did not have it before: it is submitted when the Panel has it, and reviews count from there."""
    again_at = ex.SENT_AT + timedelta(days=5)  # due the day before
    then = given(*refused_and_on_its_way_again(back)).when(asked.hand_over(number=2), at=again_at)
    assert set(met(then)) == {PANEL, EDUCATION, OFSTED}
    assert then.then_one(NotificationSubmitted).submitted_at == again_at
    assert all(event.late for event in then.happened if isinstance(event, DutyMet))


def test_what_the_panel_refused_is_no_longer_submitted() -> None:
    then = given(*asked.sent()).when(asked.refuse, at=ex.SENT_AT)
    assert then.then_one(NotificationRefused) == ex.notification_refused
    given(*asked.sent(), *then.happened).when(asked.to_d).then_one(NotificationWithdrawn)


def test_a_refusal_of_what_was_submitted_anew_is_another_refusal() -> None:
    history = refused_and_on_its_way_again(asked.refuse)
    history += given(*history).when(asked.hand_over(number=2)).happened
    assert given(*history).when(asked.refuse).then_one(NotificationRefused)


def test_what_came_back_before_the_panel_had_it_was_never_submitted() -> None:
    then = given(*attempted).when(asked.bounce)
    assert not any(isinstance(event, NotificationRefused) for event in then.happened)


def test_a_partner_that_refuses_is_owed_again_and_nobody_else() -> None:
    told = (asked.attempt(), asked.hand_over(), asked.attempt(BOARD), asked.hand_over(BOARD))
    history = story(asked.open_it(), asked.draft, asked.approve, *told)
    refuse = asked.refuse.model_copy(update={"dispatch": asked.dispatch_to(BOARD)})
    then = given(*history).when(refuse)
    assert [event.duty for event in then.happened if isinstance(event, DutyReopened)] == [asked.duty_to(BOARD)]
    assert not any(isinstance(event, NotificationRefused) for event in then.happened)


# Reclassification.


def test_out_of_the_duty_before_it_was_sent_the_notification_ends() -> None:
    then = given(*approved()).when(asked.to_d)
    reason = "reclassified to D"
    assert then.then_one(NotificationWithdrawn) == ex.notification_withdrawn
    assert {e.duty for e in then.happened if isinstance(e, DutyFellAway) and e.reason == reason} == {
        asked.duty_to(r) for r in (PANEL, EDUCATION, OFSTED, BOARD, POLICE)
    }
    assert {e.dispatch for e in then.happened if isinstance(e, DispatchWithdrawn)} == {
        asked.dispatch_to(r) for r in (PANEL, BOARD, POLICE)
    }


def test_out_of_the_duty_before_a_draft_the_duties_fall_away() -> None:
    then = given(*opened).when(asked.to_d)
    assert len([e for e in then.happened if isinstance(e, DutyFellAway)]) == 5


def test_what_the_panel_has_stays_sent() -> None:
    given(*asked.sent()).when(asked.to_d).then_nothing()


def test_what_a_partner_has_been_sent_stays_met_when_the_rest_falls_away() -> None:
    then = given(*asked.sent(BOARD)).when(asked.to_d)
    fell_away = {e.duty for e in then.happened if isinstance(e, DutyFellAway)}
    assert asked.duty_to(BOARD) not in fell_away and asked.duty_to(PANEL) in fell_away


def test_a_withdrawn_notification_is_neither_drafted_nor_approved() -> None:
    withdrawn = story(asked.open_it(), asked.draft, asked.to_d)
    given(*withdrawn).when(asked.draft).then_refused("withdrawn")
    given(*withdrawn).when(asked.approve, actor=ex.APPROVER).then_refused("withdrawn")


ON_ITS_WAY = (*attempted, *given(*attempted).when(asked.to_d).happened)


def test_what_was_on_its_way_when_the_notification_ended_is_not_tried_again() -> None:
    then = given(*ON_ITS_WAY).when(asked.fail())
    assert then.then_one(DispatchWithdrawn).dispatch == ex.DISPATCH


def test_a_doubt_about_a_withdrawn_notification_sends_nothing_again() -> None:
    then = given(*ON_ITS_WAY, ex.in_doubt).when(asked.send_again)
    assert then.then_one(DispatchWithdrawn).dispatch == ex.DISPATCH


def test_what_arrived_after_all_is_recorded_as_submitted() -> None:
    """It was on its way: the Panel has it, whatever we decided meanwhile. Reviews knows not to open on it."""
    then = given(*ON_ITS_WAY).when(asked.hand_over(), at=ex.SENT_AT)
    assert then.then_one(NotificationSubmitted) == ex.submitted
    assert met(then) == {}


def test_a_reclassification_without_a_notification_says_nothing() -> None:
    given().when(asked.to_d).then_nothing()


def test_a_suspicion_about_a_looked_after_childs_death_makes_it_owed_to_the_panel() -> None:
    """From B to A the duty starts afresh, from when the criteria were met."""
    then = given(*asked.sent(EDUCATION, "B")).when(asked.to("A"))
    (panel,) = [e for e in then.happened if isinstance(e, DutyArose) and e.owed_to == PANEL]
    assert panel.due.start == ex.CRITERIA_MET_AT
    assert EDUCATION not in owed_to(then.happened)  # it was told, and stays told


def test_from_a_to_b_the_secretary_of_state_and_the_inspectorate_are_still_owed() -> None:
    then = given(*approved()).when(asked.to("B"))
    fell_away = {e.duty for e in then.happened if isinstance(e, DutyFellAway)}
    assert fell_away == {asked.duty_to(PANEL)}


def test_on_another_footing_another_text_must_be_approved_and_goes_to_those_it_is_owed_to() -> None:
    """What was approved for class A and not sent is not sent; the new text goes to DfE and Ofsted direct."""
    moved = (*approved(), *given(*approved()).when(asked.to("B")).happened)
    assert {e.dispatch for e in moved if isinstance(e, DispatchWithdrawn)} >= {asked.dispatch_to(PANEL)}
    again = (*moved, *given(*moved).when(asked.draft).happened)
    said = given(*again).when(ApproveNotification(revision=2), actor="person:director").happened
    assert {e.recipient for e in said if isinstance(e, DispatchDue)} == {EDUCATION, OFSTED, BOARD, POLICE}


def test_a_duty_that_arises_again_is_another_duty() -> None:
    """From A to B and back: the Panel's first duty fell away and stays so."""
    to_b = (*approved(), *given(*approved()).when(asked.to("B")).happened)
    back = given(*to_b).when(asked.to("A")).happened
    (panel,) = [e for e in back if isinstance(e, DutyArose) and e.owed_to == PANEL]
    assert panel.duty != asked.duty_to(PANEL)


def test_a_withdrawn_notification_that_is_owed_after_all_is_owed_afresh() -> None:
    ended = (*approved(), *given(*approved()).when(asked.to_d).happened)
    then = given(*ended).when(asked.to("A"))
    assert PANEL in owed_to(then.happened)


def test_once_the_panel_has_it_a_reclassification_changes_nothing_that_was_sent() -> None:
    given(*asked.sent(PANEL, "A")).when(asked.to("B")).then_nothing()

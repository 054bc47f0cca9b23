"""What is laid down for a practice review, row by row: its command, its event, its invariant, its clock."""

from dataclasses import dataclass
from datetime import date

import pytest

from services.reviews.decider import deciders
from shared.counting import months_after
from shared.deadline import Due
from shared.decider import Command, by_command
from shared.events.base import Event
from shared.events.dispatch import DispatchDue
from shared.events.duties import EVENTS as OF_DUTIES
from shared.events.practice import DelayNotified
from shared.events.reviews import PracticeReviewInitiated, ProgressChecked
from shared.testing import Given, Then
from tests.reviews import examples as ex
from tests.reviews import learning_examples as le
from tests.reviews import parallel_examples as pa
from tests.reviews import practice_examples as pr

REVIEWS = deciders(ex.partnership())
BY = by_command(REVIEWS)
accepted = (*pr.led, ex.accepted)

NATIONAL = ("national-panel", "department-for-education", "ofsted")


def ask(history: tuple[Event, ...], command: Command, actor: str = "person:officer") -> Then:
    decider = REVIEWS[BY[type(command)]]
    return Given(decider).given(*history).when(command, at=le.TODAY, actor=actor)


@dataclass(frozen=True)
class Row:
    """`broken`: the same command where the row's invariant forbids it, and the rule that says so."""

    name: str
    history: tuple[Event, ...]
    command: Command
    says: str
    broken_after: tuple[Event, ...]
    broken: Command
    refused: str


def changed(command: Command, **fields: object) -> Command:
    return command.model_copy(update=fields)


ROWS = [
    Row("InitiateLcspr: a decision of the safeguarding partners, each with a view", ex.all_assessed,
        ex.decide_practice_review, "PracticeReviewInitiated",
        ex.all_assessed, changed(ex.decide_practice_review, views={"authority": "agrees"}), "every-partner"),
    Row("InitiateLcspr over several cases: at least two of them", (),
        changed(pr.initiate, scope="several cases"), "PracticeReviewInitiated",
        (), changed(pr.initiate, scope="several cases", covers=(ex.CASE,)), "several-cases"),
    Row("CommissionReviewer: no conflict", ex.decided, ex.appoint, "ReviewerAppointed",
        ex.decided, changed(ex.appoint, conflict=True), "no-conflict"),
    Row("RemoveReviewer: before publication", pr.led, ex.remove, "ReviewerRemoved",
        accepted, ex.remove, "already-accepted"),
    Row("RemoveReviewer: then a replacement is considered", (*pr.led, ex.removed), pr.replace_reviewer,
        "ReplacementConsidered", pr.led, pr.replace_reviewer, "nobody-removed"),
    Row("CheckProgress: time and quality", ex.decided, ex.check, "ProgressChecked",
        ex.decided, changed(ex.check, checked_on=date(2026, 4, 1)), "not-before-decision"),
    Row("RequestFromReviewer: in writing, to the reviewer", pr.led, pr.request, "WrittenRequestMade",
        ex.decided, pr.request, "reviewer-first"),
    Row("NotifyDelay: to Panel and Secretary of State, with the process", pa.held, pr.delay, "DelayNotified",
        ex.decided, pr.delay, "no-such-process"),
    Row("RegisterParallelProcess: linked with a day to ask again", ex.decided, pa.link, "ParallelProcessLinked",
        (), pa.link, "no-open-review"),
    Row("RegisterParallelProcess: a hold has an owner, a scope and a day", pa.beside, pa.place, "HoldPlaced",
        pa.beside, changed(pa.place, review_on=pa.place.placed_on), "review-later"),
    Row("RegisterParallelProcess: a hold is reviewed", pa.held, pa.look_again, "HoldReviewed",
        pr.after(pa.held, pa.lift), pa.look_again, "hold-lifted"),
    Row("RegisterParallelProcess: a hold is lifted", pa.held, pa.lift, "HoldLifted",
        pa.beside, pa.lift, "no-such-hold"),
    Row("AcceptReport: of an appointed reviewer", pr.led, ex.accept, "ReportAccepted",
        ex.decided, ex.accept, "reviewer-first"),
    Row("DecideNonPublication: of a report that is there", accepted, pr.not_publish, "NonPublicationDecided",
        pr.led, pr.not_publish, "report-first"),
    Row("AcceptRecommendation: issued, with owner and date", le.stages()["no action"], le.issue,
        "RecommendationIssued",
        le.stages()["no action"], changed(le.issue, findings=("F9",)), "no-such-finding"),
    Row("Track: an action is agreed by its owner", le.stages()["proposed"], le.agree, "ActionAgreed",
        le.stages()["no action"], le.agree, "no-such-action"),
    Row("Track: evidence of what somebody says is done", le.stages()["implemented"], le.evidence, "EvidenceAdded",
        le.stages()["in progress"], le.evidence, "not-in-this-state"),
    Row("Track: the verifier is not of the owner", le.stages()["evidenced"], le.verify, "ActionVerified",
        le.stages()["evidenced"], changed(le.verify, organisation=le.OWNER), "verifier-not-owner"),
    Row("Track: impact is measured, and no sooner than it can be", le.stages()["verified"], le.six,
        "ImpactMeasured",
        le.stages()["verified"], changed(le.six, measured_on=date(2027, 2, 27)), "too-early"),
    Row("Track: re-opened when it did not last", le.stages()["embedded"], le.reopen, "ActionReopened",
        le.stages()["in progress"], le.reopen, "not-in-this-state"),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_row_says_its_event(row: Row) -> None:
    said = ask(row.history, row.command)
    assert said.refused is None and row.says in [type(event).__name__ for event in said.happened]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_rows_invariant_refuses(row: Row) -> None:
    ask(row.broken_after, row.broken).then_refused(row.refused)


def test_the_clock_of_a_practice_review_is_six_calendar_months_from_the_decision() -> None:
    due = ask(ex.all_assessed, ex.decide_practice_review).then_one(PracticeReviewInitiated).due
    assert due.due_on == months_after(ex.DECIDED_ON, 6)[-1].date == date(2026, 10, 29)


def test_progress_is_to_be_checked_again_within_twenty_eight_days() -> None:
    assert ask(ex.decided, ex.check).then_one(ProgressChecked).check_by == date(2026, 6, 24)


@pytest.mark.parametrize(
    ("history", "command", "recipients"),
    [
        (ex.decided, ex.appoint, NATIONAL),  # named to the Panel, DfE and Ofsted
        (pa.held, pr.delay, NATIONAL[:2]),
        (accepted, pr.not_publish, NATIONAL[:2]),
    ],
)
def test_who_is_told(history: tuple[Event, ...], command: Command, recipients: tuple[str, ...]) -> None:
    sent = [event.recipient for event in ask(history, command).happened if isinstance(event, DispatchDue)]
    assert tuple(sent) == recipients


@pytest.mark.parametrize("command", [pa.link, pa.place, pa.look_again, pa.lift, pr.delay])
def test_no_process_no_hold_and_no_notice_moves_the_six_months(command: Command) -> None:
    said = ask(ex.decided if command is pa.link else pa.beside if command is pa.place else pa.held, command)
    assert said.happened
    assert not any(isinstance(event, (*OF_DUTIES, PracticeReviewInitiated)) for event in said.happened)


def test_a_notice_of_delay_should_come_before_the_date_and_says_whether_it_did() -> None:
    decider = REVIEWS[BY[type(pr.delay)]]
    before = Given(decider).given(*pa.held).when(pr.delay, at=ex.LATER).then_one(DelayNotified)
    assert before.in_advance and not ask(pa.held, pr.delay).then_one(DelayNotified).in_advance


def test_embedded_takes_two_measures_and_no_command_says_it() -> None:
    once = ask(le.stages()["verified"], le.six)
    twice = ask(le.stages()["measured once"], le.twelve)
    assert [type(event).__name__ for event in once.happened] == ["ImpactMeasured"]
    assert [type(event).__name__ for event in twice.happened] == ["ImpactMeasured", "ActionEmbedded"]
    assert not any("Embedded" in command.__name__ for command in BY)


# What holds across: of a date, its whole derivation; one writer; a repeat of what was heard.


def test_a_deadline_carries_what_it_was_counted_from_and_by() -> None:
    due = ask(ex.all_assessed, ex.decide_practice_review).then_one(PracticeReviewInitiated).due
    assert {"start", "rule", "calendar", "policy", "due_on"} <= {*Due.model_fields}
    assert (due.rule, due.due_on) == ("practice-review", date(2026, 10, 29))


def test_status_is_derived_and_never_stored() -> None:
    """No event says overdue, open or met of a practice review: views and states tell that from dates."""
    stored = {name for event in (PracticeReviewInitiated, Due) for name in event.model_fields}
    assert not stored & {"status", "state", "late", "missed", "overdue"}


def test_one_decider_writes_what_a_command_says() -> None:
    assert len(BY) == sum(len(decider.commands) for decider in REVIEWS)


@pytest.mark.parametrize(("history", "heard"), [(ex.decided, pr.cover), (pr.after((), pr.initiate), pr.take_up)])
def test_what_is_heard_twice_counts_once(history: tuple[Event, ...], heard: Command) -> None:
    first = ask(history, heard).happened
    assert first
    ask((*history, *first), heard).then_nothing()

"""A practice review's rules as one table: what is asked, after what, and what is then said."""

from dataclasses import dataclass
from datetime import date

import pytest

from services.reviews.decider.parallel import parallel
from services.reviews.decider.practice_review import practice_review
from services.reviews.decider.practice_review.closing import still_open
from shared.deadline import written
from shared.decider import Command
from shared.duties.agenda import steps
from shared.events.base import Event
from shared.events.dispatch import DispatchDue
from shared.events.duties import EVENTS as OF_DUTIES
from shared.events.practice import DelayNotified, PracticeReviewSuperseded
from shared.events.reviews import PracticeReviewInitiated, RapidReviewReopened
from shared.testing import Given
from tests.reviews import examples as ex
from tests.reviews import learning_examples as le
from tests.reviews import parallel_examples as pa
from tests.reviews import practice_examples as pr

decider = practice_review(ex.partnership())
PANEL_AND_SECRETARY = ("DispatchDue", "DispatchDue")


@dataclass(frozen=True)
class Row:
    rule: str
    history: tuple[Event, ...]
    command: Command
    says: tuple[str, ...] = ()
    refused: str = ""


gone = (*pr.led, ex.removed)
sharing = (*pa.beside, pa.placed.model_copy(update={"step": "sharing drafts"}), ex.appointed)
no_family = (*pa.beside, pa.placed.model_copy(update={"step": "involving the family"}))
accepted = (*pr.led, ex.accepted)
joint = pr.after((), pr.initiate)
suspended = pr.after(pr.led, pr.notice, pr.suspend)
national_alone = pr.after((*ex.submitted, ex.appointed), ex.accept, pr.notice)[len(ex.submitted) :]
ROWS = [
    Row("initiated over several cases, on a case of its own", (), pr.initiate, ("PracticeReviewInitiated",)),
    Row("a joint review is not said on an incident's case", ex.decided, pr.initiate, refused="own-case"),
    Row("a covered case says so, and its own review is superseded", ex.decided, pr.cover,
        ("CoveredBy", "PracticeReviewSuperseded")),
    Row("a case with its own report is not covered", accepted, pr.cover),
    Row("a case that is not known is not covered", (), pr.cover),
    Row("the joint review takes a covered case up", joint, pr.take_up, ("IncidentTakenUp",)),
    Row("no report while a named case is not taken up", pr.after(joint, ex.appoint), ex.accept,
        refused="not-taken-up"),
    Row("what is superseded goes on no more", pr.after(ex.decided, pr.cover), ex.appoint, refused="superseded"),
    Row("a replacement is considered after a removal", gone, pr.replace_reviewer, ("ReplacementConsidered",)),
    Row("and only then", pr.led, pr.replace_reviewer, refused="nobody-removed"),
    Row("terms of reference", ex.decided, pr.terms, ("TermsOfReferenceAgreed",)),
    Row("versions of the terms follow one another", ex.decided, pr.terms.model_copy(update={"version": 3}),
        refused="next-version"),
    Row("families are invited, and how is told", ex.decided, pr.invite, ("ParticipantInvited",)),
    Row("what they said", pr.after(ex.decided, pr.invite), pr.took_part, ("ParticipantAnswered",)),
    Row("not while involving the family is held", no_family, pr.invite, refused="held"),
    Row("practitioners go on meanwhile", no_family, pr.invite.model_copy(update={"who": "practitioner"}),
        ("ParticipantInvited",)),
    Row("a check that was missed", ex.decided, pr.missed_check, ("ProgressCheckMissed",)),
    Row("not when it was checked since", (*ex.decided, ex.checked), pr.missed_check),
    Row("not when the report is accepted", accepted, pr.missed_check),
    Row("requests are in writing, to the reviewer", pr.led, pr.request, ("WrittenRequestMade",)),
    Row("and to nobody else", ex.decided, pr.request, refused="reviewer-first"),
    Row("a request is answered", pr.after(pr.led, pr.request), pr.request_answered, ("WrittenRequestAnswered",)),
    Row("a draft by its hash", pr.led, pr.draft, ("DraftReceived",)),
    Row("a draft is shared", pr.after(pr.led, pr.draft), pr.share, ("DraftShared",)),
    Row("not one that never came", pr.led, pr.share, refused="no-such-draft"),
    Row("not while sharing is held", pr.after(sharing, pr.draft), pr.share, refused="held"),
    Row("a delay is told to Panel and Secretary of State", pa.held, pr.delay,
        ("DelayNotified", *PANEL_AND_SECRETARY)),
    Row("for a process that is linked", ex.decided, pr.delay, refused="no-such-process"),
    Row("a delay lies after the due date", pa.held,
        pr.delay.model_copy(update={"expected_on": date(2026, 10, 29)}), refused="no-delay"),
    Row("not to publish, with the justification sent", accepted, pr.not_publish,
        ("NonPublicationDecided", *PANEL_AND_SECRETARY)),
    Row("only of a report that is there", pr.led, pr.not_publish, refused="report-first"),
    Row("comments", pr.after(accepted, pr.not_publish), pr.comments, ("CommentsReceived",)),
    Row("comments on nothing", accepted, pr.comments, refused="nothing-told"),
    Row("regard is had", pr.after(accepted, pr.not_publish, pr.comments), pr.regard, ("RegardHad",)),
    Row("a national review is noticed", pr.led, pr.notice, ("NationalReviewNoticed",)),
    Row("it suspends the local one", pr.after(pr.led, pr.notice), pr.suspend, ("LocalEffectDecided",)),
    Row("suspended, no report is accepted", suspended, ex.accept, refused="suspended"),
    Row("suspended, it may go on again", pr.after(suspended, pr.go_on), ex.accept, ("ReportAccepted",)),
    Row("folded in, it ends", pr.after(pr.led, pr.notice), pr.fold_in,
        ("LocalEffectDecided", "PracticeReviewSuperseded")),
    Row("superseded, it ends", pr.after(pr.led, pr.notice), pr.supersede,
        ("LocalEffectDecided", "PracticeReviewSuperseded")),
    Row("national findings become actions here", pr.after(pr.led, pr.notice), pr.findings,
        ("NationalFindingsReceived",)),
    Row("an action is done with evidence", pr.after(pr.led, pr.notice, pr.findings), pr.action_done,
        ("LocalActionDone",)),
    Row("closed when nothing is open", pr.ended, pr.close, ("ReviewsClosed",)),
    Row("not while something is", accepted, pr.close, refused="still-open"),
    Row("reopened by an event", pr.after(pr.ended, pr.close), pr.reopen, ("ReviewsReopened",)),
    Row("not what was never closed", pr.ended, pr.reopen, refused="not-closed"),
    Row("closed, nothing goes on", pr.after(pr.ended, pr.close), pr.terms, refused="closed"),
    Row("closed, nor does a national review begin", pr.after(pr.ended, pr.close), pr.notice, refused="closed"),
    Row("closed, national findings wait until it is open again",
        pr.after((*ex.submitted, *national_alone), pr.close), pr.findings, refused="closed"),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.rule)
def test_the_table(row: Row) -> None:
    said = Given(decider).given(*row.history).when(row.command, at=ex.LATER)
    assert tuple(type(event).__name__ for event in said.happened) == row.says
    assert (said.refused.rule if said.refused else "") == row.refused


@pytest.mark.parametrize("decided_on", [date(2026, 8, 28), date(2026, 8, 31)])
def test_six_months_are_clamped_to_the_months_end_and_warned_of_on_the_last_working_day_before(
    decided_on: date,
) -> None:
    """From Fri 28 and Mon 31 Aug 2026 alike: Sun 28 Feb 2027, and the warning is on Fri 26 Feb."""
    asked = pr.initiate.model_copy(update={"decided_on": decided_on})
    due = Given(decider).when(asked, at=ex.LATER).then_one(PracticeReviewInitiated).due
    assert written(due.due_on) == "Sun 28 Feb 2027"
    assert written(dict(steps(due))["one working day"].date()) == "Fri 26 Feb 2027"


def test_a_delay_notice_goes_to_the_two_and_moves_no_date() -> None:
    said = Given(decider).given(*pa.held).when(pr.delay, at=ex.LATER)
    told = said.then_one(DelayNotified)
    assert (told.due_on, told.in_advance) == (date(2026, 10, 29), True)
    recipients = [event.recipient for event in said.happened if isinstance(event, DispatchDue)]
    assert recipients == ["national-panel", "department-for-education"]
    assert not any(isinstance(event, OF_DUTIES) for event in said.happened)


def test_a_delay_told_after_the_due_date_is_taken_and_says_so() -> None:
    late = ex.LATER.replace(month=11)
    told = Given(decider).given(*pa.held).when(pr.delay, at=late).then_one(DelayNotified)
    assert not told.in_advance


def test_a_removed_reviewer_who_was_not_named_yet_is_not_named_any_more() -> None:
    said = Given(decider).given(*ex.decided, ex.appointed, *ex.named).when(ex.remove)
    assert [type(event).__name__ for event in said.happened] == ["ReviewerRemoved", *3 * ("DispatchWithdrawn",)]


def test_all_that_is_open_is_told_at_once() -> None:
    """On a case where everything is: a refusal must not send anybody round twice."""
    begun = (*pa.held, ex.appointed, pr.letter_kept)
    story = pr.after(begun, pr.terms, pr.invite, pr.request, pr.delay, pr.notice, pr.findings)
    story = (*pr.after(story, pr.comments), ex.removed)
    assert len(still_open(decider.state(story))) == 10
    said = Given(decider).given(*story).when(pr.close, at=ex.LATER)
    assert said.refused and all(sentence in said.refused.detail for sentence in still_open(decider.state(story)))


def test_retention_starts_when_the_case_is_closed() -> None:
    (closed,) = Given(decider).given(*pr.ended).when(pr.close, at=ex.LATER).happened
    assert closed.retention_from == pr.close.closed_on  # type: ignore[attr-defined]


def test_the_superseded_review_names_the_case_that_takes_its_place() -> None:
    said = Given(decider).given(*ex.decided).when(pr.cover).then_one(PracticeReviewSuperseded)
    assert (said.by, said.case) == ("joint review", pr.JOINT)


def test_a_rapid_review_that_is_owed_again_opens_a_closed_case() -> None:
    """Nobody is asked: intake's reclassification has it owed. Found by `test_practice_machine`."""
    closed = pr.after((*ex.opened, *ex.cancelled), pr.close)
    again = (*closed, RapidReviewReopened(rapid_review=ex.REVIEW, as_of=7))
    assert decider.state(closed).closed and not decider.state(again).closed
    assert Given(parallel).given(*again).when(pa.link, at=ex.LATER).happened
    Given(parallel).given(*closed).when(pa.link, at=ex.LATER).then_refused("no-open-review")


def test_a_finding_that_recurs_re_opens_an_action_of_a_closed_case_and_not_the_case() -> None:
    """Learning is assured after a case is closed (decision 0055)."""
    closed = pr.after((*ex.submitted, *le.after(le.stages()["embedded"])[len(ex.opened) :]), pr.close)
    again = pr.after(closed, le.recurs)
    assert type(again[-1]).__name__ == "ActionReopened"
    state = decider.state(again)
    assert state.closed and state.learning == {"A1"}

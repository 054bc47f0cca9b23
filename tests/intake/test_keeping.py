"""How long a case is kept, and its erasure by two people: the rules, one by one."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.intake.keeping import keeping
from services.intake.keeping.commands import (
    COMMANDS,
    ApproveErasure,
    ClassRecord,
    DeclineErasure,
    LiftLegalHold,
    ProposeErasure,
    PutLegalHold,
)
from shared.clearance import GOOD_FOR, Clearance, Joint
from shared.events.base import Event
from shared.events.intake import IncidentReported
from shared.events.keeping import CaseErased, ErasureProposed, LegalHoldPut, RecordClass, RecordClassed
from shared.events.merging import MergeUndone
from shared.retention import TABLE, keep_until, table_of, years_of
from shared.sealed import Sealed
from shared.testing import Given
from tests import examples as ex
from tests.contracts import examples_keeping as kx
from tests.contracts import examples_need as nx
from tests.contracts.examples_reports import merge_undone, merged

CLOSED_ON = kx.CLOSED_ON
DUE_AT = datetime(2061, 5, 6, 9, 0, tzinfo=UTC)  # 35 years after, to the day
JOINT = "joint-case"
ONE, TWO = "person:records-officer", "person:service-manager"
reported: IncidentReported = ex.incident_reported
GIVEN = Given(keeping(ex.partnership()))


def stated(at: datetime = DUE_AT, **more: Any) -> Clearance:
    plain: dict[str, Any] = {
        "case": ex.CASE,
        "cases": (ex.CASE,),
        "closed_on": CLOSED_ON,
        "open": (),
        "public": False,
        "held": (),
        "joint": (),
        "classed": {},
        "heard": {ex.CASE: 3},
        "stated_at": at,
    }
    return Clearance(**{**plain, **more})


def propose(at: datetime = DUE_AT, joint_text: Any = None, **more: Any) -> ProposeErasure:
    return ProposeErasure(clearance=stated(at, **more), joint_text=joint_text, reason="Its years have run.")


def approve(at: datetime = DUE_AT, records: tuple[UUID, ...] = (), **more: Any) -> ApproveErasure:
    return ApproveErasure(proposal=kx.PROPOSAL, clearance=stated(at, **more), records=records)


def given(*history: Event) -> Given:
    return GIVEN.given(reported, kx.classed, *history)


# Two people.


def test_a_case_whose_years_have_run_is_proposed_for_erasure_by_one_person() -> None:
    it = given().when(propose(), at=DUE_AT, actor=ONE).then_one(ErasureProposed)
    assert (it.proposed_by, it.record_class, it.closed_on, it.keep_until, it.cases) == (
        ONE,
        "child protection",
        CLOSED_ON,
        date(2061, 5, 6),
        (ex.CASE,),
    )


def test_another_person_approves_and_the_certificate_says_who_and_which_keys() -> None:
    approval = approve(records=(ex.QUARANTINE,))
    given(kx.proposed).when(approval, at=DUE_AT, actor=TWO).then(kx.erased)


def test_whoever_proposed_it_cannot_approve_it() -> None:
    given(kx.proposed).when(approve(), at=DUE_AT, actor=ONE).then_refused("own-proposal")


def test_whoever_proposed_an_earlier_version_cannot_approve_a_later_one() -> None:
    earlier = kx.proposed.model_copy(update={"proposal": UUID(int=9), "proposed_by": TWO})
    given(earlier, kx.proposed).when(approve(), at=DUE_AT, actor=TWO).then_refused("own-proposal")


def test_whoever_proposed_one_that_was_declined_cannot_approve_the_next() -> None:
    earlier = kx.proposed.model_copy(update={"proposal": UUID(int=9), "proposed_by": TWO})
    declined = kx.declined.model_copy(update={"proposal": UUID(int=9)})
    given(earlier, declined, kx.proposed).when(approve(), at=DUE_AT, actor=TWO).then_refused("own-proposal")


def test_only_the_newest_proposal_can_be_approved() -> None:
    newer = kx.proposed.model_copy(update={"proposal": UUID(int=9)})
    given(kx.proposed, newer).when(approve(), at=DUE_AT, actor=TWO).then_refused("no-such-proposal")


def test_what_is_not_proposed_cannot_be_approved() -> None:
    given().when(approve(), at=DUE_AT, actor=TWO).then_refused("no-such-proposal")


def test_a_proposal_is_declined_with_a_reason_and_again_says_nothing() -> None:
    command = DeclineErasure(proposal=kx.PROPOSAL, reason="A brother has asked for his file.")
    given(kx.proposed).when(command, actor=TWO).then(kx.declined)
    given(kx.proposed, kx.declined).when(command, actor=TWO).then_nothing()
    given().when(command, actor=TWO).then_refused("no-such-proposal")


def test_what_was_declined_cannot_be_approved() -> None:
    given(kx.proposed, kx.declined).when(approve(), at=DUE_AT, actor=TWO).then_refused("no-such-proposal")


# Whoever looked without being asked is asked why first.


def test_what_was_looked_into_by_broken_glass_is_not_erased_before_somebody_reviewed_that() -> None:
    given(nx.broken).when(propose(), at=DUE_AT, actor=ONE).then_refused("glass-unreviewed")
    given(kx.proposed, nx.broken).when(approve(), at=DUE_AT, actor=TWO).then_refused("glass-unreviewed")
    assert given(nx.broken, nx.reviewed).when(propose(), at=DUE_AT, actor=ONE).then_one(ErasureProposed)


# A legal hold beats all.


def test_under_a_legal_hold_nothing_is_proposed() -> None:
    given(kx.hold_put).when(propose(), at=DUE_AT, actor=ONE).then_refused("legal-hold")


def test_a_legal_hold_that_came_after_the_proposal_forbids_to_approve_it() -> None:
    given(kx.proposed, kx.hold_put).when(approve(), at=DUE_AT, actor=TWO).then_refused("legal-hold")


def test_a_legal_hold_on_a_case_that_was_merged_into_it_forbids_it_too() -> None:
    command = propose(cases=(ex.CASE, "merged-case"), held=("merged-case",))
    given().when(command, at=DUE_AT, actor=ONE).then_refused("legal-hold")


def test_a_lifted_hold_forbids_nothing_any_more() -> None:
    given(kx.hold_put, kx.hold_lifted).when(propose(), at=DUE_AT, actor=ONE).then_one(ErasureProposed)


def test_of_two_holds_one_still_stands_when_the_other_is_lifted() -> None:
    second = kx.hold_put.model_copy(update={"hold": UUID(int=8)})
    given(kx.hold_put, second, kx.hold_lifted).when(propose(), at=DUE_AT).then_refused("legal-hold")


def test_a_hold_is_put_with_its_ground_and_a_reason() -> None:
    it = given().when(PutLegalHold(ground="inquest", reason="The coroner asks.")).then_one(LegalHoldPut)
    assert (it.ground, it.reason) == ("inquest", Sealed.of("The coroner asks."))


def test_a_hold_is_lifted_once_and_only_if_it_stands() -> None:
    lift = LiftLegalHold(hold=kx.HOLD, reason="The inquest is over.")
    given(kx.hold_put).when(lift).then(kx.hold_lifted)
    given(kx.hold_put, kx.hold_lifted).when(lift).then_nothing()
    given().when(lift).then_refused("no-such-hold")


def test_a_case_can_be_held_while_it_is_merged_into_another() -> None:
    given(merged).when(PutLegalHold(ground="other", reason="A letter came.")).then_one(LegalHoldPut)


# Not before its time, and not while it goes on.


def test_it_is_kept_until_the_day_on_which_the_years_of_its_class_have_run() -> None:
    before = DUE_AT - timedelta(days=1)
    given().when(propose(before), at=before).then_refused("before-retention-date")


def test_the_day_is_londons() -> None:
    """23:30 UTC on 5 May is 00:30 on the 6th in London, in summer time."""
    late = datetime(2061, 5, 5, 23, 30, tzinfo=UTC)
    given().when(propose(late), at=late).then_one(ErasureProposed)


def test_what_nobody_classed_is_kept_for_the_longest_of_the_table() -> None:
    longest = max(row.years for row in TABLE)
    last = datetime(CLOSED_ON.year + longest, 5, 5, 12, 0, tzinfo=UTC)
    GIVEN.given(reported).when(propose(last), at=last).then_refused("before-retention-date")
    due = last + timedelta(days=1)
    GIVEN.given(reported).when(propose(due), at=due).then_one(ErasureProposed)


def test_classed_for_longer_since_it_was_proposed_it_is_not_erased() -> None:
    longer = RecordClassed(record_class="looked-after child", reason=Sealed.of("She was looked after."))
    given(kx.proposed, longer).when(approve(), at=DUE_AT, actor=TWO).then_refused("before-retention-date")


@pytest.mark.parametrize("other", ["child sexual abuse", "looked-after child"])
def test_a_case_that_was_merged_into_it_and_is_kept_for_longer_keeps_both(other: RecordClass) -> None:
    """75 years, not 35: of every child whose case it was."""
    both: dict[str, Any] = {"cases": (ex.CASE, "merged-case"), "classed": {"merged-case": other}}
    given().when(propose(**both), at=DUE_AT).then_refused("before-retention-date")
    due = DUE_AT.replace(year=CLOSED_ON.year + 75)
    it = given().when(propose(due, **both), at=due).then_one(ErasureProposed)
    assert (it.record_class, it.keep_until) == (other, date(2101, 5, 6))


def test_a_case_that_was_merged_into_it_and_is_kept_for_less_long_changes_nothing() -> None:
    both: dict[str, Any] = {"cases": (ex.CASE, "merged-case"), "classed": {"merged-case": "other safeguarding"}}
    it = given().when(propose(**both), at=DUE_AT).then_one(ErasureProposed)
    assert it.record_class == "child protection"


def test_nobody_having_classed_it_the_class_of_a_case_that_was_merged_into_it_does_not_shorten_it() -> None:
    both: dict[str, Any] = {"cases": (ex.CASE, "merged-case"), "classed": {"merged-case": "child protection"}}
    GIVEN.given(reported).when(propose(**both), at=DUE_AT).then_refused("before-retention-date")


def test_what_it_was_classed_as_intake_knows_better_than_the_statement() -> None:
    it = given().when(propose(classed={ex.CASE: "adopted child"}), at=DUE_AT).then_one(ErasureProposed)
    assert it.record_class == "child protection"


def test_a_merged_case_classed_for_longer_since_it_was_proposed_is_not_erased() -> None:
    command = approve(cases=(ex.CASE, "merged-case"), classed={"merged-case": "adopted child"})
    both = kx.proposed.model_copy(update={"cases": (ex.CASE, "merged-case")})
    given(both).when(command, at=DUE_AT, actor=TWO).then_refused("before-retention-date")


def test_an_open_case_is_not_erased_and_says_what_is_open() -> None:
    then = given().when(propose(open=("Duties still open: 1.",)), at=DUE_AT)
    then.then_refused("still-open")
    assert then.refused and "Duties still open: 1." in then.refused.detail


def test_while_its_report_is_on_the_site_it_is_not_erased() -> None:
    given().when(propose(public=True), at=DUE_AT).then_refused("publication-up")


def test_something_recorded_since_it_was_proposed_needs_a_proposal_of_its_own() -> None:
    later = DUE_AT + timedelta(days=30)
    command = approve(later, closed_on=CLOSED_ON + timedelta(days=3))
    given(kx.proposed).when(command, at=later, actor=TWO).then_refused("changed-meanwhile")


@pytest.mark.parametrize("off", [GOOD_FOR, -GOOD_FOR])
def test_a_statement_is_good_for_a_quarter_of_an_hour(off: timedelta) -> None:
    given().when(propose(DUE_AT), at=DUE_AT + off).then_one(ErasureProposed)
    beyond = DUE_AT + off + (timedelta(seconds=1) if off > timedelta() else -timedelta(seconds=1))
    given().when(propose(DUE_AT), at=beyond).then_refused("clearance-outdated")


# Joint reviews, and cases that were merged.


def joint(**more: Any) -> tuple[Joint, ...]:
    plain: dict[str, Any] = {"case": JOINT, "others": (), "closed_on": CLOSED_ON, "open": (), "public": False}
    return (Joint(**{**plain, **more}),)


def test_a_joint_review_that_tells_of_it_must_be_resolved_by_a_person_first() -> None:
    given().when(propose(joint=joint()), at=DUE_AT).then_refused("joint-text")


def test_a_joint_review_that_tells_of_it_no_longer_stays() -> None:
    command = propose(joint_text="no longer tells of this incident", joint=joint(others=("another",)))
    assert given().when(command, at=DUE_AT).then_one(ErasureProposed).cases == (ex.CASE,)


def test_a_joint_review_goes_with_the_last_of_its_cases() -> None:
    it = given().when(propose(joint_text="erased with it", joint=joint()), at=DUE_AT).then_one(ErasureProposed)
    assert it.cases == (ex.CASE, JOINT)


def test_a_joint_review_that_goes_with_it_is_kept_from_its_own_last_fact() -> None:
    """Seven years after the case's own: so long the case is kept with it, and not where the review stays."""
    later = CLOSED_ON.replace(year=CLOSED_ON.year + 7)
    both = propose(joint_text="erased with it", joint=joint(closed_on=later))
    given().when(both, at=DUE_AT).then_refused("before-retention-date")
    due = DUE_AT.replace(year=DUE_AT.year + 7)
    both = propose(due, joint_text="erased with it", joint=joint(closed_on=later))
    it = given().when(both, at=due).then_one(ErasureProposed)
    assert (it.closed_on, it.keep_until) == (later, date(2068, 5, 6))
    alone = propose(joint_text="no longer tells of this incident", joint=joint(closed_on=later))
    assert given().when(alone, at=DUE_AT).then_one(ErasureProposed).closed_on == CLOSED_ON


@pytest.mark.parametrize("why", [{"others": ("another",)}, {"open": ("It is open.",)}, {"public": True}])
def test_a_joint_review_with_other_cases_open_or_public_does_not_go_with_it(why: dict[str, Any]) -> None:
    given().when(propose(joint_text="erased with it", joint=joint(**why)), at=DUE_AT).then_refused("joint-text")


def test_nobody_resolves_a_joint_review_that_there_is_not() -> None:
    given().when(propose(joint_text="erased with it"), at=DUE_AT).then_refused("no-joint-review")


def test_a_merged_case_is_erased_with_the_one_that_it_was_merged_into() -> None:
    given(merged).when(propose(), at=DUE_AT).then_refused("merged")
    it = given().when(propose(cases=(ex.CASE, "merged-case")), at=DUE_AT).then_one(ErasureProposed)
    assert it.cases == (ex.CASE, "merged-case")


def test_parted_again_it_stands_for_itself() -> None:
    assert isinstance(merge_undone, MergeUndone)
    given(merged, merge_undone).when(propose(), at=DUE_AT).then_one(ErasureProposed)


def test_a_case_merged_into_it_since_it_was_proposed_was_not_approved_by_the_proposal() -> None:
    command = approve(cases=(ex.CASE, "merged-case"))
    given(kx.proposed).when(command, at=DUE_AT, actor=TWO).then_refused("changed-meanwhile")


# Afterwards, and where there is nothing.

ASKED = (
    ClassRecord(record_class="adopted child", reason="Adopted."),
    PutLegalHold(ground="other", reason="A letter came."),
    LiftLegalHold(hold=kx.HOLD, reason="Over."),
    DeclineErasure(proposal=kx.PROPOSAL, reason="Kept."),
    propose(),
    approve(),
)


@pytest.mark.parametrize("command", ASKED, ids=lambda command: type(command).__name__)
def test_nothing_more_is_decided_on_a_case_that_was_erased(command: Any) -> None:
    given(kx.proposed, kx.erased).when(command, at=DUE_AT, actor=TWO).then_refused("erased")


@pytest.mark.parametrize("command", ASKED, ids=lambda command: type(command).__name__)
def test_nothing_is_decided_on_a_case_that_there_is_not(command: Any) -> None:
    GIVEN.given().when(command, at=DUE_AT).then_refused("no-such-case")


@pytest.mark.parametrize("command", ASKED, ids=lambda command: type(command).__name__)
def test_nothing_is_decided_on_a_test(command: Any) -> None:
    GIVEN.given(ex.report_tested).when(command, at=DUE_AT).then_refused("only-a-test")


def test_every_command_is_among_those_asked_here() -> None:
    assert {type(command) for command in ASKED} == set(COMMANDS)


def test_the_certificate_holds_nothing_sealed_so_that_it_reads_the_same_for_ever() -> None:
    assert not any("Sealed" in str(field.annotation) for field in CaseErased.model_fields.values())


# The table.


def test_a_class_is_recorded_once() -> None:
    command = ClassRecord(record_class="child protection", reason="There was a child protection plan.")
    GIVEN.given(reported).when(command).then(kx.classed)
    given().when(command).then_nothing()


@pytest.mark.parametrize(
    ("record_class", "years"),
    [
        ("adopted child", 100),
        ("looked-after child", 75),
        ("child sexual abuse", 75),
        ("child protection", 35),
        ("other safeguarding", 30),
        ("unclassified", 100),
    ],
)
def test_each_class_has_the_years_of_its_source(record_class: RecordClass, years: int) -> None:
    assert years_of(record_class, {}) == years


def test_a_partnership_sets_its_own_years_and_the_longest_follows() -> None:
    own: dict[RecordClass, int] = {"adopted child": 20, "looked-after child": 25}
    assert (years_of("adopted child", own), years_of("unclassified", own)) == (20, 75)
    assert {row.record_class for row in table_of(own) if row.confidence == "ours"} == {*own, "unclassified"}


def test_kept_from_a_leap_day_it_may_go_on_the_28th_of_february() -> None:
    assert keep_until(date(2028, 2, 29), 35) == date(2063, 2, 28)
    assert keep_until(date(2028, 2, 29), 36) == date(2064, 2, 29)

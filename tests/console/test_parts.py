"""The parts of a case: decisions, documents, proceedings and other cases, folded from what was said. No server."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from services.console.parts import Parts, parts
from shared.events.base import Event, Recorded, event_type
from shared.events.parallel import HoldLifted, HoldPlaced, ParallelProcessLinked, ParallelProcessReviewed
from shared.sealed import Sealed
from tests import examples as ex
from tests.console.examples import CASE, MONDAY, NOTIFY, RAPID_DECIDED, REPORTED
from tests.contracts.examples_practice import PARALLEL
from tests.contracts.examples_reports import attachment_kept, merge_undone, merged, taken_over

NAMES = {"police": "Meon Valley Police"}


def said(*events: Event) -> Iterable[Recorded]:
    """Each an hour after the one before."""
    for number, event in enumerate(events):
        at: datetime = MONDAY + timedelta(hours=number)
        yield Recorded(
            id=UUID(int=number),
            source="intake",
            type=event_type("intake", type(event)),
            subject=CASE,
            version=number + 1,
            time=at,
            cause=UUID(int=number),
            correlation=UUID(int=number),
            actor="person:officer",
            data=event,
        )


def found(*events: Event) -> Parts:
    return parts(CASE, said(*events), lambda id_: NAMES.get(id_, id_))


def one(of: type[Event]) -> Event:
    return next(event for event in PARALLEL if isinstance(event, of))


def test_a_decision_is_told_with_who_took_it_in_what_office_and_what_the_partners_think() -> None:
    decided = NOTIFY.model_copy(update={"authority": "Director", "partner_views": {"police": "notify"}})
    (decision,) = found(REPORTED, decided).decisions
    assert (decision.what, decision.by, decision.office) == ("Decided to notify", "person:officer", "Director")
    assert decision.views == (("Meon Valley Police", "notify"),)


def test_decisions_stand_in_the_order_in_which_they_were_taken() -> None:
    told = [decision.what for decision in found(NOTIFY, RAPID_DECIDED, merged).decisions]
    assert told == ["Decided to notify", "Rapid review decided", "Merged into another case"]


def test_a_document_has_the_address_where_somebody_says_what_they_open_it_for() -> None:
    report, proof = found(attachment_kept, ex.proof_kept).documents
    assert report.what == f"The agency’s {attachment_kept.kind}"
    assert report.address == (
        f"/read/intake/cases.case.attachments.attachment?in.case={CASE}&in.attachment={attachment_kept.attachment}"
    )
    assert f"in.proof={ex.proof_kept.proof}" in proof.address


def test_nothing_that_is_sealed_is_told_of_a_document() -> None:
    told = attachment_kept.model_copy(update={"name": Sealed.of("Rowan's scan")})
    assert "Rowan" not in repr(found(told))


def test_a_proceeding_stands_as_it_was_last_asked_about_and_holds_up_what_was_not_lifted() -> None:
    linked, placed, lifted = one(ParallelProcessLinked), one(HoldPlaced), one(HoldLifted)
    assert isinstance(linked, ParallelProcessLinked)
    placed = placed.model_copy(update={"process": linked.process})
    lifted = lifted.model_copy(update={"hold": placed.hold})  # type: ignore[attr-defined]
    reviewed = one(ParallelProcessReviewed).model_copy(update={"process": linked.process, "status": "concluded"})
    (waiting,) = found(linked, placed).processes
    assert list(waiting.holds.values()) == [placed.step]  # type: ignore[attr-defined]
    (after,) = found(linked, placed, reviewed, lifted).processes
    assert (after.status, after.holds) == ("concluded", {})


def test_a_proceeding_of_which_nobody_told_is_none() -> None:
    assert found(one(HoldPlaced), one(ParallelProcessReviewed)).processes == ()


def test_another_case_is_related_until_the_merge_is_undone() -> None:
    assert found(merged).related == ((merged.into, "this case was merged into it"),)
    assert found(merged, merge_undone).related == ()
    assert found(taken_over).related == ((taken_over.merged, "it was merged into this case"),)


def test_whose_children_they_are_can_be_opened_once_an_agency_told() -> None:
    assert (found().reported, found(REPORTED).reported) == (False, True)

"""What the publisher states of a case that is to be erased: whatever any service said is open, public or held."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

import pytest
from msgspec.structs import replace

from services.publisher.clearing import (
    classed_as,
    closed_on,
    covered,
    held,
    joint_reviews,
    public,
    still_open,
)
from shared.clearance import Clearance, opened, sealed
from shared.edge import BadInput
from shared.events.backdating import (
    BackdatingConfirmed,
    BackdatingLapsed,
    BackdatingProposed,
    BackdatingRefused,
)
from shared.events.base import Event, Recorded
from shared.events.duties import DutyArose, DutyFellAway
from shared.events.intake import (
    DecisionReopened,
    IncidentReclassified,
    IncidentReported,
    NotNotifyDecided,
    ReclassificationProposed,
)
from shared.events.merging import merged_into
from shared.events.need import GlassBroken, GlassReviewed
from shared.events.practice import CoveredBy, ReviewsClosed, ReviewsReopened
from shared.events.publisher import PublicationOpened, ReportPublished, ReportTakenDown
from shared.events.removal import ReportRemoved
from shared.events.reviews import RapidReviewCancelled, RapidReviewOpened
from shared.keys import Keyring
from tests import examples as ex
from tests.contracts import examples_keeping as kx
from tests.contracts import records
from tests.contracts.examples_reports import merged, released, taken_over

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def example(source: str, kind: type[Event]) -> Event:
    """The one good example of this event."""
    return next(event for event in records.SAID[source] if type(event) is kind)


def known(*said: tuple[str, Event | type[Event]]) -> list[Recorded]:
    """As the log has them, a day apart."""
    found = []
    for day, (source, event) in enumerate(said):
        data = event if isinstance(event, Event) else example(source, event)
        blank = Recorded(
            id=uuid5(UUID(int=3), str(day)),
            source=source,
            type="",
            subject=ex.CASE,
            version=day + 1,
            time=START + timedelta(days=day),
            cause=UUID(int=4),
            correlation=UUID(int=4),
            actor="person:officer",
            data=data,
        )
        found.append(blank)
    return found


DECIDED = (("intake", IncidentReported), ("intake", NotNotifyDecided))


def test_a_case_that_was_considered_and_not_notified_is_closed() -> None:
    assert still_open(known(*DECIDED)) == []


def test_until_it_is_decided_it_is_open() -> None:
    expected = ["The authority has not decided whether to notify."]
    assert still_open(known(("intake", IncidentReported))) == expected
    assert still_open(known(*DECIDED, ("intake", DecisionReopened))) == expected


def test_a_merged_case_is_decided_on_elsewhere() -> None:
    assert still_open(known(("intake", IncidentReported), ("intake", merged))) == []


def test_a_proposed_reclassification_is_open_until_it_is_signed() -> None:
    waiting = known(*DECIDED, ("intake", ReclassificationProposed))
    assert still_open(waiting) == ["A reclassification waits for its second signature."]
    signed = known(*DECIDED, ("intake", ReclassificationProposed), ("intake", IncidentReclassified))
    assert still_open(signed) == []


def test_glass_that_nobody_reviewed_is_open_of_a_merged_case_too() -> None:
    broken = (("intake", IncidentReported), ("intake", merged), ("intake", GlassBroken))
    assert still_open(known(*broken)) == ["Nobody has said whether its glass was broken rightly."]
    assert still_open(known(*broken, ("intake", GlassReviewed))) == []


@pytest.mark.parametrize("ends", [BackdatingConfirmed, BackdatingRefused, BackdatingLapsed])
def test_a_time_that_awaits_a_second_signature_is_open_until_it_is_signed(ends: type[Event]) -> None:
    waiting = (*DECIDED, ("intake", BackdatingProposed))
    expected = ["A time that was moved or recorded late waits for its second signature."]
    assert still_open(known(*waiting)) == expected
    assert still_open(known(*waiting, ("intake", ends))) == []


@pytest.mark.parametrize("source", ["intake", "notifier", "reviews", "publisher"])
def test_a_duty_of_any_service_is_open_until_it_is_met_or_falls_away(source: str) -> None:
    arose = example(source, DutyArose)
    assert isinstance(arose, DutyArose)
    gone = DutyFellAway(duty=arose.duty, reason="withdrawn")
    assert still_open(known(*DECIDED, (source, arose))) == ["Duties still open: 1."]
    assert still_open(known(*DECIDED, (source, arose), (source, gone))) == []
    other = "intake" if source != "intake" else "notifier"
    assert still_open(known(*DECIDED, (source, arose), (other, arose), (other, gone))) != []


@pytest.mark.parametrize("source", ["notifier", "reviews", "publisher"])
def test_a_dispatch_is_open_until_it_is_handed_over(source: str) -> None:
    due = next(event for event in records.SAID[source] if type(event).__name__ == "DispatchDue")
    handed = next(event for event in records.SAID[source] if type(event).__name__ == "DispatchHandedOver")
    handed = handed.model_copy(update={"dispatch": due.dispatch})  # type: ignore[attr-defined]
    waiting = ["Dispatches that are not sent, in doubt or refused: 1."]
    assert still_open(known(*DECIDED, (source, due))) == waiting
    assert still_open(known(*DECIDED, (source, due), (source, handed))) == []


def test_reviews_are_open_until_they_are_closed_and_again_when_reopened() -> None:
    begun = (*DECIDED, ("reviews", RapidReviewOpened))
    assert still_open(known(*begun)) == ["Its reviews are not closed."]
    assert still_open(known(*begun, ("reviews", ReviewsClosed))) == []
    assert still_open(known(*begun, ("reviews", ReviewsClosed), ("reviews", ReviewsReopened))) != []
    assert still_open(known(*begun, ("reviews", RapidReviewCancelled))) == []


def test_a_publication_is_open_until_it_is_made() -> None:
    begun = (*DECIDED, ("publisher", PublicationOpened))
    assert still_open(known(*begun)) == ["Its publication is neither made nor ended."]
    assert still_open(known(*begun, ("publisher", ReportPublished))) == []


@pytest.mark.parametrize("down", [ReportTakenDown, ReportRemoved])
def test_its_report_is_public_until_it_is_taken_down_or_removed(down: type[Event]) -> None:
    assert not public(known(*DECIDED))
    assert public(known(*DECIDED, ("publisher", ReportPublished)))
    assert not public(known(*DECIDED, ("publisher", ReportPublished), ("publisher", down)))


def test_a_legal_hold_stands_until_it_is_lifted() -> None:
    assert held(known(*DECIDED, ("intake", kx.hold_put)))
    assert not held(known(*DECIDED, ("intake", kx.hold_put), ("intake", kx.hold_lifted)))
    assert not held(known(*DECIDED))


def test_a_case_is_of_the_class_that_somebody_said_last() -> None:
    assert classed_as(known(*DECIDED)) == "unclassified"
    again = kx.classed.model_copy(update={"record_class": "adopted child"})
    assert classed_as(known(*DECIDED, ("intake", kx.classed))) == "child protection"
    assert classed_as(known(*DECIDED, ("intake", kx.classed), ("intake", again))) == "adopted child"


def test_it_is_kept_from_the_day_of_the_last_fact_of_any_service() -> None:
    assert closed_on(known(*DECIDED, ("notifier", DutyArose))) == date(2026, 3, 4)


def test_that_it_is_held_or_proposed_is_no_fact_to_keep_it_for() -> None:
    kept = [("intake", event) for event in kx.KEEPING]
    assert closed_on(known(*DECIDED, *kept)) == date(2026, 3, 3)


def test_the_day_is_londons() -> None:
    last = [replace(it, time=datetime(2026, 6, 1, 23, 30, tzinfo=UTC)) for it in known(*DECIDED)]
    assert closed_on(last) == date(2026, 6, 2)


def test_a_closing_that_is_dated_later_than_it_was_recorded_counts() -> None:
    closed = example("reviews", ReviewsClosed).model_copy(update={"retention_from": date(2026, 9, 1)})
    assert closed_on(known(*DECIDED, ("reviews", closed))) == date(2026, 9, 1)


def test_what_was_merged_into_it_goes_with_it_unless_it_was_parted_again() -> None:
    assert merged_into(each.data for each in known(*DECIDED, ("intake", taken_over))) == [taken_over.merged]
    again = released.model_copy(update={"merged": taken_over.merged})
    assert merged_into(each.data for each in known(*DECIDED, ("intake", taken_over), ("intake", again))) == []


def test_a_joint_review_that_covers_it_is_told() -> None:
    it = example("reviews", CoveredBy)
    assert isinstance(it, CoveredBy)
    assert joint_reviews(known(*DECIDED, ("reviews", it))) == [it.case]
    assert covered(known(*DECIDED)) == []


# The statement that is carried.

STATED = Clearance(
    case=ex.CASE,
    cases=(ex.CASE,),
    closed_on=kx.CLOSED_ON,
    open=(),
    public=False,
    held=(),
    joint=(),
    classed={ex.CASE: "child protection"},
    heard={ex.CASE: 2},
    stated_at=START,
)
HASH = Keyring(b"k" * 32).hasher("clearance")


def test_a_statement_reads_as_it_was_made() -> None:
    assert opened(sealed(STATED, HASH), HASH) == STATED


def test_nobody_words_a_statement_for_himself() -> None:
    body, _, signature = sealed(STATED, HASH).partition(".")
    another, _, _ = sealed(STATED.model_copy(update={"open": ("Everything.",)}), HASH).partition(".")
    stolen = sealed(STATED, Keyring(b"o" * 32).hasher("clearance"))
    for forged in (f"{another}.{signature}", body, f"{body}.", "", ".", stolen, f"é.{signature}"):
        with pytest.raises(BadInput) as refused:
            opened(forged, HASH)
        assert refused.value.problems[0][0] == "/clearance"

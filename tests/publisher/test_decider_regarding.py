"""What the national bodies say of their copies: recorded, had regard to, and never passed over."""

from datetime import date

from services.publisher.beforehand import RecordCopyComments, RecordCopyRegard
from services.publisher.commands import SchedulePublication
from shared.events.beforehand import CopyCommentsReceived, CopyRegardHad
from shared.testing import Given
from tests.publisher import beforehand as before
from tests.publisher import examples as ex

it = Given(ex.decider())
commented = (*ex.sent_so_far, before.comments)
schedule = SchedulePublication(publish_on=ex.PUBLISH_ON)
changed = (*commented, ex.drafted(ex.other_text))


def record(**other: object) -> RecordCopyComments:
    return before.record_comments.model_copy(update=other)


def test_comments_are_of_the_text_that_their_author_was_sent() -> None:
    it.given(*ex.sent_so_far).when(before.record_comments, at=ex.IN_DECEMBER).then(before.comments)
    late = it.given(*ex.sent_so_far, ex.drafted(ex.other_text)).when(before.record_comments, at=ex.IN_DECEMBER)
    assert late.then_one(CopyCommentsReceived).text_hash == ex.HASH


def test_the_same_comments_are_recorded_once() -> None:
    it.given(*commented).when(before.record_comments, at=ex.IN_DECEMBER).then_nothing()


def test_only_who_was_handed_a_copy_comments_on_it() -> None:
    it.given(*ex.certified_so_far).when(before.record_comments, at=ex.IN_DECEMBER).then_refused("no-copy-sent")
    mayor = record(recipient="chief-officer-of-police")
    it.given(*ex.sent_so_far).when(mayor, at=ex.IN_DECEMBER).then_refused("national-only")


def test_no_comments_come_from_the_future() -> None:
    tomorrow = record(received_on=date(2026, 12, 22))
    it.given(*ex.sent_so_far).when(tomorrow, at=ex.IN_DECEMBER).then_refused("not-in-the-future")


def test_comments_without_regard_hold_the_schedule_up() -> None:
    refused = it.given(*commented).when(schedule, at=ex.IN_DECEMBER)
    refused.then_refused("not-ready-to-publish")
    assert refused.refused and refused.refused.detail.startswith("Comments on the advance copies")
    it.given(*commented, before.regard_had).when(schedule, at=ex.IN_DECEMBER).then(ex.scheduled)


def test_comments_after_the_approval_take_it_back() -> None:
    back = before.back("comments came in")
    it.given(*ex.approved_so_far).when(before.record_comments, at=ex.IN_DECEMBER).then(before.comments, back)


def test_what_was_done_with_each_is_recorded_once() -> None:
    it.given(*commented).when(before.have_regard).then(before.regard_had)
    it.given(*commented, before.regard_had).when(before.have_regard).then_nothing()
    it.given(*ex.sent_so_far).when(before.have_regard).then_refused("no-such-comment")


def test_the_text_was_changed_only_once_the_changed_text_is_saved() -> None:
    claim = RecordCopyRegard(comment=before.COMMENT, outcome="the text was changed", response="Page 3 is clearer.")
    it.given(*commented).when(claim).then_refused("not-changed")
    assert it.given(*changed).when(claim).then_one(CopyRegardHad).outcome == "the text was changed"


def test_a_changed_text_needs_certificate_and_copies_anew() -> None:
    refused = it.given(*changed, before.regard_had).when(schedule, at=ex.IN_DECEMBER)
    refused.then_refused("not-ready-to-publish")
    assert refused.refused and refused.refused.detail.count("has an advance copy of another text") == 3


def test_comments_after_publication_are_recorded_and_change_nothing() -> None:
    it.given(*ex.published_so_far).when(before.record_comments, at=ex.PUBLISHED_AT).then(before.comments)

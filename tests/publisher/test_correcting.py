"""A correction goes by every door that the first text went, and takes its place when two people say so."""

from datetime import UTC, datetime, timedelta

import pytest

from services.publisher.commands import SendAdvanceCopies
from services.publisher.corrections import ApproveCorrection, WaiveSevenDays
from shared.events.anonymity import CertificateVoided
from shared.events.base import Event
from shared.events.correcting import CorrectionAgreed
from shared.events.dispatch import DispatchDue
from shared.events.duties import DutyArose
from shared.events.publisher import DraftSaved
from shared.testing import Given
from tests.publisher import corrections as co
from tests.publisher import examples as ex
from tests.publisher.test_removal import removed
from tests.publisher.test_repository import submitted

# Seven working days back from Monday 1 February 2027: 29, 28, 27, 26, 25 January, 22, and Thursday 21.
LAST_DAY = datetime(2027, 1, 21, 23, 59, tzinfo=UTC)


def given(*history: Event) -> Given:
    return Given(ex.decider()).given(*history)


ready = given(*co.certified_so_far, *co.copies(2, LAST_DAY))
proposed = given(*co.certified_so_far, *co.copies(2, LAST_DAY), co.proposed)
agreed = given(*co.certified_so_far, *co.copies(2, LAST_DAY), co.proposed, co.agreed)


def test_what_is_public_is_drafted_anew_only_with_words_for_readers_on_what_is_corrected() -> None:
    given(*ex.published_so_far).when(ex.save(co.text), actor=ex.WRITER, at=co.AT).then(ex.drafted(co.text))
    silent = co.text.model_copy(update={"correction": " "})
    given(*ex.published_so_far).when(ex.save(silent), at=co.AT).then_refused("already-published")


def test_before_publication_there_is_nothing_to_correct() -> None:
    given(*ex.scheduled_so_far).when(ex.save(co.text)).then_refused("nothing-to-correct")


def test_a_correction_needs_a_certificate_of_its_own() -> None:
    refused = given(*co.drafted_so_far, co.waived, *co.copies(2, LAST_DAY)).when(co.approve, at=co.AT)
    refused.then_refused("not-ready-to-publish")
    assert "Two people must certify" in str(refused.refused)


def test_two_people_approve_exactly_this_text() -> None:
    ready.when(co.approve, actor=ex.FIRST, at=co.AT).then(co.proposed)
    proposed.when(co.approve, actor=ex.FIRST, at=co.AT).then_nothing()
    proposed.when(co.approve, actor=ex.SECOND, at=co.AT).then(co.agreed)
    ready.when(ApproveCorrection(text_hash=ex.HASH), at=co.AT).then_refused("another-text")


def test_whoever_drafted_the_text_may_propose_it_and_not_be_the_second() -> None:
    proposed.when(co.approve, actor=ex.WRITER, at=co.AT).then_refused("drafted-by-you")
    by_writer = co.proposed.model_copy(update={"proposed_by": ex.WRITER})
    ready.when(co.approve, actor=ex.WRITER, at=co.AT).then(by_writer)
    of_two_drafts = given(*co.certified_so_far, *co.copies(2, LAST_DAY), by_writer)
    agreed_by = (ex.WRITER, ex.SECOND)
    of_two_drafts.when(co.approve, actor=ex.SECOND, at=co.AT).then(
        co.agreed.model_copy(update={"agreed_by": agreed_by})
    )


def test_the_seven_working_days_run_anew() -> None:
    """A second late on the last day: Thursday 21 January is in time for Monday 1 February, Friday 22 is not."""
    late = given(*co.certified_so_far, *co.copies(2, LAST_DAY + timedelta(minutes=1)))
    refused = late.when(co.approve, actor=ex.FIRST, at=co.AT)
    refused.then_refused("not-ready-to-publish")
    assert str(refused.refused).count("the last day was Thu 21 Jan 2027") == 3


def test_the_seven_days_may_be_waived_by_an_explicit_decision_but_not_the_copies() -> None:
    given(*co.certified_so_far).when(co.waive, actor=ex.FIRST, at=co.AT).then(co.waived)
    without = given(*co.certified_so_far, co.waived).when(co.approve, at=co.AT)
    without.then_refused("not-ready-to-publish")
    assert str(without.refused).count("has an advance copy of another text") == 3
    at_once = given(*co.certified_so_far, co.waived, *co.copies(2, co.AT))
    at_once.when(co.approve, actor=ex.FIRST, at=co.AT).then(co.proposed)


def test_new_copies_are_owed_by_a_day_unless_the_seven_days_were_waived() -> None:
    send = SendAdvanceCopies(publish_on=co.AT.date())
    normal = given(*co.certified_so_far).when(send, at=LAST_DAY).happened
    assert [type(each) for each in normal] == [DispatchDue, DutyArose] * 3
    waived = given(*co.certified_so_far, co.waived).when(send, at=co.AT).happened
    assert [type(each) for each in waived] == [DispatchDue] * 3


def test_the_worker_publishes_what_two_people_agreed_to_and_keeps_the_year_running() -> None:
    agreed.when(co.publish, at=co.AT).then(co.published)
    ready.when(co.publish, at=co.AT).then_nothing()
    proposed.when(co.publish, at=co.AT).then_nothing()


def test_who_has_the_earlier_text_at_the_repository_is_sent_this_one() -> None:
    history = (*co.certified_so_far, *co.copies(2, LAST_DAY), submitted, co.proposed, co.agreed)
    again = given(*history).when(co.publish, at=co.AT).then_one(DispatchDue)
    assert (again.purpose, again.revision, again.document_hash) == ("repository submission", 2, co.HASH)


def test_another_draft_voids_what_was_agreed_and_waived() -> None:
    other = co.text.model_copy(update={"title": "Child safeguarding practice review: W"})
    history = (*co.certified_so_far, co.waived, *co.copies(2, co.AT), co.proposed, ex.drafted(other))
    given(*history).when(co.approve, at=co.AT).then_refused("another-text")
    given(*history, co.agreed).when(co.publish, at=co.AT).then_nothing()


def test_what_becomes_known_voids_a_correction_in_hand() -> None:
    voided = CertificateVoided(publication=ex.PUBLICATION, text_hash=co.HASH, because="more became known")
    history = (*co.certified_so_far, *co.copies(2, LAST_DAY), co.proposed, co.agreed, voided)
    given(*history).when(co.publish, at=co.AT).then_nothing()


def test_to_save_what_is_public_gives_a_correction_up() -> None:
    given(*co.certified_so_far).when(ex.save(), at=co.AT).then_one(DraftSaved)
    given(*co.certified_so_far, ex.drafted()).when(co.waive, at=co.AT).then_refused("no-correction")


@pytest.mark.parametrize("gone", [ex.taken_down, removed])
def test_what_is_not_on_the_site_is_not_corrected(gone: Event) -> None:
    for command in (ex.save(co.text), co.waive, co.approve):
        given(*ex.published_so_far, gone).when(command).then_refused("not-on-the-site")
    history = (*co.certified_so_far, *co.copies(2, LAST_DAY), co.proposed, co.agreed, gone)
    given(*history).when(co.publish, at=co.AT).then_nothing()


def test_what_was_never_published_is_not_corrected() -> None:
    for command in (co.waive, co.approve):
        given(*ex.scheduled_so_far).when(command).then_refused("not-published")


def test_a_second_correction_is_numbered_and_replaces_the_first() -> None:
    once = (*co.certified_so_far, *co.copies(2, LAST_DAY), co.proposed, co.agreed, co.published)
    again = co.text.model_copy(update={"correction": "A heading, too."})
    happened = given(*once).when(ex.save(again), at=co.AT).happened
    state = ex.decider().state([*once, *happened])
    assert (state.public_hash, state.corrections.published, state.settled) == (co.HASH, 1, False)


@pytest.mark.parametrize("command", [co.waive, co.approve, co.publish])
def test_any_command_given_twice_says_nothing_the_second_time(command: WaiveSevenDays) -> None:
    history = [*co.certified_so_far, *co.copies(2, LAST_DAY)]
    history += [co.proposed, co.agreed] if command is co.publish else []
    first = given(*history).when(command, actor=ex.FIRST, at=co.AT).happened
    assert first and not any(isinstance(each, CorrectionAgreed) for each in first)
    given(*history, *first).when(command, actor=ex.FIRST, at=co.AT).then_nothing()

"""A record that was set aside, and the two ways in which a person settles it."""

import pytest

from shared.decider import Command
from shared.events.base import Event, QuarantineReplayed
from shared.quarantine import (
    DiscardRecord,
    OpenRecord,
    PurgeRecord,
    Quarantine,
    ReplayRecord,
    as_bytes,
    as_text,
    quarantine,
)
from shared.sealed import Sealed
from shared.testing import Given
from tests import examples as ex

given = Given(quarantine).given

set_aside = Quarantine(
    **ex.quarantined.model_dump(exclude={"record", "headers"}),
    record=ex.quarantined.record.plain,
    headers=(("content-type", as_text(b"application/json")),),
)
replay = ReplayRecord(case=ex.CASE, corrected=True, reason="The ward confirmed what happened.")
discard = DiscardRecord(reason="A test of the agency's new system.")
read = OpenRecord(purpose="to mend it")
purge = PurgeRecord(kept_days=180)
ours = ex.quarantined.model_copy(update={"topic": "case-keys"})


def test_a_record_is_set_aside_with_its_bytes_sealed() -> None:
    given().when(set_aside).then(ex.quarantined)


def test_a_record_without_headers_is_set_aside_without_them() -> None:
    bare = set_aside.model_copy(update={"headers": ()})
    given().when(bare).then(ex.quarantined.model_copy(update={"headers": None}))


def test_a_person_has_it_taken_in_after_all() -> None:
    given(ex.quarantined).when(replay).then(ex.replayed)


def test_a_person_discards_it_with_a_reason() -> None:
    given(ex.quarantined).when(discard).then(ex.discarded)


def test_whoever_reads_it_is_written_down_each_time_and_it_waits_as_before() -> None:
    given(ex.quarantined).when(read).then(ex.record_opened)
    given(ex.quarantined, ex.record_opened).when(read).then(ex.record_opened)
    given(ex.quarantined, ex.record_opened).when(discard).then(ex.discarded)


@pytest.mark.parametrize("command", [replay, discard, read], ids=["replay", "discard", "read"])
def test_what_was_not_set_aside_cannot_be_settled(command: Command) -> None:
    given().when(command).then_refused("no-such-record")


def test_only_an_agencys_record_is_taken_in_by_hand() -> None:
    given(ours).when(replay).then_refused("not-an-agencys-record")


def test_a_record_of_our_own_may_be_discarded() -> None:
    given(ours).when(discard).then(ex.discarded)


def test_what_was_taken_in_is_not_discarded() -> None:
    given(ex.quarantined, ex.replayed).when(discard).then_refused("already-replayed")


def test_what_was_discarded_by_mistake_can_still_be_taken_in() -> None:
    given(ex.quarantined, ex.discarded).when(replay).then(ex.replayed)


def test_what_was_discarded_is_purged_once() -> None:
    given(ex.quarantined, ex.discarded).when(purge).then(ex.purged)
    given(ex.quarantined, ex.discarded, ex.purged).when(purge).then_nothing()


def test_what_waits_or_was_taken_in_is_not_purged() -> None:
    given(ex.quarantined).when(purge).then_nothing()
    given(ex.quarantined, ex.discarded, ex.replayed).when(purge).then_nothing()


@pytest.mark.parametrize("command", [replay, discard, read], ids=["replay", "discard", "read"])
def test_nothing_is_to_be_done_with_what_was_purged(command: Command) -> None:
    given(ex.quarantined, ex.discarded, ex.purged).when(command).then_refused("purged")


def test_a_record_opens_one_case_at_most() -> None:
    other = replay.model_copy(update={"case": "another"})
    given(ex.quarantined, ex.replayed).when(other).then_refused("already-replayed")


@pytest.mark.parametrize(
    ("command", "history"),
    [
        (set_aside, ()),
        (replay, (ex.quarantined,)),
        (discard, (ex.quarantined,)),
        (purge, (ex.quarantined, ex.discarded)),
    ],
    ids=["set aside", "replay", "discard", "purge"],
)
def test_a_command_given_twice_says_nothing_the_second_time(command: Command, history: tuple[Event, ...]) -> None:
    said = given(*history).when(command).happened
    assert said
    given(*history, *said).when(command).then_nothing()


def test_why_a_person_settled_it_is_sealed() -> None:
    said = given(ex.quarantined).when(replay).then_one(QuarantineReplayed)
    assert isinstance(said.reason, Sealed)


@pytest.mark.parametrize("value", [b"", b"{", bytes(range(256))])
def test_bytes_are_kept_as_they_came(value: bytes) -> None:
    assert as_bytes(as_text(value)) == value

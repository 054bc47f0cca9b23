"""Nor can the notes be changed: each is signed, and each has the hash of the one before it."""

import random
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.witness.chain import read
from deploy.witness.checkpoint import following, signed
from deploy.witness.ledger import Ledger
from tests.witness.examples import KEY, grown, numbered

_, CHECKPOINTS, NOTES = grown(size=60, each_time=12)
PUBLIC = KEY.public_key()


def test_notes_that_nobody_touched_are_whole() -> None:
    assert read(numbered(NOTES), PUBLIC) == (CHECKPOINTS, [])


def test_a_thousand_changed_bits_are_all_found() -> None:
    chance = random.Random(2026)
    for _ in range(1_000):
        notes = list(NOTES)
        which = chance.randrange(len(notes))
        changed = bytearray(notes[which])
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        notes[which] = bytes(changed)
        _, problems = read(numbered(notes), PUBLIC)
        assert f"note {which + 1}: is not signed by this key" in problems


def test_a_note_taken_out_is_missed() -> None:
    notes = numbered(NOTES)
    del notes[2]
    assert read(notes, PUBLIC)[1] == ["note 3: is missing"]


def test_a_note_taken_out_and_the_rest_moved_up_is_found() -> None:
    _, problems = read(numbered(NOTES[:2] + NOTES[3:]), PUBLIC)
    assert problems == [
        "note 3: holds checkpoint 4",
        "note 3: does not follow from the note before it",
        "note 4: holds checkpoint 5",
    ]


def test_somebody_elses_signature_is_none() -> None:
    another = Ed25519PrivateKey.from_private_bytes(bytes(32))
    notes = [*NOTES[:-1], signed(CHECKPOINTS[-1], another)]
    assert read(numbered(notes), PUBLIC) == (CHECKPOINTS[:-1], ["note 5: is not signed by this key"])


def test_a_fork_by_one_who_has_the_key_is_found_by_the_note_after_it() -> None:
    forged = following((CHECKPOINTS[1], NOTES[1]), CHECKPOINTS[2].at, "a-kafka", CHECKPOINTS[1].trees)
    notes = [*NOTES[:2], signed(forged, KEY), *NOTES[3:]]
    assert read(numbered(notes), PUBLIC)[1] == ["note 4: does not follow from the note before it"]


def test_a_log_never_shrinks_and_time_never_goes_back() -> None:
    smaller = following((CHECKPOINTS[1], NOTES[1]), CHECKPOINTS[0].at, "a-kafka", CHECKPOINTS[0].trees)
    _, problems = read(numbered([*NOTES[:2], signed(smaller, KEY)]), PUBLIC)
    assert problems == [
        "note 3: is dated before note 2",
        *(f"note 3: intake.events/{partition} has fewer entries than in note 2" for partition in range(3)),
    ]


def test_a_note_is_kept_once_and_never_replaced(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "notes")
    ledger.keep(1, NOTES[0])
    with pytest.raises(FileExistsError):
        ledger.keep(1, NOTES[1])
    assert list(ledger.notes()) == [(1, NOTES[0])]
    assert [path.name for path in ledger.folder.iterdir()] == ["00000001.note"]  # no half-written one is left

"""A log of three partitions and the notes signed as it grew."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.witness.checkpoint import Checkpoint, following, signed
from deploy.witness.trees import Trees

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
BEGAN = datetime(2026, 1, 5, 9, tzinfo=UTC)
EVERY = timedelta(minutes=5)
Entries = dict[str, list[bytes]]  # by tree


def grown(size: int, each_time: int) -> tuple[Entries, list[Checkpoint], list[bytes]]:
    """`size` entries in turn over three trees; a checkpoint and its note each time so many were added."""
    trees = Trees({})
    entries: Entries = {f"intake.events/{partition}": [] for partition in range(3)}
    checkpoints: list[Checkpoint] = []
    notes: list[bytes] = []
    for number in range(size):
        name = f"intake.events/{number % 3}"
        entries[name].append(f"entry {number}".encode())
        trees.append(name, entries[name][-1])
        if (number + 1) % each_time == 0:
            before = (checkpoints[-1], notes[-1]) if notes else None
            checkpoints.append(following(before, BEGAN + EVERY * len(notes), "a-kafka", trees.heads()))
            notes.append(signed(checkpoints[-1], KEY))
    return entries, checkpoints, notes


def numbered(notes: Sequence[bytes]) -> list[tuple[int, bytes]]:
    return list(enumerate(notes, start=1))


def planted(entries: Mapping[str, Sequence[bytes]], asked: Mapping[str, set[int]]) -> Trees:
    trees = Trees(asked)
    for name, of_it in entries.items():
        for entry in of_it:
            trees.append(name, entry)
    return trees

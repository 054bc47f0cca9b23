"""Whatever is done to what was witnessed, the audit finds it: six ways, a thousand times each, by chance."""

import random
from collections.abc import Callable

import pytest

from deploy.witness.trees import departures, sizes_in
from tests.witness.examples import Entries, grown, planted

ENTRIES, CHECKPOINTS, _ = grown(size=60, each_time=12)
ASKED = sizes_in(CHECKPOINTS)


def edit(log: list[bytes], chance: random.Random) -> None:
    where = chance.randrange(len(log))
    changed = bytearray(log[where])
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    log[where] = bytes(changed)


def insert(log: list[bytes], chance: random.Random) -> None:
    log.insert(chance.randrange(len(log)), chance.randbytes(chance.randrange(12)))


def delete(log: list[bytes], chance: random.Random) -> None:
    """And something else at the end, so that the count is what it was."""
    del log[chance.randrange(len(log))]
    log.append(b"made up")


def reorder(log: list[bytes], chance: random.Random) -> None:
    first, second = chance.sample(range(len(log)), 2)
    log[first], log[second] = log[second], log[first]


def truncate(log: list[bytes], chance: random.Random) -> None:
    del log[chance.randrange(len(log)) :]


def fork(log: list[bytes], chance: random.Random) -> None:
    """Another story from some entry on, and longer than the true one."""
    start = chance.randrange(len(log))
    log[start:] = [chance.randbytes(8) for _ in range(len(log) - start + 5)]


@pytest.mark.parametrize("tamper", [edit, insert, delete, reorder, truncate, fork])
def test_a_thousand_by_chance_are_all_found(tamper: Callable[[list[bytes], random.Random], None]) -> None:
    chance = random.Random(2026)
    for _ in range(1_000):
        log: Entries = {name: list(entries) for name, entries in ENTRIES.items()}
        name = chance.choice(sorted(log))
        tamper(log[name], chance)
        found = departures(planted(log, ASKED), CHECKPOINTS)
        assert [sentence.partition(":")[0] for sentence in found] == [name]


def test_what_nobody_touched_is_as_it_was_witnessed() -> None:
    assert departures(planted(ENTRIES, ASKED), CHECKPOINTS) == []


def test_it_says_between_which_entries_and_when() -> None:
    """Each of the three trees has 4 entries at the first checkpoint, 8 at the second, at 09:05."""
    log = {name: list(entries) for name, entries in ENTRIES.items()}
    log["intake.events/1"][5] = b"another"
    [found] = departures(planted(log, ASKED), CHECKPOINTS)
    assert found == ("intake.events/1: entries 5 to 8 are not those of checkpoint 2 of 2026-01-05 09:05:00 UTC")


def test_it_says_how_many_there_were() -> None:
    log = {name: list(entries) for name, entries in ENTRIES.items()}
    del log["intake.events/2"][18:]
    [found] = departures(planted(log, ASKED), CHECKPOINTS)
    assert found == "intake.events/2: has 18 entries, and had 20 at checkpoint 5 of 2026-01-05 09:20:00 UTC"

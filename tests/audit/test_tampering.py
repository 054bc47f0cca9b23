"""Whatever is done to an audit log that was witnessed is found: six ways, a thousand times each, by chance.

By the chain alone where somebody did not know of it; by the witnessed tree where the hashes were made to fit.
"""

import json
import random
from collections.abc import Callable

import pytest

from deploy.witness.checkpoint import Checkpoint, following
from deploy.witness.trees import Trees, departures, sizes_in
from shared.audit.chain import problems
from shared.audit.entry import Content, Tip, linked
from tests.audit.examples import log_of, looked, wires
from tests.witness.examples import BEGAN, EVERY

TREE = "intake.audit/0"
LOG = wires(log_of(30))
Log = list[bytes]


def witnessed(log: Log, each_time: int) -> list[Checkpoint]:
    trees = Trees({})
    checkpoints: list[Checkpoint] = []
    for number, entry in enumerate(log, start=1):
        trees.append(TREE, entry)
        if number % each_time == 0:
            last = (checkpoints[-1], b"its note") if checkpoints else None
            checkpoints.append(following(last, BEGAN + EVERY * len(checkpoints), "a-kafka", trees.heads()))
    return checkpoints


CHECKPOINTS = witnessed(LOG, 6)


def departed(log: Log) -> list[str]:
    trees = Trees(sizes_in(CHECKPOINTS))
    for entry in log:
        trees.append(TREE, entry)
    return departures(trees, CHECKPOINTS)


def edit(log: Log, chance: random.Random) -> None:
    """Another person looked."""
    where = chance.randrange(len(log))
    log[where] = log[where].replace(b"ellis", chance.choice([b"other", b"nobody"]))


def insert(log: Log, chance: random.Random) -> None:
    log.insert(chance.randrange(len(log)), chance.choice(log).replace(b"ellis", b"other"))


def delete(log: Log, chance: random.Random) -> None:
    """And one made up at the end, so that the count is what it was."""
    del log[chance.randrange(len(log))]
    log.append(log[-1].replace(b"ellis", b"other"))


def reorder(log: Log, chance: random.Random) -> None:
    first, second = chance.sample(range(len(log)), 2)
    log[first], log[second] = log[second], log[first]


def truncate(log: Log, chance: random.Random) -> None:
    del log[chance.randrange(len(log)) :]


def fork(log: Log, chance: random.Random) -> None:
    """Another story from some entry on, and longer than the true one."""
    start = chance.randrange(len(log))
    log[start:] = [entry.replace(b"ellis", b"other") for entry in [*log[start:], *log[:5]]]


WAYS = [edit, insert, delete, reorder, truncate, fork]
Tamper = Callable[[Log, random.Random], None]


@pytest.mark.parametrize("tamper", WAYS)
def test_a_thousand_by_chance_are_all_found(tamper: Tamper) -> None:
    chance = random.Random(2026)
    for _ in range(1_000):
        log = list(LOG)
        tamper(log, chance)
        assert log != LOG
        assert [found.partition(":")[0] for found in departed(log)] == [TREE]


@pytest.mark.parametrize("tamper", WAYS)
def test_a_thousand_whose_hashes_were_made_to_fit_are_all_found(tamper: Tamper) -> None:
    chance = random.Random(2027)
    for _ in range(1_000):
        log = list(LOG)
        tamper(log, chance)
        fitting = [link.wire for link in linked(Tip(), map(_unlinked, log))]
        assert problems(fitting) == ()  # the chain says nothing of it
        assert departed(fitting)


@pytest.mark.parametrize("tamper", [insert, delete, reorder, fork])
def test_the_chain_alone_finds_whoever_did_not_know_of_it(tamper: Tamper) -> None:
    """An entry that was changed at the very end, or all after one taken away, it cannot know of."""
    chance = random.Random(2028)
    for _ in range(1_000):
        log = list(LOG)
        tamper(log, chance)
        assert problems(log)


def test_what_nobody_touched_is_as_it_was_witnessed() -> None:
    assert (departed(LOG), problems(LOG)) == ([], ())


def test_what_was_noted_since_is_nothing_wrong() -> None:
    longer = wires(log_of(33))
    assert (departed(longer), problems(longer)) == ([], ())


def _unlinked(wire: bytes) -> Content:
    told = json.loads(wire)
    return {name: told[name] for name in looked(0)}

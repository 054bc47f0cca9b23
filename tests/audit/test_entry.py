"""What an entry is made of, and what is none."""

import json
from hashlib import sha256

import pytest

from shared.audit.chain import problems
from shared.audit.entry import NotAnEntry, Tip, linked, read
from tests.audit.examples import log_of, looked, wires


def test_each_entry_has_the_hash_of_the_one_before_it() -> None:
    first, second = linked(Tip(), [looked(0), looked(1)])
    assert json.loads(first.wire)["before"] == ""
    assert json.loads(second.wire)["before"] == sha256(first.wire).hexdigest()
    assert (first.number, second.number) == (1, 2)


def test_what_is_linked_in_two_writes_is_what_is_linked_in_one() -> None:
    [first] = linked(Tip(), [looked(0)])
    assert [first, *linked(first.tip, [looked(1)])] == linked(Tip(), [looked(0), looked(1)])


def test_what_is_empty_is_left_out() -> None:
    [entry] = linked(Tip(), [{"service": "intake", "case": "", "rows": None, "asked": [], "times": 0}])
    assert json.loads(entry.wire) == {"service": "intake", "times": 0, "number": 1, "before": ""}


def test_it_is_found_by_the_case_that_it_is_about() -> None:
    [entry] = linked(Tip(), [looked(3)])
    assert entry.subject == "case-3"
    assert read(entry.wire) == entry


@pytest.mark.parametrize(
    "wire",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"before":"","number":true}',
        b'{"before":"","number":"1"}',
        b'{"before":null,"number":1}',
        b'{"before":"", "number":1}',  # the same, in other bytes
        b'{"number":1,"before":""}',
        b'{"before":"","case":7,"number":1}',
        b'{"before":"\\ud800","number":1}',
        b'{"before":"","number":1,"number":1}',
    ],
)
def test_what_was_never_written_so_is_no_entry(wire: bytes) -> None:
    with pytest.raises(NotAnEntry):
        read(wire)


def test_a_chain_that_nobody_touched_is_whole() -> None:
    assert problems(wires(log_of(100))) == ()
    assert problems([]) == ()


def test_it_says_which_entry_does_not_follow() -> None:
    log = wires(log_of(10))
    log[6] = log[6].replace(b"ellis", b"other")
    assert problems(log) == ("entry 8: does not follow from the entry before it",)
    assert problems(log[:3] + log[4:]) == ("entry 4: entry 5 stands in its place",)
    assert problems([*log[:3], b"made up"]) == ("entry 4: no JSON",)

"""The roots are those of RFC 9162, section 2.1.1, computed here the way the RFC defines them: by halves."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.witness.merkle import Tree


def by_halves(entries: list[bytes]) -> bytes:
    """MTH of the RFC, word for word: k is the largest power of two smaller than n."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = 1
    while 2 * k < len(entries):
        k *= 2
    return sha256(b"\x01" + by_halves(entries[:k]) + by_halves(entries[k:])).digest()


def root(entries: list[bytes]) -> bytes:
    tree = Tree()
    for entry in entries:
        tree.append(entry)
    assert tree.size == len(entries)
    return tree.root()


# The eight entries and the roots that the reference implementation of Certificate Transparency tests with.
ENTRIES = [bytes.fromhex(it) for it in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
ENTRIES.append(bytes.fromhex("606162636465666768696a6b6c6d6e6f"))
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize("size", ROOTS)
def test_a_root_is_that_of_the_published_vectors(size: int) -> None:
    assert root(ENTRIES[:size]).hex() == ROOTS[size]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(st.lists(st.binary(max_size=4), max_size=70))
def test_grown_an_entry_at_a_time_it_is_the_tree_of_the_definition(entries: list[bytes]) -> None:
    assert root(entries) == by_halves(entries)

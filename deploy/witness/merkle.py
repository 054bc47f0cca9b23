"""A Merkle tree as RFC 9162 (Certificate Transparency), section 2.1.1, hashes it, grown an entry at a time.

Its root stands for every entry in its place: who changes, adds, drops or swaps one gets another root.
"""

from hashlib import sha256

_LEAF = b"\x00"  # a leaf can never be taken for a node, nor a node for a leaf
_NODE = b"\x01"


class Tree:
    """Only the roots of its complete subtrees are kept: 20 hashes for a million entries."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []  # the largest subtree first

    def append(self, entry: bytes) -> None:
        node = sha256(_LEAF + entry).digest()
        left_over = self.size
        while left_over & 1:
            node = sha256(_NODE + self._peaks.pop() + node).digest()
            left_over >>= 1
        self._peaks.append(node)
        self.size += 1

    def root(self) -> bytes:
        """32 bytes; of no entries, the hash of nothing."""
        if not self._peaks:
            return sha256().digest()
        node = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            node = sha256(_NODE + peak + node).digest()
        return node

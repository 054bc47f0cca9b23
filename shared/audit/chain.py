"""Whether entries follow one another: numbered without a gap, each with the hash of the one before it."""

from collections.abc import Iterable

from shared.audit.entry import NotAnEntry, Tip, read


class Chain:
    """Followed an entry at a time. `problem` says what is wrong first; what comes after it is not looked at."""

    def __init__(self, tip: Tip | None = None) -> None:
        self.tip = tip or Tip()
        self.count = 0
        self.problem = ""

    def follow(self, wire: bytes) -> None:
        self.count += 1
        if self.problem:
            return
        expected = self.tip.number + 1
        try:
            link = read(wire)
        except NotAnEntry as error:
            self.problem = f"entry {expected}: {error}"
            return
        if link.number != expected:
            self.problem = f"entry {expected}: entry {link.number} stands in its place"
        elif link.before != self.tip.hash:
            self.problem = f"entry {expected}: does not follow from the entry before it"
        self.tip = link.tip


def problems(wires: Iterable[bytes]) -> tuple[str, ...]:
    """A sentence, or nothing."""
    chain = Chain()
    for wire in wires:
        chain.follow(wire)
    return (chain.problem,) if chain.problem else ()

"""How fast an audit log is verified: its chain, and the tree that was witnessed, entry by entry.

The peer is the least that any such proof costs: SHA-256 of the same bytes, once each. Without servers' help.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from time import perf_counter

from deploy.bench.figure import Figure
from deploy.bench.ground import Ground
from deploy.witness.audit_logs import Reading
from shared.audit.entry import Content, Tip, linked

NAME = "audit-verify"
EVENTS = 1_000_000
RUNS = 3
_AT_ONCE = 20_000  # are in memory


async def run(_: Ground, events: int) -> list[Figure]:
    reading = Reading("an audit log", "intake", [])
    ours = theirs = 0.0
    size = 0
    for wires in _log(events):
        size += sum(map(len, wires))
        ours += _seconds(reading.follow, wires)
        theirs += _seconds(sha256, wires)
    held = reading.held()
    if held.problems or held.entries != events:
        raise AssertionError(f"what nobody touched was not verified: {held.problems}")
    return [
        Figure(
            name=NAME,
            value=events / ours,
            unit="entries/s",
            peer="SHA-256 of each entry alone",
            peer_value=events / theirs,
            bound_by="CPU, one core",
            events=events,
            event_bytes=round(size / events),
        )
    ]


def _seconds(do: Callable[[bytes], object], wires: Sequence[bytes]) -> float:
    start = perf_counter()
    for wire in wires:
        do(wire)
    return perf_counter() - start


def _log(size: int) -> Iterator[list[bytes]]:
    """A chain of so many reads, a slice at a time; what it takes to make it is not measured."""
    tip = Tip()
    for start in range(0, size, _AT_ONCE):
        links = linked(tip, map(_read, range(start, min(size, start + _AT_ONCE))))
        tip = links[-1].tip
        yield [link.wire for link in links]


def _read(number: int) -> Content:
    return {
        "at": "2026-01-05T09:00:00.000+00:00",
        "service": "intake",
        "actor": f"person:p{number % 40}",
        "org": "somerset",
        "issuer": "console",
        "action": "GET /cases/{case}",
        "case": f"7f3a9c21-0000-4000-8000-{number % 5_000:012}",
        "relation": "assigned",
        "outcome": "allowed",
        "request": f"{number:032x}",
    }

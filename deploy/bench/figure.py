"""A measured figure, and how several runs of one become one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal


@dataclass(frozen=True, kw_only=True)
class Figure:
    """`better` tells whether more of `unit` is better. `extra` holds further numbers by name."""

    name: str
    value: float
    unit: str
    better: Literal["more", "less"] = "more"
    peer: str
    peer_value: float
    bound_by: str
    events: int = 0
    event_bytes: int = 0
    runs: int = 1
    extra: tuple[tuple[str, float], ...] = ()

    @property
    def ratio(self) -> float:
        """Of our value to the peer's, whichever is better."""
        return self.value / self.peer_value

    def as_json(self) -> dict[str, Any]:
        """The form that other programs rely on; further keys may come."""
        return {
            "name": self.name,
            "value": round(self.value, 3),
            "unit": self.unit,
            "peer": self.peer,
            "peer_value": round(self.peer_value, 3),
            "ratio": round(self.ratio, 3),
            "bound_by": self.bound_by,
            "better": self.better,
            "events": self.events,
            "event_bytes": self.event_bytes,
            "runs": self.runs,
            **{name: round(number, 3) for name, number in self.extra},
        }


def best_of(runs: Sequence[Sequence[Figure]]) -> list[Figure]:
    """Of each figure the best run, and the best run of its peer, which need not be the same one."""
    return [_best([run[index] for run in runs]) for index in range(len(runs[0]))]


def _best(same: Sequence[Figure]) -> Figure:
    first = same[0]
    pick = max if first.better == "more" else min
    best: Figure = pick(same, key=lambda figure: figure.value)
    peer_value = pick(figure.peer_value for figure in same)
    return replace(best, peer_value=peer_value, runs=len(same))


def mean_bytes(wires: Iterable[bytes]) -> int:
    sizes = [len(wire) for wire in wires]
    return round(sum(sizes) / len(sizes))

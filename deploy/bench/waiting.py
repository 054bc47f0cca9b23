"""How long somebody waits for an answer, as a figure: of a hundred answers, all but the slowest came by then."""

from deploy.bench.figure import Figure
from deploy.bench.open_loop import Latencies


def as_figure(name: str, took: Latencies, peer: tuple[str, Latencies], bound_by: str, events: int) -> Figure:
    """`name` without its ending. `peer`: what it is, and how long that took. In milliseconds."""
    called, theirs = peer
    return Figure(
        name=f"{name}-p99",
        value=took.percentile(0.99),
        unit="ms",
        better="less",
        peer=called,
        peer_value=theirs.percentile(0.99),
        bound_by=bound_by,
        events=events,
        extra=(("p50", took.percentile(0.5)),),
    )

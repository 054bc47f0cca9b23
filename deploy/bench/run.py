"""All benchmarks, and one run after another of each, every run on servers of its own."""

import gc
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from deploy.bench import (
    anonymity,
    audit_verify,
    command,
    console_hears,
    console_pages,
    console_rebuild,
    decision,
    hear_decide_say,
    intake_reports,
    memory,
    public_list,
    rebuild,
    relay_drain,
    review_lists,
    start,
)
from deploy.bench.figure import Figure, best_of
from deploy.bench.ground import Ground, ground
from deploy.bench.table import summary
from deploy.local.ports import Ports, free_base_port

Report = Callable[[str], None]


@dataclass(frozen=True)
class Benchmark:
    """`run` is given servers and how many events; it answers one figure or several.

    `events` and `runs` are what is measured unless somebody asks for others.
    """

    name: str
    run: Callable[[Ground, int], Awaitable[list[Figure]]]
    events: int
    runs: int


_ALL = (
    hear_decide_say,
    intake_reports,
    console_hears,
    rebuild,
    console_rebuild,
    command,
    decision,
    relay_drain,
    start,
    memory,
    review_lists,
    public_list,
    console_pages,
    anonymity,
    audit_verify,
)
BENCHMARKS = [Benchmark(it.NAME, it.run, it.EVENTS, it.RUNS) for it in _ALL]


async def measure(
    benchmarks: Sequence[Benchmark], *, runs: int | None, events: int | None, report: Report
) -> list[Figure]:
    """The best of so many runs of each."""
    ports = Ports(free_base_port())
    figures: list[Figure] = []
    for benchmark in benchmarks:
        found = []
        wanted = runs or benchmark.runs
        for number in range(1, wanted + 1):
            report(f"{benchmark.name}: run {number} of {wanted}")
            found.append(await _once(benchmark, events or benchmark.events, ports))
        best = best_of(found)
        for figure in best:
            report(summary(figure))
        figures += best
    return figures


async def _once(benchmark: Benchmark, events: int, ports: Ports) -> list[Figure]:
    gc.collect()  # what an earlier run left is not this one's to clear away
    async with ground(ports) as servers:
        return await benchmark.run(servers, events)

"""Simulations until the time is up, then a report: python -m tests.simulation.soak SECONDS REPORT."""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from os import cpu_count
from pathlib import Path

from tests.simulation.run import DAYS, Outcome, simulate

FIRST_SEED = 1_000  # those below are run with the tests
BATCH = 20


@dataclass
class Report:
    seeds: int = 0
    virtual_seconds: float = 0.0
    left: Counter[str] = field(default_factory=Counter)
    crashes: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    surprises: Counter[str] = field(default_factory=Counter)
    failed: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        self.seeds += 1
        self.virtual_seconds += outcome.virtual_seconds
        self.left += outcome.left
        self.crashes += outcome.crashes
        self.faults += outcome.faults
        self.surprises += Counter(outcome.surprises)
        if outcome.problems:
            self.failed.append(outcome)

    def written(self, seconds: float) -> str:
        years = self.seeds * DAYS / 365
        return "\n".join(
            [
                f"# Soak of {datetime.now(UTC):%d %B %Y, %H:%M} UTC\n",
                f"{self.seeds} seeds from {FIRST_SEED} in {seconds:.0f} s: {years:.1f} years of domain time,"
                f" {self.virtual_seconds / 3600:.1f} h of the processes' own, {self.left.total()} things sent,"
                f" {self.crashes.total()} crashes, {self.faults.total()} other faults.\n",
                f"**{len(self.failed)} failed.**\n",
                *(_failure(outcome) for outcome in self.failed),
                _table("What left, by channel, and rapid reviews that arrived", self.left),
                _table("Crashes, by service and point", self.crashes),
                _table("Other faults", self.faults),
                _table("Exceptions that a service itself called unexpected", self.surprises),
            ]
        )


def _failure(outcome: Outcome) -> str:
    told = "\n".join([*outcome.problems, "", *outcome.lines])
    return f"## Seed {outcome.seed}\n\nReplay: `{outcome.replay}`\n\n```\n{told}\n```\n"


def _table(title: str, counted: Counter[str]) -> str:
    rows = "\n".join(f"| {what} | {number} |" for what, number in counted.most_common())
    return f"## {title}\n\n| what | times |\n|---|---|\n{rows}\n"


def batches() -> Iterator[range]:
    return (range(first, first + BATCH) for first in count(FIRST_SEED, BATCH))


def _run(seeds: range, until: float) -> list[Outcome]:
    found = []
    for seed in seeds:
        if time.time() > until:
            break
        found.append(simulate(seed))
    return found


def soak(seconds: float) -> Report:
    """On all cores but one."""
    report, until, seeds = Report(), time.time() + seconds, batches()
    workers = max(1, (cpu_count() or 2) - 1)
    with ProcessPoolExecutor(workers) as pool:
        while time.time() < until:
            for outcomes in pool.map(_run, [next(seeds) for _ in range(workers)], [until] * workers):
                for outcome in outcomes:
                    report.add(outcome)
    return report


def main() -> int:
    seconds, where = float(sys.argv[1]), Path(sys.argv[2])
    started = time.time()
    report = soak(seconds)
    where.parent.mkdir(parents=True, exist_ok=True)
    where.write_text(report.written(time.time() - started))
    sys.stdout.write(f"{report.seeds} seeds, {len(report.failed)} failed: see {where}\n")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())

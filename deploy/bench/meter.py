"""Who used the processors while something was measured: what bounds a figure is told from that."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter

import psutil

FULL = 85.0  # per cent of a core from which on a process is called busy all the time
WORTH_TELLING = 10.0
_OTHERS, _DISK = "other programs", "waiting for the disk"


@dataclass
class Meter:
    """`with meter: …`, then `meter.seconds` and `meter.bound_by()`. `pids`: whose time, by name.

    A process's children count as its own, except ours: the servers are our children.
    """

    pids: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    _began: float = 0.0
    _before: dict[str, float] = field(default_factory=dict)
    _used: dict[str, float] = field(default_factory=dict)

    def __enter__(self) -> "Meter":
        self._before = self._seconds()
        self._began = perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = perf_counter() - self._began
        after = self._seconds()
        self._used = {name: after[name] - self._before[name] for name in after}

    def shares(self) -> dict[str, float]:
        """Per cent of one core, by name; the last two are what was not ours, and idle for want of the disk."""
        return {name: 100 * max(0.0, used) / self.seconds for name, used in self._used.items()}

    def bound_by(self) -> str:
        return sentence(self.shares(), os.cpu_count() or 1)

    def _seconds(self) -> dict[str, float]:
        used = {name: _seconds_of(pid) for name, pid in self.pids.items()}
        machine = psutil.cpu_times()
        busy = sum(machine) - machine.idle - machine.iowait - machine.guest - machine.guest_nice
        return {**used, _OTHERS: busy - sum(used.values()), _DISK: machine.iowait}


def sentence(shares: Mapping[str, float], cores: int) -> str:
    """What these shares say bounded the work: a process, the machine, several in turn, or nobody's processor."""
    ours = {name: share for name, share in shares.items() if name not in (_OTHERS, _DISK)}
    ranked = sorted(ours.items(), key=lambda item: -item[1])
    name, most = ranked[0]
    if most >= FULL:
        told = f"CPU of {name}"
    elif sum(ours.values()) + shares.get(_OTHERS, 0.0) >= FULL * cores:
        told = f"CPU: all {cores} cores are busy"
    elif sum(ours.values()) >= FULL:
        told = "CPU, each in its turn"
    else:
        told = "nobody's CPU: waiting for one another and the disk"
    each = ", ".join(f"{name} {share:.0f} %" for name, share in ranked)
    noise = [f"; {name} {shares[name]:.0f} %" for name in (_OTHERS, _DISK) if shares.get(name, 0) >= WORTH_TELLING]
    return f"{told} ({each} of a core{''.join(noise)})"


def _seconds_of(pid: int) -> float:
    """A server's backends that have ended are in its own times; those that live are added."""
    process = psutil.Process(pid)
    own = process.cpu_times()
    if pid == os.getpid():
        return float(own.user + own.system)
    ended = own.children_user + own.children_system
    living = [_own_seconds(child) for child in process.children(recursive=True)]
    return float(own.user + own.system + ended + sum(living))


def _own_seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)

"""A child process that never outlives us.

Whatever ends the supervisor (even `kill -9`), the kernel ends its children: nothing keeps a port
or a data directory. The kernel watches the *thread* that started the child, so start children
from the main thread.
"""

import asyncio
import contextlib
import ctypes
import os
import signal
import subprocess
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1
_POLL_SECONDS = 0.05
_libc = ctypes.CDLL(None, use_errno=True)


class ChildFailed(Exception):
    """A child ended, or did not become ready, and the message says what its log said last."""


@dataclass(frozen=True)
class SystemUser:
    """Whom a child runs as, when not as ourselves (PostgreSQL refuses to run as root)."""

    uid: int
    gid: int


@dataclass
class Child:
    """One process, in a session of its own: a Ctrl-C in the terminal is for the supervisor."""

    name: str
    command: Sequence[str]
    log: Path
    env: Mapping[str, str] | None = None
    user: SystemUser | None = None
    cwd: Path | None = None
    if_we_die: signal.Signals = signal.SIGKILL
    was_stopped: bool = field(default=False, init=False)  # asked to end, so its end is no crash
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False, repr=False)

    def spawn(self) -> None:
        """Start it, its output appended to the log."""
        self.was_stopped = False
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self.env,
                cwd=self.cwd,
                start_new_session=True,
                user=self.user.uid if self.user else None,
                group=self.user.gid if self.user else None,
                extra_groups=[] if self.user else None,
                preexec_fn=_tie_to(os.getpid(), self.if_we_die),
            )

    @property
    def pid(self) -> int:
        if self._process is None:
            raise ChildFailed(f"{self.name} was never started")
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        return None if self._process is None else self._process.poll()

    def send(self, what: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(what)  # does nothing once it has been waited for

    def kill(self) -> None:
        """End it at once and wait: as a power cut would, and for certain."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    async def stop(self, patience_seconds: float, ask: signal.Signals = signal.SIGTERM) -> None:
        """Ask it to end; once patience has run out, kill it. Leave alone whatever was started after it."""
        self.was_stopped = True
        if not self.running:
            return
        asked = self.pid
        self.send(ask)
        self.send(signal.SIGCONT)  # a frozen child cannot hear the question
        if not await true(lambda: not self.running or self.pid != asked, patience_seconds):
            self.kill()

    async def until(
        self, ready: Callable[[], Awaitable[bool]], timeout_seconds: float, what: str = "ready"
    ) -> None:
        """Wait for a condition of this child; end the wait as soon as the child ends."""
        try:
            async with asyncio.timeout(timeout_seconds):
                while not await ready():
                    if not self.running:
                        raise ChildFailed(f"{self.name} ended with code {self.exit_code}: {self.last_words()}")
                    await asyncio.sleep(_POLL_SECONDS)
        except TimeoutError:
            waited = f"{self.name} was not {what} within {timeout_seconds:.0f} s"
            raise ChildFailed(f"{waited}: {self.last_words()}") from None

    def last_words(self, characters: int = 2000) -> str:
        """The end of its log, for an error message."""
        if not self.log.exists():
            return "(it has no log)"
        return self.log.read_text(errors="replace")[-characters:].strip() or "(its log is empty)"


def _tie_to(parent: int, death_signal: signal.Signals) -> Callable[[], None]:
    """For `preexec_fn`: have the kernel send us `death_signal` when the parent ends."""

    def tie() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, int(death_signal))
        if os.getppid() != parent:  # it ended between fork and here
            os._exit(1)

    return tie


async def true(condition: Callable[[], bool], timeout_seconds: float) -> bool:
    """Wait until a condition outside this process holds; whether it did in time."""
    try:
        async with asyncio.timeout(timeout_seconds):
            while not condition():
                await asyncio.sleep(_POLL_SECONDS)
    except TimeoutError:
        return False
    return True


class OneChild:
    """A part of an installation that is one child process; how it starts is its own."""

    def __init__(self, child: Child, stop_seconds: float) -> None:
        self.child = child
        self._stop_seconds = stop_seconds

    @property
    def running(self) -> bool:
        return self.child.running

    async def stop(self) -> None:
        await self.child.stop(self._stop_seconds)

    def kill(self) -> None:
        self.child.kill()


async def together(*work: Coroutine[Any, Any, None]) -> None:
    """Do all at once; when one fails, the others are given up and its own error is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            for one in work:
                group.create_task(one)
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from None


def children_of(pid: int) -> list[int]:
    """A process's own children, as the kernel tells them."""
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except FileNotFoundError:
        return []
    return [int(child) for child in told.split()]


def command_of(pid: int) -> str | None:
    """The name of the program a process runs; None when there is none, or only a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    name, _, rest = fields.partition("(")[2].rpartition(")")
    return None if rest.split()[0] == "Z" else name


def kill_if_there(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)

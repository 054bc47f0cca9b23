"""Services born by fork from a process that has imported them: a life, and its end, in a fraction of a second.

A child is a process of its own, killed like any other. `python -m tests.faults.nursery SERVICE` reads one line
for each start (what to change in its environment, as JSON) and answers with the pid.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from importlib import import_module

from deploy.local.process import Child, command_of, kill_if_there
from tests.faults import releases

_PR_SET_PDEATHSIG = 1
ROWS_A_CHUNK = 2  # of what is absorbed: more commits, more places to die in
_PRINT = ("notifier", "publisher")  # what they print with takes a second to import


class Forked(Child):
    """A Child that is made by fork. `env` beyond that of the nursery itself is what each new one is told."""

    def __init__(self, like: Child) -> None:
        super().__init__(like.name, like.command, like.log, env=like.env, cwd=like.cwd)
        self._nursery: subprocess.Popen[str] | None = None
        self._pid = 0

    def spawn(self) -> None:
        self.was_stopped = False
        nursery = self._nursery = self._nursery or self._open()
        assert nursery.stdin and nursery.stdout
        told = {key: (self.env or {}).get(key, "") for key in ("CRASH_AT", "PAUSE_AT")}
        nursery.stdin.write(json.dumps(told) + "\n")
        nursery.stdin.flush()
        self._pid = int(nursery.stdout.readline())

    def _open(self) -> "subprocess.Popen[str]":
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.faults.nursery", self.name],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=output,
                text=True,
                env=self.env,
                cwd=self.cwd,
            )

    @property
    def pid(self) -> int:
        return self._pid

    @property
    def running(self) -> bool:
        return bool(self._pid) and command_of(self._pid) is not None

    @property
    def exit_code(self) -> int | None:
        return None  # only the nursery can wait for it

    def send(self, what: signal.Signals) -> None:
        if self.running:
            os.kill(self._pid, what)

    def kill(self) -> None:
        kill_if_there(self._pid)
        while self.running:
            time.sleep(0.005)

    def close(self) -> None:
        """The end of the nursery is the end of its children."""
        if self._nursery and self._nursery.stdin and self._nursery.stdout:
            self._nursery.stdin.close()
            self._nursery.stdout.close()
            self._nursery.wait()


def die_with_the_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))


def _live(module: object, told: Mapping[str, str]) -> None:
    die_with_the_parent()
    os.setsid()
    os.environ.update(told)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(2, 1)
    module.server.run()  # type: ignore[attr-defined]
    os._exit(0)


def main(service: str) -> None:
    for limit in ("CHUNK", "AT_ONCE"):
        setattr(import_module("shared.absorb"), limit, ROWS_A_CHUNK)
    if service in _PRINT:
        import_module("weasyprint")
    module = releases.imported(service, os.environ.get(releases.RELEASE, ""))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries them
    for line in sys.stdin:
        told = json.loads(line)
        pid = os.fork()
        if not pid:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _live(module, told)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])

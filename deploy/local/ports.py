"""The ports of one installation: seventeen in a row, each with a fixed meaning."""

import contextlib
import fcntl
import socket
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from deploy.local.process import true

DEFAULT_BASE_PORT = 8400
OFFSETS = {
    "console": 0,
    "intake": 1,
    "notifier": 2,
    "reviews": 3,
    "site": 4,  # the public site, and nothing else
    "kafka": 5,
    "postgres": 6,
    "mail": 7,
    "publisher": 8,  # its staff API
    "kafka-controller": 9,
    "mail-viewer": 10,
    "oidc": 11,
    "prometheus": 12,
    "grafana": 13,
    "witness": 14,
    "watcher": 15,  # outside the services: how far each is behind
    "scanner": 16,  # of documents, for malware
}
_OF_SERVERS = ("kafka", "kafka-controller", "postgres", "mail", "mail-viewer")
_FREED_SECONDS = 5.0
_FIRST, _LAST = 20_000, 32_000  # below what the kernel gives to outgoing connections
_held: list[TextIO] = []


class PortTaken(Exception):
    """Something else listens where one of ours must."""


@dataclass(frozen=True)
class Ports:
    """Where everything listens, from one base."""

    base: int

    def of(self, name: str) -> int:
        return self.base + OFFSETS[name]

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.of(name)}"

    def check_free(self, *names: str) -> None:
        """Raise PortTaken, naming each port that is in use and what it is for."""
        told = ", ".join(f"{self.of(name)} (for {name})" for name in self.taken(*names))
        if told:
            raise PortTaken(f"already in use: port {told}; stop what listens there, or choose another --base-port")

    async def until_free(self, services: Sequence[str]) -> None:
        """PortTaken unless all that an installation needs is free, now or in a moment.

        A supervisor that was killed just now may have children that are only ending.
        """
        site = ["site"] if "publisher" in services else []
        names = [*_OF_SERVERS, *services, *site, "witness", "watcher"]
        await true(lambda: not self.taken(*names), _FREED_SECONDS)
        self.check_free(*names)

    def taken(self, *names: str) -> list[str]:
        return [name for name in names if not is_free(self.of(name))]


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return True
    return False


def free_base_port() -> int:
    """The first of seventeen free ports in a row, ours until this process ends.

    The lock keeps two test workers that ask at the same time apart.
    """
    for base in range(_FIRST, _LAST, 20):
        lock = (Path(tempfile.gettempdir()) / f"cspr-ports-{base}.lock").open("w")
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if all(is_free(base + offset) for offset in OFFSETS.values()):
                _held.append(lock)
                return base
        lock.close()
    raise PortTaken("no seventeen free ports in a row are left")

"""A real PostgreSQL 18 on this machine: the wheel's programs with our own settings."""

import secrets
import signal
from pathlib import Path

import asyncpg

from deploy.local.postgres_wheel import BINARIES, create_cluster, other_user
from deploy.local.probe import port_answers
from deploy.local.process import (
    Child,
    ChildFailed,
    children_of,
    command_of,
    kill_if_there,
    true,
)

READY_SECONDS = 60  # after a crash it first replays its log
STOP_SECONDS = 20

# docker-compose.yml uses the same table (a test compares).
SETTINGS = {
    # An answered report must survive a power cut: said, although these are the defaults.
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "password_encryption": "scram-sha-256",
    # Seven services with a pool each, the relays' session locks, and an operator.
    "max_connections": "200",
    "shared_buffers": "128MB",
    # What an index leads to is in memory, or on a disk without arms: hardly dearer than what comes next. By itself
    # default PostgreSQL reads whole tables instead, of a hundred thousand cases for a page that shows 25.
    "random_page_cost": "1.1",
    # A forgotten transaction would stop the log from being cleaned up and keep a case locked.
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A statement in a log could carry what a person wrote.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    # Who came in, and from where; who did not, it says anyhow. 18 could tell that alone, 15 knows on and off.
    "log_connections": "on",
    "log_line_prefix": "%m [%p] %h ",
}


class LocalPostgres:
    """One server, its data in `data_dir`: stopped or killed, it keeps what it committed."""

    name = "postgres"

    def __init__(self, data_dir: Path, port: int, logs: Path | None = None) -> None:
        self.data_dir = data_dir
        self.log = (logs or data_dir) / "postgres.log"
        self.port = port
        self.child: Child | None = None

    @property
    def admin_url(self) -> str:
        """The superuser's address. It holds a password: not for logs."""
        return f"postgresql://postgres:{self.password_file.read_text()}@127.0.0.1:{self.port}/postgres"

    @property
    def running(self) -> bool:
        return self.child is not None and self.child.running

    async def start(self) -> None:
        """Make the cluster the first time, start, and wait until it answers a query."""
        if self.running:
            return
        user = other_user()
        if not (self._cluster / "PG_VERSION").exists():
            self._make_password()
            create_cluster(self._cluster, self.password_file, user)
        await self._outlive_the_last()
        self.child = Child(
            "PostgreSQL",
            [str(BINARIES / "postgres"), "-D", str(self._cluster), *_as_options(self._settings())],
            self.log,
            user=user,
            if_we_die=signal.SIGQUIT,  # after SIGKILL its own children would linger
        )
        self.child.spawn()
        await self.child.until(self.answers, READY_SECONDS)

    async def stop(self) -> None:
        if self.child is not None:
            await self.child.stop(STOP_SECONDS, signal.SIGINT)  # "fast": clients are cut off

    def kill(self) -> None:
        """`kill -9`, its own children with it: a commit must be there after the next start."""
        if self.child is None or not self.child.running:
            return
        children = children_of(self.child.pid)
        self.child.kill()
        for pid in children:
            kill_if_there(pid)

    async def answers(self) -> bool:
        """Whether it answers a query."""
        if not await port_answers(self.port):
            return False
        try:
            connection = await asyncpg.connect(self.admin_url, timeout=5)
        except (OSError, TimeoutError, asyncpg.PostgresError):
            return False
        await connection.close()
        return True

    @property
    def _cluster(self) -> Path:
        return self.data_dir / "cluster"

    @property
    def password_file(self) -> Path:
        return self.data_dir / "admin.password"

    def _settings(self) -> dict[str, str]:
        here = {"listen_addresses": "127.0.0.1", "port": str(self.port)}
        return {**SETTINGS, **here, "unix_socket_directories": ""}

    def _make_password(self) -> None:
        self._cluster.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.password_file.touch(mode=0o600)
        self.password_file.write_text(secrets.token_urlsafe(24))

    async def _outlive_the_last(self) -> None:
        """After a supervisor was killed, its server may still be ending in this very directory."""
        lock = self._cluster / "postmaster.pid"
        if not lock.exists():
            return
        pid = int(lock.read_text().split()[0])
        if not await true(lambda: command_of(pid) != "postgres", STOP_SECONDS):
            raise ChildFailed(f"another PostgreSQL (process {pid}) runs in {self._cluster}")
        lock.unlink(missing_ok=True)  # left by a crash; its number may be a stranger's by now


def _as_options(settings: dict[str, str]) -> list[str]:
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]

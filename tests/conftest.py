"""The real servers that tests share: Kafka, PostgreSQL and mail, started when first asked for.

A test that needs one and cannot have it fails: a skipped proof proves nothing.
"""

import asyncio
import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings

from deploy.local.kafka import LocalKafka
from deploy.local.mail import LocalMail
from deploy.local.ports import Ports, free_base_port
from deploy.local.postgres import LocalPostgres
from deploy.postgres import database_url, drop, provision

# A build plays what it played before: it is red for a change, and never by chance. `make soak` looks for more.
# How long an example takes says how busy the machine is.
_UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("build", _UNHURRIED, derandomize=True, database=None)
settings.register_profile("soak", _UNHURRIED, max_examples=2_000)
settings.load_profile("soak" if os.environ.get("CSPR_SOAK") else "build")

# A broker that lives for a minute is not worth a second compiler's work.
os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")

_STARTS_A_SERVER = {"kafka", "postgres", "database", "mail_server"}
# By minutes, and roughly: it matters only that no long file is begun when the other lanes are about to end.
_LONGEST = (
    "tests/faults/test_crash_points",
    "tests/end_to_end/test_story",
    "tests/bad_input/test_documented",
    "tests/deploy/test_up",
    "tests/faults/test_killed_services",
    "tests/faults/test_stores_lost",
    "tests/simulation/test_simulation",
    "tests/faults/",
    "tests/end_to_end/",
    "tests/browser/",
    "tests/model/",
    "tests/deploy/",
    "tests/shared/",
)
_T = TypeVar("_T")
MakeDatabase = Callable[[str], Awaitable[str]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for a real server is marked so, whether or not its author thought of it.

    And the files that take longest come first: of several lanes (`make test`), none then waits long for another.
    """
    for item in items:
        if _STARTS_A_SERVER & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.real)
    items.sort(key=_place)  # stable: within a file nothing changes its order


def _place(item: pytest.Item) -> int:
    where = item.path.as_posix()
    return next((place for place, part in enumerate(_LONGEST) if part in where), len(_LONGEST))


@pytest.fixture(scope="session")
def server_dir() -> Iterator[Path]:
    """A data directory that PostgreSQL's own user can reach; pytest's are closed to others."""
    directory = Path(tempfile.mkdtemp(prefix="cspr-test-"))
    yield directory
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def server_ports() -> Ports:
    return Ports(free_base_port())


@pytest.fixture(scope="session")
def kafka(server_dir: Path, server_ports: Ports) -> Iterator[LocalKafka]:
    """A broker for the whole run: use topics or keys of your own. `kafka.bootstrap` is where."""
    server = LocalKafka(server_dir / "kafka", server_ports.of("kafka"), server_ports.of("kafka-controller"))
    _run(server.start())
    yield server
    server.kill()


@pytest.fixture(scope="session")
def postgres(server_dir: Path, server_ports: Ports) -> Iterator[LocalPostgres]:
    """A server for the whole run; ask for `database` to get an empty one of your own."""
    server = LocalPostgres(server_dir / "postgres", server_ports.of("postgres"))
    _run(server.start())
    yield server
    server.kill()


_numbers = itertools.count(1)


@pytest.fixture
async def database(postgres: LocalPostgres) -> AsyncIterator[MakeDatabase]:
    """`await database("intake")`: the address of an empty database, as that service sees it."""
    made: list[tuple[str, str]] = []

    async def make(service: str) -> str:
        name = f"{service}_{next(_numbers)}"
        made.append((service, name))
        await provision(postgres.admin_url, service, "test", database=name)
        return database_url(postgres.admin_url, service, "test", name)

    yield make
    for service, name in made:
        await drop(postgres.admin_url, service, database=name)


@pytest.fixture
async def mail_server(tmp_path: Path) -> AsyncIterator[LocalMail]:
    """A mail server with no mail in it yet."""
    ports = Ports(free_base_port())
    server = LocalMail(tmp_path / "mail", ports.of("mail"), ports.of("mail-viewer"))
    await server.start()
    yield server
    await server.stop()


def _run(starting: Coroutine[Any, Any, _T]) -> _T:
    """Run to its end on a loop of its own, leaving the tests' event loop alone."""
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        return runner.run(starting)

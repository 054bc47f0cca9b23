"""A Kafka and a PostgreSQL for one run: as the runtime sets them, fsync and checksums on, and gone afterwards."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg

from deploy.bench.meter import Meter
from deploy.bench.sending import send_all
from deploy.local.kafka import LocalKafka
from deploy.local.keys import Keys
from deploy.local.ports import Ports
from deploy.local.postgres import LocalPostgres
from deploy.local.process import Child, together
from deploy.local.service import LocalService, Surroundings, module_command
from deploy.partnership import DEFAULT_PARTNERSHIP, agencies
from deploy.postgres import database_url, provision
from deploy.provisioning import provision_access, provision_topics
from shared.broker import Broker
from shared.topics import Topic, events_of, topics_for
from shared.topics import provision as provision_topics_of

WARM_UP_RECORDS = 20_000
_WARM_UP = "warm-up"
PATIENCE_SECONDS = 1_800
STOP_SECONDS = 20


class NotMeasured(Exception):
    """What was to be timed did not happen as meant, so its time says nothing."""


@dataclass
class Ground:
    """What a benchmark stands on."""

    directory: Path
    ports: Ports
    kafka: LocalKafka
    postgres: LocalPostgres
    keys: Keys
    children: list[Child] = field(default_factory=list)

    @property
    def bootstrap(self) -> Broker:
        return self.kafka.bootstrap

    @property
    def agencies(self) -> list[str]:
        return list(agencies(DEFAULT_PARTNERSHIP))

    def meter(self, **more: int) -> Meter:
        """Of this process ("client") and both servers; `more` are further processes by name."""
        assert self.kafka.child and self.postgres.child
        servers = {"PostgreSQL": self.postgres.child.pid, "Kafka": self.kafka.child.pid}
        return Meter({"client": os.getpid(), **servers, **more})

    async def database(self, service: str) -> str:
        """The address of this service's database, made if it is not there."""
        self.keys.ensure([service])
        password = self.keys.password(service)
        await provision(self.postgres.admin_url, service, password)
        return database_url(self.postgres.admin_url, service, password)

    async def topics(self, *services: str) -> None:
        """An event topic for each, set like intake's own."""
        like = next(topic for topic in topics_for([]) if topic.name == events_of("intake"))
        wanted = [Topic(events_of(name), like.partitions, like.settings) for name in services]
        keys = [topic for topic in topics_for([]) if topic.partitions == 1]
        await provision_topics_of(self.bootstrap, [*wanted, *keys])

    async def service(self, name: str) -> LocalService:
        """One of the real services, its database and all topics made; not started."""
        await self.database(name)
        await provision_topics(self.bootstrap, self.agencies)
        await provision_access(self.bootstrap, self.keys.kafka, self.agencies)
        around = Surroundings(self.directory, self.ports, self.keys, DEFAULT_PARTNERSHIP, self.postgres.admin_url)
        service = around.service(name, module_command(name))
        self.children.append(service.child)
        return service

    def child(self, name: str, command: list[str], environment: Mapping[str, str]) -> Child:
        """Another program, not started."""
        made = Child(name, command, self.directory / "logs" / f"{name}.log", env={**os.environ, **environment})
        self.children.append(made)
        return made

    async def connect(self, service: str) -> "asyncpg.Connection[Any]":
        """As the owner of this service's database: for looking, and for what must be there before."""
        return await asyncpg.connect(self.postgres.admin_url, database=service)


@asynccontextmanager
async def ground(ports: Ports) -> AsyncIterator[Ground]:
    """Fresh servers, ready."""
    directory = Path(tempfile.mkdtemp(prefix="cspr-bench-"))
    kafka = LocalKafka(
        directory / "kafka", ports.of("kafka"), ports.of("kafka-controller"), users=Keys(directory).kafka
    )
    postgres = LocalPostgres(directory / "postgres", ports.of("postgres"))
    made = Ground(directory, ports, kafka, postgres, Keys(directory))
    made.keys.ensure(())
    try:
        await together(kafka.start(), postgres.start())
        await _warm_up(made)
        yield made
    finally:
        await together(*(child.stop(STOP_SECONDS) for child in made.children if child.running))
        await together(kafka.stop(), postgres.stop())
        shutil.rmtree(directory, ignore_errors=True)


async def _warm_up(made: Ground) -> None:
    """Java compiles what is used much: whoever is measured first should not pay for it."""
    await made.topics(_WARM_UP)
    await send_all(made.bootstrap, events_of(_WARM_UP), [(b"key", bytes(600))] * WARM_UP_RECORDS)


async def until(condition: Callable[[], Awaitable[Any]], poll_seconds: float = 0.01) -> None:
    """Wait for something outside our sight to be so."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await condition():
            await asyncio.sleep(poll_seconds)


async def until_so(condition: Callable[[], bool]) -> None:
    """Wait for something in this process to be so."""

    async def asked() -> bool:
        return condition()

    await until(asked)

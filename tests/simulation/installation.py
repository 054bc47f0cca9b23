"""An installation on fakes: its servers, its services, and a supervisor that starts them again."""

import asyncio
import contextvars
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import asyncpg

import shared.application
import shared.kafka_reading
import shared.producers
from services.notifier import access_over
from shared import collector, purging, topics
from shared.alarms.reminding import Reminding
from shared.application import Application
from shared.dispatch import post
from shared.dispatch.channels import Channels
from shared.dispatch.file import FileDrop
from shared.dispatch.webhook import WebhookPost
from shared.duties import recounting
from shared.service import Service
from shared.topics import CASE_KEYS, events_of, incidents_of
from shared.worker import Timetable
from tests.simulation import wired
from tests.simulation.clock import DomainClock
from tests.simulation.disk import FakeDisk, beneath_files
from tests.simulation.kafka import Kafka
from tests.simulation.kafka_clients import FakeAdmin, FakeBroker, FakeConsumer, FakeProducer
from tests.simulation.loop import HERE
from tests.simulation.partnership import SECRETS, simulated
from tests.simulation.portal import FakePortal
from tests.simulation.postgres import Server
from tests.simulation.printing import beneath_printing
from tests.simulation.process import Gone, Process
from tests.simulation.smtp import FakePost
from tests.simulation.webhook import FakeSystem, beneath_webhooks
from tests.simulation.world import World

SERVICES = ("intake", "notifier", "reviews", "publisher")
PARTITIONS = 2
_PATIENCE_SECONDS = 30.0


class Away(ConnectionError):
    """Nobody answers at this service's address."""


@dataclass(eq=False)
class Running:
    process: Process
    context: contextvars.Context
    application: Application
    main: "asyncio.Task[None] | None" = None

    @property
    def service(self) -> Service:
        return self.application.service


class Installation:
    def __init__(self, world: World, clock: DomainClock, folder: Path) -> None:
        self.world, self.clock = world, clock
        self.server = Server(world, folder)
        self.partnership = simulated(folder / "drop")
        self.kafka = Kafka(world, _partitions([agency.id for agency in self.partnership.agencies]))
        self.post = FakePost(world, self.kafka)
        self.system = FakeSystem(world, self.kafka, clock)
        self.disk = FakeDisk(world, folder / "drop")
        self.portal = FakePortal()
        self.channels = Channels({"email": self.post, "webhook": WebhookPost(SECRETS), "file": FileDrop()})
        self.running: dict[str, list[Running]] = {name: [] for name in SERVICES}
        self._numbers = 0
        world.on_crash.append(self._died)

    @contextmanager
    def wired(self, loop: asyncio.AbstractEventLoop) -> Iterator[None]:
        """What is real elsewhere is this installation's here."""
        with ExitStack() as stack:
            for target, name, instead in (
                (asyncpg, "create_pool", self.server.create_pool),
                (shared.application, "LazyBroker", lambda _, client_id: FakeBroker(self.kafka, client_id)),
                (shared.application, "os", SimpleNamespace(_exit=self._exit)),
                (shared.producers, "AIOKafkaProducer", partial(FakeProducer, self.kafka)),
                (shared.kafka_reading, "AIOKafkaConsumer", partial(FakeConsumer, self.kafka)),
                (shared.kafka_reading, "AIOKafkaAdminClient", partial(FakeAdmin, self.kafka)),
                (topics, "guard", _as_it_must_be),
                *beneath_webhooks(self.system),
                *beneath_files(self.disk),
                *beneath_printing(),
                (collector, "settle", lambda: None),  # one process plays them all, and many of each
                *((module, "monotonic", loop.time) for module in _timed()),
            ):
                stack.enter_context(patch.object(target, name, instead))
            yield

    def _exit(self, code: int) -> None:
        process = HERE.get()
        assert process
        self.world.crash(process, f"exit {code}")
        raise Gone

    def _died(self, process: Process) -> None:
        name = process.name
        self.running[name] = [other for other in self.running[name] if other.process is not process]

    def start(self, name: str) -> Running:
        """Another instance of this service."""
        self._numbers += 1
        process = Process(name, self._numbers)
        context = contextvars.copy_context()
        context.run(HERE.set, process)
        made = Running(process, context, context.run(self._application, name))
        self.running[name].append(made)
        self.world.trace(f"start of {process}")
        made.main = asyncio.get_running_loop().create_task(made.application._main(), context=context)
        return made

    async def keep_running(self, name: str) -> None:
        """The supervisor: somebody runs, unless somebody has just died."""
        while True:
            if not self.running[name]:
                await asyncio.sleep(self.world.dice.uniform(0.3, 3.0))
                self.start(name)
            await asyncio.sleep(0.1)

    def kill(self, running: Running, why: str) -> None:
        self.world.crash(running.process, why)

    async def stop(self, running: Running) -> None:
        """SIGTERM: what is in hand is finished."""
        self.world.disturb(f"stop of {running.process}")
        assert running.main
        running.context.run(running.main.cancel)
        await asyncio.wait([running.main], timeout=20)
        self.world.crash(running.process, "end")

    def freeze(self, running: Running) -> None:
        self.world.disturb(f"freeze of {running.process}")
        running.process.frozen = True
        self.kafka.frozen(running.process)

    def thaw(self, running: Running) -> None:
        self.world.disturb(f"thaw of {running.process}")
        running.process.frozen = False
        asyncio.get_running_loop().thaw()  # type: ignore[attr-defined]

    async def ask(self, name: str, do: Callable[[Running], Awaitable[Any]]) -> Any:
        """A request over HTTP, in effect: runs in the newest instance, and ends when that one dies."""
        if not self.running[name]:
            raise Away
        running = self.running[name][-1]
        if not self.answers(running):
            raise Away
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Any] = loop.create_future()
        running.process.calls.append(answer)
        task = loop.create_task(do(running), context=running.context)  # type: ignore[arg-type]
        task.add_done_callback(partial(_settle, answer))
        return await asyncio.wait_for(answer, _PATIENCE_SECONDS)

    def answers(self, running: Running) -> bool:
        """As `shared/web/api.py` has it: 503 until it accepts."""
        return running.application.status.accepting

    def timetables(self) -> Sequence[Timetable]:
        """The notifier's, made anew for each process."""
        return (recounting, Reminding(self.partnership.escalation), post, access_over, purging)

    def _application(self, name: str) -> Application:
        return _WIRED[name](self)


_WIRED: dict[str, Callable[[Installation], Application]] = {
    "intake": wired.intake,
    "notifier": wired.notifier,
    "reviews": wired.reviews,
    "publisher": wired.publisher,
}


def _partitions(agencies: Sequence[str]) -> dict[str, int]:
    of_each = (incidents_of, topics.returns_of, topics.feedback_to)
    theirs = {name_of(agency): 1 for agency in agencies for name_of in of_each}
    return {events_of(name): PARTITIONS for name in SERVICES} | {CASE_KEYS: 1} | theirs


def _timed() -> list[Any]:
    """Whoever reads the process's own clock."""
    ours = [module for name, module in sys.modules.items() if name.startswith(("shared.", "services."))]
    return [module for module in ours if getattr(module, "monotonic", None) is time.monotonic]


async def _as_it_must_be(*_: Any) -> None:
    """The fake's topics are."""


def _settle(answer: "asyncio.Future[Any]", task: "asyncio.Task[Any]") -> None:
    if answer.done() or task.cancelled():
        return
    error = task.exception()
    if error:
        answer.set_exception(error)
    else:
        answer.set_result(task.result())

"""A whole installation on one machine: Kafka, PostgreSQL, mail, and the services.

`cspr up` runs one in the foreground; tests and the demo drive one in their own process.
Everything is kept in `data_dir`, so a later start carries on.
"""

import asyncio
import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TextIO

from deploy.local import pause
from deploy.local.clock_file import HEARTBEAT_SECONDS, ClockFile, ClockRefused, ClockStart
from deploy.local.identity import LocalIdentity
from deploy.local.kafka import LocalKafka
from deploy.local.keys import Keys
from deploy.local.mail import LocalMail
from deploy.local.ports import DEFAULT_BASE_PORT, OFFSETS, Ports
from deploy.local.postgres import LocalPostgres
from deploy.local.process import together
from deploy.local.provisioned import provision
from deploy.local.record import Record, lock
from deploy.local.scanner import LocalScanner
from deploy.local.service import SERVICES, LocalService, Surroundings, Witnessing, addresses, module_command
from deploy.local.watch import Part, Report, keep_alive, start, start_or_leave
from deploy.partnership import DEFAULT_PARTNERSHIP, agencies
from deploy.postgres import database_url


class Runtime:
    """Start, stop, and break on purpose. Call it from the main thread only (see `process`).

    `names`: "kafka", "postgres", "mail" and the services. What `stop_part` or `kill` took down
    stays down until `start_part`; what ends by itself, or by `crash`, comes back while `watch` runs.
    `watched`: with a watcher. `identified`: tokens say who asks, and a header Actor is not believed. `identity`:
    where people sign in. `scanner`: what looks for malware in documents.
    """

    def __init__(
        self,
        data_dir: Path,
        base_port: int = DEFAULT_BASE_PORT,
        clock: ClockStart | None = None,
        services: Sequence[str] = SERVICES,
        partnership: Path = DEFAULT_PARTNERSHIP,
        command: Callable[[str], list[str]] = module_command,
        report: Report = lambda line: None,
        witness: Witnessing | None = None,
        watched: bool = False,
        identified: bool = False,
        identity: LocalIdentity | None = None,
        scanner: LocalScanner | None = None,
    ) -> None:
        self.data_dir = data_dir.resolve()
        self.ports = Ports(base_port)
        self.clock = ClockFile(self.data_dir)
        self.keys = Keys(self.data_dir)
        self.notes = ((witness and witness.notes) or self.data_dir / "notes").resolve()
        self._clock_start = clock
        self._names = tuple(services)
        self._partnership = partnership.resolve()
        self._command = command
        self._report = report
        self._witness, self._watched = witness, watched
        self.identified, self._identity, self._scanner = identified, identity, scanner
        self._lock: TextIO | None = None
        self._down: set[str] = set()  # on purpose, until started again
        logs = self.data_dir / "logs"
        kafka_ports = self.ports.of("kafka"), self.ports.of("kafka-controller")
        mail_ports = self.ports.of("mail"), self.ports.of("mail-viewer")
        self.kafka = LocalKafka(self.data_dir / "kafka", *kafka_ports, logs, users=self.keys.kafka)
        self.postgres = LocalPostgres(self.data_dir / "postgres", self.ports.of("postgres"), logs)
        self.mail = LocalMail(self.data_dir / "mail", *mail_ports, logs)
        more: list[Part] = [identity] if identity else []
        self._servers: list[Part] = [self.kafka, self.postgres, self.mail, *more]
        self._late: list[Part] = [scanner] if scanner else []  # what no service waits for
        self.services: dict[str, LocalService] = {}
        self.beside: dict[str, LocalService] = {}

    @property
    def parts(self) -> dict[str, Part]:
        return {part.name: part for part in [*self._servers, *self._late, *self._processes]}

    @property
    def _processes(self) -> list[LocalService]:
        return [*self.services.values(), *self.beside.values()]

    def url(self, name: str) -> str:
        return self.ports.url(name)

    def database_url(self, service: str) -> str:
        """As the service itself connects."""
        return database_url(self.postgres.admin_url, service, self.keys.password(service))

    async def start(self) -> None:
        """Everything, ready; or nothing, and the reason raised. The scanner alone may come up later, or never."""
        named = agencies(self._partnership)
        self._lock = lock(self.data_dir)
        try:
            self._check_clock()
            more = [part.name for part in (self._identity, self._scanner) if part]
            await self.ports.until_free([*self._names, *more])
            self.keys.ensure(self._names)
            await together(*(start(server, self._report) for server in self._servers))
            made_on = self.kafka, self.postgres, self.keys
            await provision(*made_on, self._names, named, self._report)
            self.clock.begin(self._clock_start)
            self._make_services()
            starting = [start(process, self._report) for process in self._processes]
            await together(*starting, *(start_or_leave(part, self._report) for part in self._late))
            self._remember()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Services first, so that they finish what they do; then what they stand on."""
        self._down.update(self.parts)
        await together(*(process.stop() for process in self._processes))
        for server in (*self._late, *reversed(self._servers[2:]), self.kafka, self.postgres):
            await server.stop()
        if self._lock is not None:
            self._remember()
            self.clock.end()
            self._lock.close()
            self._lock = None

    async def watch(self) -> None:
        """Keep everything alive, obey pauses, and say once a second that domain time goes on."""
        async with asyncio.TaskGroup() as watching:
            for part in self.parts.values():
                watching.create_task(keep_alive(part, partial(self._wants, part), self._report))
            watching.create_task(self._tend())

    def kill(self, name: str) -> None:
        """`kill -9`, and it stays down."""
        self._down.add(name)
        self.parts[name].kill()

    def crash(self, name: str) -> None:
        """`kill -9`, as if it had crashed: whoever watches starts it again."""
        self.parts[name].kill()

    async def stop_part(self, name: str) -> None:
        self._down.add(name)
        await self.parts[name].stop()

    async def start_part(self, name: str) -> None:
        await self.parts[name].start()
        self._down.discard(name)

    def _wants(self, part: Part) -> bool:
        return part.name not in self._down and not pause.is_asked(self.data_dir, part.name)

    async def _tend(self) -> None:
        known: dict[str, int] = {}
        while True:
            self.clock.heartbeat()
            for process in self._processes:
                if process.running and pause.is_asked(self.data_dir, process.name):
                    await process.stop()
            if known != (known := self._children()):
                self._remember()
            await asyncio.sleep(HEARTBEAT_SECONDS / 4)

    def _check_clock(self) -> None:
        if self._clock_start and self.postgres.data_dir.exists() and not self.clock.exists:
            raise ClockRefused("real time is kept here already; give --clock a new --data-dir")

    def _make_services(self) -> None:
        told = self._partnership, self.postgres.admin_url, self.identified
        people = self._identity.told if self._identity else {}
        scanner = self._scanner.address if self._scanner else ""
        around = Surroundings(self.data_dir, self.ports, self.keys, *told, people, scanner)
        self.beside = around.beside(self.notes, self._witness, self._watched)
        self.services = {name: around.service(name, self._command(name)) for name in self._names}

    def _children(self) -> dict[str, int]:
        return {name: part.child.pid for name, part in self.parts.items() if part.running and part.child}

    def _remember(self) -> None:
        Record(
            base_port=self.ports.base,
            services=list(self._names),
            ports={name: self.ports.of(name) for name in OFFSETS},
            urls=addresses(self.ports),
            kafka=str(self.kafka.bootstrap),
            kafka_users_file=str(self.keys.kafka.file),
            partnership=str(self._partnership),
            clock_file=str(self.clock.path) if self.clock.exists else None,
            wrapping_key_file=str(self.keys.wrapping_key_file),
            witness_key_file=str(self.keys.witness_key_file),
            notes=str(self.notes),
            passwords_file=str(self.keys.passwords_file),
            admin_password_file=str(self.postgres.password_file),
            supervisor=os.getpid(),
            children=self._children(),
            operator_key_file=self.keys.issuing.operators if self.identified else None,
        ).write(self.data_dir)

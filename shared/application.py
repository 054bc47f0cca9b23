"""Turns a service into something that runs: Postgres first, then what Kafka knows, then everything at once.

Liveness, readiness to accept and readiness of views are three different things, and Kafka may be away at boot.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from time import monotonic
from typing import Any

import structlog
from fastapi import FastAPI

from shared import collector, compared, logs, topics, tracing, views
from shared.absorb import Absorber
from shared.audit.kept import AuditLog
from shared.crash import CrashPoint
from shared.event_log import ViewsReplaced
from shared.faults import OURS
from shared.hearing import Hearing, PartnerReader, Prepare
from shared.kafka import KAFKA_AWAY, Ear, LazyBroker
from shared.kafka_reading import cluster_id
from shared.partnership import Partnership
from shared.relay import Relay
from shared.service import Service
from shared.settings import Settings
from shared.status import Status
from shared.worker import Task, Timetable, Worker

log = structlog.get_logger()
RESTART_ME = 75  # EX_TEMPFAIL: whoever supervises us starts us again
STUCK_SECONDS = 120.0
PARKED_SECONDS = 60.0
ANOTHER_RELEASE_SECONDS = 5.0
KAFKA_AT_BOOT_SECONDS = 5.0
STOP_SECONDS = 15.0
BEFORE_ACCEPTING = CrashPoint("boot-before-accepting")


class Application:
    """One running service. `status` tells how it is; `run` lives as long as the process.

    `audited`: who looks at what is noted.
    """

    def __init__(
        self,
        service: Service,
        settings: Settings,
        *,
        partnership: Partnership,
        hears: Sequence[str],
        read_partner: PartnerReader | None = None,
        prepare: Prepare | None = None,
        timetables: Sequence[Timetable] = (),
        tasks: Sequence[Task] = (),
        audited: bool = True,
    ) -> None:
        self.service = service
        self.settings = settings
        self.partnership = partnership
        self._bootstrap = bootstrap = settings.broker
        self.broker = LazyBroker(bootstrap, client_id=service.name)
        self.hearing = Hearing(service, read_partner, prepare)
        self.ear = Ear(self.hearing, self.broker, hears) if hears else None
        self.absorb = Absorber(service, bootstrap)
        self.relay = Relay(service.log, bootstrap, self.absorb)
        self.audit = AuditLog(service.log, bootstrap, wanted=audited)
        self.worker = Worker(service, timetables, tasks, used=self.audit.used)
        self.status = Status(service, self.relay, self.worker, self.ear, self.broker)
        said = [f"{service.name}.events"] if self._says() else []
        self._topics = [*hears, *said, topics.audit_of(service.name)]

    def _says(self) -> bool:
        return self.service.log.says.published

    @asynccontextmanager
    async def lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        logs.configure(self.service.name)
        if self.settings.issuers is None:
            log.warning("identity.actors_are_declared")  # on this machine alone: see shared/identity/door.py
        if self.service.scans_documents is False:
            log.warning("documents.not_scanned")  # CSPR_SCANNER names no malware scanner
        self._begin_traces()
        main = asyncio.create_task(self._main())
        try:
            yield
        finally:
            self.status.accepting = False
            main.cancel()
            await asyncio.gather(main, return_exceptions=True)
            await asyncio.to_thread(tracing.end)

    def _begin_traces(self) -> None:
        if exporter := tracing.wanted():
            from shared import spans  # large, and of no use to whoever has not asked for it

            tracing.begin(spans.exported(self.service.name, exporter))

    async def _main(self) -> None:
        """Until cancelled. Postgres away at boot is waited for."""
        while True:
            try:
                async with self.service.log.opened(self.settings.database_url.get_secret_value()):
                    await self._boot()
                    await self._run()
            except ViewsReplaced:
                self.status.accepting, self.status.stands_aside = False, True
                log.error("service.another_release_took_over")
                await asyncio.sleep(ANOTHER_RELEASE_SECONDS)
            except Exception as error:
                self.status.accepting = False
                if self.service.log.replaced.is_set():
                    os._exit(RESTART_ME)
                log.warning(
                    "service.cannot_run_yet",
                    error_type=type(error).__name__,
                    exc_info=not isinstance(error, OURS),
                )
                await asyncio.sleep(0.5)

    async def _boot(self) -> None:
        async with self.service.log.pool.acquire() as connection:
            await self.audit.begin(connection)
            await views.bring_up_to_date(self.service, connection)
        if self.status.stands_aside:  # the other release has gone: what was stopped for it begins anew as a whole
            log.error("service.views_are_ours_again")
            os._exit(RESTART_ME)
        if await self._kafka_first():
            await self._meet_kafka()
            await self.audit.compare()
            if self._says():
                await self._compare()
        self.audit.entries.closed = False
        BEFORE_ACCEPTING()
        collector.settle()
        self.status.accepting = True
        log.info("service.accepting", count=self.absorb.taken_in)

    async def _compare(self) -> None:
        """A Kafka that lacks what we said has nothing to tell us: people must see, and we go on accepting."""
        try:
            await self.absorb()
        except compared.MarksVoid as error:
            log.error("relay.waits_for_republish", error_type=type(error).__name__)

    async def _kafka_first(self) -> bool:
        """Whether to read Kafka before accepting: always, unless it is away and our log cannot be behind it."""
        until = monotonic() + KAFKA_AT_BOOT_SECONDS
        while True:
            try:
                self.hearing.cluster = await cluster_id(self._bootstrap)
                return True
            except KAFKA_AWAY as error:
                log.warning("kafka.away", error_type=type(error).__name__)
            if monotonic() > until:
                if await self._may_go_ahead():
                    return False
                log.warning("service.waits_for_kafka")
            await asyncio.sleep(0.5)

    async def _may_go_ahead(self) -> bool:
        """An empty log may be a lost one, and any may be an old backup. Who says nothing cannot fork anything."""
        if self._says():
            return await compared.is_newest(self.service.log.pool)
        pool = self.service.log.pool
        heard = await pool.fetchval("SELECT EXISTS (SELECT FROM log.event_log)")
        return bool(heard) and await self.audit.is_newest(pool)

    async def _meet_kafka(self) -> None:
        """The guard: a topic with other settings would lose or reorder history."""
        table = topics.topics_for([agency.id for agency in self.partnership.agencies])
        try:
            await topics.guard(self._bootstrap, [t for t in table if t.name in self._topics])
        except topics.TopicsDiffer as error:
            log.error("kafka.topics_differ", reason=str(error))
            raise

    async def _run(self) -> None:
        jobs = [self._listen(), self.worker.run(), self._watch()]
        if self._says():
            jobs.append(self.relay.run())
        beside = list(self.audit.tasks())
        tasks = [asyncio.create_task(job) for job in jobs]
        try:
            await asyncio.gather(*tasks, *beside)
        finally:
            await self._stop(tasks)
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)

    async def _listen(self) -> None:
        while not self.hearing.cluster:
            try:
                self.hearing.cluster = await cluster_id(self._bootstrap)
                await self._meet_kafka()
            except KAFKA_AWAY as error:
                log.warning("kafka.away", error_type=type(error).__name__)
                await asyncio.sleep(0.5)
        if self.ear:
            await self.broker.start()

    async def _watch(self) -> None:
        """Leaves, to be started again, when another log stands in ours' place or nothing moves any more."""
        told_of_parked = 0
        first = self.hearing.cluster
        while True:
            try:
                await asyncio.wait_for(self.service.log.replaced.wait(), 5.0)
                log.error("service.log_was_replaced")
                os._exit(RESTART_ME)
            except TimeoutError:
                pass
            await self._views_are_ours()
            first = first or self.hearing.cluster
            if self.hearing.cluster != first:  # the ear found out; the relay may be idle and not know
                log.error("kafka.was_replaced")
                os._exit(RESTART_ME)
            told_of_parked = await self._alarm_about_parked(told_of_parked)
            if self.relay.stalled_seconds() > STUCK_SECONDS:
                log.error("relay.stuck", seconds=STUCK_SECONDS)
                os._exit(RESTART_ME)

    async def _views_are_ours(self) -> None:
        """Raises ViewsReplaced: a newer release runs beside us, or an older one again, and we stand aside."""
        with suppress(*set(OURS) - {ViewsReplaced}):
            async with self.service.log.pool.acquire() as connection:
                await views.bring_up_to_date(self.service, connection)

    async def _alarm_about_parked(self, told: int) -> int:
        """What an event builds on should come within moments; if it does not, something was lost or is stuck."""
        try:
            waiting: int = await self.service.log.pool.fetchval(
                "SELECT count(*) FROM parked WHERE parked_at < now() - make_interval(secs => $1)", PARKED_SECONDS
            )
        except OURS:
            return told
        if waiting and waiting != told:
            log.error("hearing.parked_too_long", parked=waiting, seconds=PARKED_SECONDS)
        return waiting

    async def _stop(self, tasks: Sequence[asyncio.Task[Any]]) -> None:
        """What is in hand is finished: the slice, the send, the batch. What is not begun can wait."""
        await self.broker.stop()
        self.worker.stopping.set()
        self.relay.stopping.set()
        _, late = await asyncio.wait([*tasks[1:2], *tasks[3:]], timeout=STOP_SECONDS)
        for task in (*late, *tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

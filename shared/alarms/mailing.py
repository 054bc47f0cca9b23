"""The worker's task that mails who must look: the event is on Kafka before the mail leaves, and it is noted after.

A mail that may have left twice bears the same Message-ID: a second copy tells nobody wrongly, so that nothing
here is ever in doubt, as a notice is.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Protocol
from uuid import UUID, uuid5

import structlog

from shared.alarms import letter as reminders
from shared.crash import CrashPoint
from shared.decider import Command
from shared.dispatch.outgoing import Mail, NotNow, OutcomeUnknown, Post, Refusal
from shared.event_log import Database
from shared.lease import Lease
from shared.partnership import Partnership
from shared.receipts import are_recorded
from shared.service import Service
from shared.stuck import Stuck

log = structlog.get_logger()
BEFORE_SEND = CrashPoint("reminder-before-send")
BEFORE_NOTED = CrashPoint("reminder-before-noted")  # it was sent
RETRY = timedelta(minutes=5)
MOST_AT_ONCE = 10  # mails; then the worker's other tasks have their turn
KAFKA_SECONDS = 1.0  # nothing else of the worker waits longer for a reminder

Outcome = str | None  # "mailed", "undeliverable"; None: again later


class Telling(Protocol):
    """What one mail tells. `key` is the same however often it is sent; `role` is whom it is to."""

    @property
    def key(self) -> UUID: ...

    @property
    def subject(self) -> str: ...

    @property
    def role(self) -> str: ...

    @property
    def events(self) -> Sequence[UUID]:
        """What it tells of."""

    def to(self, partnership: Partnership) -> str:
        """The address; empty when the partnership's file names none."""

    def mail(self, to: str, partnership: Partnership, console: str) -> Mail:
        """`console` is where people look; empty when the installation does not say."""

    def noted(self, outcome: str) -> Command:
        """From the worker, once it is known."""


Waiting = Callable[[Database], Awaitable[Sequence[Telling]]]


class Mailing:
    """`first`: what is told before any reminder; the oldest first."""

    def __init__(
        self,
        service: Service,
        outgoing: Post,
        partnership: Partnership,
        console: str,
        *first: Waiting,
    ) -> None:
        self._service = service
        self._outgoing = outgoing
        self._partnership = partnership
        self._console = console
        self._waiting = (*first, reminders.waiting_letters)
        self._lease: Lease | None = None
        self._not_before: dict[UUID, datetime] = {}
        self.stuck = Stuck()

    async def begin(self, lease: Lease) -> None:
        self._lease = lease
        self._not_before.clear()

    async def work(self, now: datetime) -> bool:
        """Whether anything came of it.

        A few at a time, and no further than to the first that cannot go now: who is owed a notice waits behind.
        """
        pool = self._service.log.pool
        all_ = [telling for waiting in self._waiting for telling in await waiting(pool)]
        self.stuck.forget({telling.key for telling in all_})
        self._forget({telling.key for telling in all_})
        told = 0
        for telling in islice((each for each in all_ if self._may(each, now)), MOST_AT_ONCE):
            if not await self._tell(telling, now):
                break
            told += 1
        return told > 0

    async def next_at(self, now: datetime) -> datetime | None:
        return min((at for at in self._not_before.values() if at > now), default=None)

    def _may(self, telling: Telling, now: datetime) -> bool:
        return not self.stuck.rests(telling.key) and self._not_before.get(telling.key, now) <= now

    def _forget(self, still: set[UUID]) -> None:
        self._not_before = {key: at for key, at in self._not_before.items() if key in still}

    async def _tell(self, telling: Telling, now: datetime) -> bool:
        """Whether anything came of it."""
        with self.stuck.alone(telling.key, telling.subject):
            if not await are_recorded(self._service.log, telling.events, timeout_seconds=KAFKA_SECONDS):
                log.warning("mailing.waits_for_kafka", count=len(telling.events))
                return False
            BEFORE_SEND()
            assert self._lease
            await self._lease.check()
            outcome = await self._send(telling)
            BEFORE_NOTED()
            if outcome is None:
                self._not_before[telling.key] = now + RETRY
                return False
            actor, cause = f"service:{self._service.name}", uuid5(telling.key, "told")
            await self._service.do(telling.subject, telling.noted(outcome), actor=actor, cause=cause)
            return True
        return False

    async def _send(self, telling: Telling) -> Outcome:
        to = telling.to(self._partnership)
        if not to:
            reason = "the partnership's file names nobody for this role"
            log.error("mailing.needs_a_person", role=telling.role, reason=reason)
            return "undeliverable"
        try:
            mail = telling.mail(to, self._partnership, self._console)
            await self._outgoing.send(mail, self._service.clock.now())
        except Refusal:
            reason = "the mail server refuses the role's address"
            log.error("mailing.needs_a_person", role=telling.role, reason=reason)
            return "undeliverable"
        except (NotNow, OutcomeUnknown) as error:
            log.warning("mailing.not_now", error_type=type(error).__name__)
            return None
        return "mailed"

"""The worker's task that sends: attempt recorded on Kafka, then the send, then its outcome."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import uuid5

import structlog

from shared.crash import CrashPoint
from shared.decider import Command
from shared.dispatch import post
from shared.dispatch.email import Mail, NotNow, OutcomeUnknown, Post, Refusal
from shared.dispatch.life import (
    AttemptDispatch,
    NoticeDoubt,
    RecordFailure,
    RecordHandOver,
)
from shared.dispatch.post import DispatchRow
from shared.lease import Lease
from shared.receipts import recorded_on_kafka
from shared.service import Said, Service
from shared.stuck import Stuck

log = structlog.get_logger()
BEFORE_DOUBT = CrashPoint("sender-before-doubt")
BEFORE_ATTEMPT = CrashPoint("sender-before-attempt")
BEFORE_RECORDED = CrashPoint("sender-before-recorded")  # the attempt is in Postgres, perhaps not yet on Kafka
BEFORE_SEND = CrashPoint("sender-before-send")
BEFORE_OUTCOME = CrashPoint("sender-before-outcome")  # it was sent
AFTER_OUTCOME = CrashPoint("sender-after-outcome")
FIRST_RETRY = timedelta(minutes=5)
LONGEST_RETRY = timedelta(hours=1)

Compose = Callable[[DispatchRow], Awaitable[Mail]]


class Sender:
    """`compose` turns a dispatch into the mail for its recipient; it may open what is sealed."""

    def __init__(self, service: Service, compose: Compose, outgoing: Post) -> None:
        self._service = service
        self._compose = compose
        self._outgoing = outgoing
        self._lease: Lease | None = None
        self.stuck = Stuck()

    async def begin(self, lease: Lease) -> None:
        """Whatever the worker before us had begun is in doubt: we cannot know whether it left."""
        self._lease = lease
        for row in await post.unfinished(self._service.log.pool):
            BEFORE_DOUBT()
            await self._record(row, NoticeDoubt(dispatch=row.dispatch, attempt=row.attempts))

    async def work(self, now: datetime) -> bool:
        rows = await post.ready(self._service.log.pool, now)
        self.stuck.forget({row.dispatch for row in rows})
        awake = [row for row in rows if not self.stuck.rests(row.dispatch)]
        return any([await self._send(row) for row in awake])

    async def next_at(self, now: datetime) -> datetime | None:
        return await post.next_at(self._service.log.pool, now)

    async def _send(self, row: DispatchRow) -> bool:
        """Whether it was tried: what cannot be composed just now stays due, and stands in no other's way."""
        attempt, begun = row.attempts + 1, None
        with self.stuck.alone(row.dispatch, row.subject):
            begun = await self._begun(row, attempt)
        if begun is None:
            return False
        mail, said = begun
        if said.repeated or not said.events:
            return True  # another worker made this attempt; only it may send
        BEFORE_RECORDED()
        while not await recorded_on_kafka(self._service.log, said, timeout_seconds=5.0):
            log.warning("dispatch.waits_for_kafka", dispatch=str(row.dispatch))
        BEFORE_SEND()
        assert self._lease
        await self._lease.check()  # frozen meanwhile, we may have been given up: then this attempt is in doubt
        outcome = await self._outcome(row, attempt, mail)
        BEFORE_OUTCOME()
        await self._record(row, outcome)
        AFTER_OUTCOME()
        return True

    async def _begun(self, row: DispatchRow, attempt: int) -> tuple[Mail, Said]:
        mail = await self._compose(row)
        BEFORE_ATTEMPT()
        return mail, await self._record(row, AttemptDispatch(dispatch=row.dispatch, attempt=attempt))

    async def _outcome(self, row: DispatchRow, attempt: int, mail: Mail) -> Command:
        try:
            answer = await self._outgoing.send(_marked(mail, row.doubtful), self._service.clock.now())
        except Refusal as error:
            return RecordFailure(dispatch=row.dispatch, attempt=attempt, failure="permanent", detail=str(error))
        except NotNow as error:
            return RecordFailure(
                dispatch=row.dispatch,
                attempt=attempt,
                failure="retryable",
                detail=str(error),
                retry_at=self._service.clock.now() + _pause(attempt),
            )
        except OutcomeUnknown:
            return NoticeDoubt(dispatch=row.dispatch, attempt=attempt)
        return RecordHandOver(dispatch=row.dispatch, attempt=attempt, response=answer)

    async def _record(self, row: DispatchRow, command: Command) -> Said:
        cause = uuid5(row.dispatch, f"{type(command).__name__}/{getattr(command, 'attempt', 0)}")
        return await self._service.do(row.subject, command, actor=f"service:{self._service.name}", cause=cause)


def _pause(attempt: int) -> timedelta:
    doubled: timedelta = FIRST_RETRY * 2 ** (attempt - 1)
    return min(LONGEST_RETRY, doubled)


def _marked(mail: Mail, possible_duplicate: bool) -> Mail:
    if not possible_duplicate:
        return mail
    return Mail(
        to=mail.to,
        subject=f"(possible duplicate) {mail.subject}",
        text="This may be a second copy of a message that you already have.\n\n" + mail.text,
        message_id=mail.message_id,
        headers=(*mail.headers, ("X-Possible-Duplicate", "yes")),
        attachments=mail.attachments,
    )

"""The worker's task that sends: attempt recorded on Kafka, then the send, then its outcome."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

import structlog

from shared.crash import CrashPoint
from shared.decider import Command
from shared.dispatch import directory, post
from shared.dispatch.channels import BY_HAND, SAFE_TO_REPEAT
from shared.dispatch.life import (
    AttemptDispatch,
    NoticeDoubt,
    RecordFailure,
    RecordHandOver,
)
from shared.dispatch.outgoing import HadItAlready, Mail, NotNow, OutcomeUnknown, Post, Refusal
from shared.dispatch.post import DispatchRow
from shared.events.dispatch import IN_NO_FILE
from shared.lease import Lease
from shared.partnership import Partnership
from shared.receipts import recorded_on_kafka
from shared.recipients import Recipient
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
SECOND_COPY = "This may be a second copy of a message that you already have."
LONGEST_WAIT = timedelta(hours=6)  # however long a recipient asks us to wait: our dates do not

Compose = Callable[[DispatchRow], Awaitable[Mail]]


class Sender:
    """`compose` turns a dispatch into the mail for its recipient; it may open what is sealed."""

    def __init__(self, service: Service, compose: Compose, outgoing: Post, partnership: Partnership) -> None:
        self._service = service
        self._compose = compose
        self._outgoing = outgoing
        self._partnership = partnership
        self._lease: Lease | None = None
        self.stuck = Stuck()

    async def begin(self, lease: Lease) -> None:
        """What the worker before us had begun may have left, or not. Whoever can tell a repeat is sent one."""
        self._lease = lease
        for row in await post.unfinished(self._service.log.pool):
            BEFORE_DOUBT()
            if row.channel in SAFE_TO_REPEAT:
                await self._record(row, self._stopped(row), "Stopped")
            else:
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

    async def _begun(self, row: DispatchRow, attempt: int) -> tuple[Mail, Said] | None:
        """To where the recipient is reached today; nothing where that is by hand."""
        to = await self._reached(row.recipient)
        if to and to.channel in BY_HAND:
            return None
        mail = _addressed(await self._compose(row), row, to)
        BEFORE_ATTEMPT()
        attempting = AttemptDispatch(
            dispatch=row.dispatch, attempt=attempt, channel=mail.channel, document_hash=mail.document_hash()
        )
        return mail, await self._record(row, attempting)

    async def _reached(self, recipient: str) -> Recipient | None:
        """None for whoever is in no file: where to, their letter says."""
        if recipient in IN_NO_FILE:
            return None
        return await directory.recipient(self._service.log.pool, self._partnership, recipient)

    async def _outcome(self, row: DispatchRow, attempt: int, mail: Mail) -> Command:
        """What its channel says became of it. What only a person can mend is said at once."""
        try:
            answer = await self._outgoing.send(_marked(mail, row.doubtful), self._service.clock.now())
        except Refusal as error:
            _tell_somebody(row, "refused")
            return RecordFailure(dispatch=row.dispatch, attempt=attempt, failure="permanent", detail=str(error))
        except NotNow as error:
            return self._not_now(row.dispatch, attempt, error)
        except OutcomeUnknown:
            _tell_somebody(row, "in doubt")
            return NoticeDoubt(dispatch=row.dispatch, attempt=attempt)
        except HadItAlready as error:
            return RecordHandOver(dispatch=row.dispatch, attempt=attempt, response=str(error), duplicate=True)
        return RecordHandOver(dispatch=row.dispatch, attempt=attempt, response=answer)

    def _not_now(self, dispatch: UUID, attempt: int, error: NotNow) -> RecordFailure:
        wait = min(LONGEST_WAIT, max(error.retry_after or timedelta(0), pause(dispatch, attempt)))
        return RecordFailure(
            dispatch=dispatch,
            attempt=attempt,
            failure="retryable",
            detail=str(error),
            retry_at=self._service.clock.now() + wait,
            throttled=error.throttled,
            perhaps_arrived=error.perhaps_arrived,
        )

    def _stopped(self, row: DispatchRow) -> RecordFailure:
        return RecordFailure(
            dispatch=row.dispatch,
            attempt=row.attempts,
            failure="retryable",
            detail="we stopped before the answer",
            retry_at=self._service.clock.now() + pause(row.dispatch, row.attempts),
            perhaps_arrived=True,
        )

    async def _record(self, row: DispatchRow, command: Command, name: str = "") -> Said:
        cause = uuid5(row.dispatch, f"{name or type(command).__name__}/{getattr(command, 'attempt', 0)}")
        return await self._service.do(row.subject, command, actor=f"service:{self._service.name}", cause=cause)


def pause(dispatch: UUID, attempt: int) -> timedelta:
    """Doubled each time, and for each dispatch a little different: what failed together does not come together."""
    doubled: timedelta = min(LONGEST_RETRY, FIRST_RETRY * 2 ** min(attempt - 1, 10))
    share = uuid5(dispatch, f"pause/{attempt}").int / 2**128
    return doubled * (0.75 + share / 2)


def _tell_somebody(row: DispatchRow, state: str) -> None:
    log.error("dispatch.needs_a_person", dispatch=str(row.dispatch), recipient=row.recipient, state=state)


def _addressed(mail: Mail, row: DispatchRow, to: Recipient | None) -> Mail:
    """To where the recipient is reached today, under the key that every attempt has."""
    if to is None:
        return replace(mail, recipient=row.recipient, key=str(row.dispatch))
    return replace(mail, to=to.address, channel=to.channel, recipient=to.id, key=str(row.dispatch))


def _marked(mail: Mail, possible_duplicate: bool) -> Mail:
    """Who cannot tell a repeat by its key reads it; whoever can gets the very same words again."""
    if not possible_duplicate:
        return mail
    marked = replace(mail, headers=(*mail.headers, ("X-Possible-Duplicate", "yes")))
    if mail.channel in SAFE_TO_REPEAT:
        return marked
    return replace(
        marked,
        subject=f"(possible duplicate) {mail.subject}",
        text=f"{SECOND_COPY}\n\n{mail.text}",
        html=mail.html.replace("<body>\n", f"<body>\n<p>{SECOND_COPY}</p>\n", 1),
    )

"""The worker's task that mails reminders: the event is on Kafka before the mail leaves, and it is noted after.

A mail that may have left twice bears the same Message-ID: a second copy reminds nobody wrongly, so that nothing
here is ever in doubt, as a notice is.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID, uuid5

import structlog

from shared.alarms import waiting
from shared.alarms.letter import Letter
from shared.alarms.waiting import AlarmRow
from shared.crash import CrashPoint
from shared.dispatch.outgoing import NotNow, OutcomeUnknown, Post, Refusal
from shared.duties.reminders import NoteReminderSent
from shared.escalation import address_of
from shared.lease import Lease
from shared.partnership import Partnership
from shared.receipts import are_recorded
from shared.service import Service
from shared.stuck import Stuck

log = structlog.get_logger()
BEFORE_SEND = CrashPoint("reminder-before-send")
BEFORE_NOTED = CrashPoint("reminder-before-noted")  # it was sent
RETRY = timedelta(minutes=5)
KAFKA_SECONDS = 1.0  # nothing else of the worker waits longer for a reminder

Outcome = str | None  # "mailed", "undeliverable"; None: again later


class Mailing:
    def __init__(self, service: Service, outgoing: Post, partnership: Partnership, console: str) -> None:
        self._service = service
        self._outgoing = outgoing
        self._partnership = partnership
        self._console = console
        self._lease: Lease | None = None
        self._not_before: dict[UUID, datetime] = {}
        self.stuck = Stuck()

    async def begin(self, lease: Lease) -> None:
        self._lease = lease
        self._not_before.clear()

    async def work(self, now: datetime) -> bool:
        """One mail for each case, role, step and date, whatever the number of duties."""
        letters = list(_letters(await waiting.letters_due(self._service.log.pool)))
        self.stuck.forget({letter.key for letter in letters})
        self._forget({letter.key for letter in letters})
        return any([await self._tell(letter, now) for letter in letters if self._may(letter, now)])

    async def next_at(self, now: datetime) -> datetime | None:
        return min((at for at in self._not_before.values() if at > now), default=None)

    def _may(self, letter: Letter, now: datetime) -> bool:
        return not self.stuck.rests(letter.key) and self._not_before.get(letter.key, now) <= now

    def _forget(self, still: set[UUID]) -> None:
        self._not_before = {key: at for key, at in self._not_before.items() if key in still}

    async def _tell(self, letter: Letter, now: datetime) -> bool:
        """Whether anything came of it."""
        with self.stuck.alone(letter.key, letter.alarms[0].subject):
            ids = [alarm.event for alarm in letter.alarms]
            if not await are_recorded(self._service.log, ids, timeout_seconds=KAFKA_SECONDS):
                log.warning("reminder.waits_for_kafka", count=len(ids))
                return False
            BEFORE_SEND()
            assert self._lease
            await self._lease.check()
            outcome = await self._send(letter)
            BEFORE_NOTED()
            if outcome is None:
                self._not_before[letter.key] = now + RETRY
                return False
            await self._note(letter, outcome)
            return True
        return False

    async def _send(self, letter: Letter) -> Outcome:
        role = letter.alarms[0].role
        to = address_of(self._partnership.escalation, role)
        if not to:
            log.error("reminder.needs_a_person", reason="the partnership's file has no such role")
            return "undeliverable"
        try:
            await self._outgoing.send(letter.mail(to, self._partnership, self._console), self._service.clock.now())
        except Refusal:
            log.error("reminder.needs_a_person", reason="the mail server refuses the role's address")
            return "undeliverable"
        except (NotNow, OutcomeUnknown) as error:
            log.warning("reminder.not_now", error_type=type(error).__name__)
            return None
        return "mailed"

    async def _note(self, letter: Letter, outcome: str) -> None:
        for alarm in letter.alarms:
            noted = NoteReminderSent.model_validate(
                {"duty": alarm.duty, "step": alarm.step, "role": alarm.role, "outcome": outcome}
            )
            cause = uuid5(alarm.event, "told")
            await self._service.do(alarm.subject, noted, actor=f"service:{self._service.name}", cause=cause)


def _alike(it: AlarmRow) -> tuple[str, str, str, date, bool]:
    return it.subject, it.step, it.role, it.due_on, it.escalated


def _letters(rows: list[AlarmRow]) -> Iterator[Letter]:
    for _, group in groupby(sorted(rows, key=_alike), key=_alike):
        yield Letter(list(group))

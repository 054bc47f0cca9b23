"""Tells the privacy officer by mail that somebody broke the glass: of which case, and nothing of the case.

A copy that is sent twice bears the same Message-ID. It leaves only when the event is on Kafka, as a reminder does.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

import structlog

from services.intake.need.commands import NoteGlassAlarmed
from services.intake.views import glass
from services.intake.views.glass import Broken
from shared.alarms.letter import MESSAGE_DOMAIN
from shared.deadline import written
from shared.dispatch.outgoing import Mail, NotNow, OutcomeUnknown, Post, Refusal
from shared.lease import Lease
from shared.partnership import Partnership
from shared.receipts import are_recorded
from shared.service import Service
from shared.stuck import Stuck

log = structlog.get_logger()
RETRY = timedelta(minutes=5)
KAFKA_SECONDS = 1.0


class GlassAlarm:
    """A task of the worker. `console` is where people look; empty when the installation does not say."""

    def __init__(self, service: Service, outgoing: Post, partnership: Partnership, console: str) -> None:
        self._service, self._outgoing = service, outgoing
        self._partnership, self._console = partnership, console
        self._lease: Lease | None = None
        self._not_before: dict[UUID, datetime] = {}
        self.stuck = Stuck()

    async def begin(self, lease: Lease) -> None:
        self._lease = lease
        self._not_before.clear()

    async def work(self, now: datetime) -> bool:
        """Whether anything came of it: each opening that nobody was told of, the oldest first."""
        waiting = await glass.to_tell(self._service.log.pool)
        self._not_before = {it.opening: at for it in waiting if (at := self._not_before.get(it.opening))}
        self.stuck.forget({it.opening for it in waiting})
        told = [await self._told(it, now) for it in waiting if self._may(it, now)]
        return any(told)

    async def next_at(self, now: datetime) -> datetime | None:
        return min((at for at in self._not_before.values() if at > now), default=None)

    def _may(self, it: Broken, now: datetime) -> bool:
        return not self.stuck.rests(it.opening) and self._not_before.get(it.opening, now) <= now

    async def _told(self, it: Broken, now: datetime) -> bool:
        with self.stuck.alone(it.opening, it.subject):
            return await self._tell(it, now)
        return False

    async def _tell(self, it: Broken, now: datetime) -> bool:
        if not await are_recorded(self._service.log, [it.event], timeout_seconds=KAFKA_SECONDS):
            return False
        assert self._lease
        await self._lease.check()
        outcome = await self._send(it)
        if outcome is None:
            self._not_before[it.opening] = now + RETRY
            return False
        noted = NoteGlassAlarmed.model_validate({"opening": it.opening, "outcome": outcome})
        actor = f"service:{self._service.name}"
        await self._service.do(it.subject, noted, actor=actor, cause=uuid5(it.opening, "told"))
        return True

    async def _send(self, it: Broken) -> str | None:
        """None: not now."""
        to = self._partnership.privacy_officer
        if not to:
            log.error("glass.needs_a_person", reason="the partnership's file names no privacy_officer")
            return "undeliverable"
        try:
            await self._outgoing.send(letter(it, to, self._partnership, self._console), self._service.clock.now())
        except Refusal:
            log.error("glass.needs_a_person", reason="the mail server refuses the privacy officer's address")
            return "undeliverable"
        except (NotNow, OutcomeUnknown) as error:
            log.warning("glass.not_now", error_type=type(error).__name__)
            return None
        return "mailed"


def letter(it: Broken, to: str, partnership: Partnership, console: str) -> Mail:
    """It names no child, and not why: the reason is sealed, and shown to whoever reviews it."""
    where = [f"{console}/cases/{it.subject}"] if console else ["In the console. The case's id is:", it.subject]
    text = [
        "To the privacy officer",
        "",
        "Somebody broke the glass of a case that is closed to them. They can see it for four hours.",
        "",
        f"Another person must say by {written(it.review_by)} whether it was right:",
        *where,
        "",
        f"{partnership.name}. This message was made by a machine; nobody reads answers to it.",
        "",
    ]
    return Mail(
        to=to,
        subject=f"Broken glass: case {it.subject[:8].upper()}, to be reviewed by {written(it.review_by)}",
        text="\n".join(text),
        message_id=f"<{uuid5(it.opening, 'alarm')}@{MESSAGE_DOMAIN}>",
        headers=(("Auto-Submitted", "auto-generated"),),
        recipient="privacy officer",
        key=str(it.opening),
    )

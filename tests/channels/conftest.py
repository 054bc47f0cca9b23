"""The notifier on a real, empty database, with a notification approved for the Panel and a clock to be moved.

Kafka is not there: what the log says is marked at once, as if it were.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI

from services.notifier.commands import OFFICERS, ApproveNotification, DraftNotification, OpenNotification
from services.notifier.decider import notifier
from services.notifier.recipient_http import recipient_routes
from services.notifier.recipients import recipients
from services.notifier.views import notifications, recipient_changes
from shared import quarantine, reasons, set_aside, views
from shared.decider import Command
from shared.dispatch import directory, post
from shared.dispatch.outgoing import Mail, Post
from shared.dispatch.post import DispatchRow
from shared.dispatch.sender import Sender
from shared.duties import agenda, board
from shared.duties.board import DutyRow
from shared.event_log import EventLog
from shared.events.base import Event
from shared.events.intake import INTAKE
from shared.events.notifier import NOTIFIER
from shared.keys import Keyring
from shared.partnership import Partnership
from shared.service import Service
from shared.web.commands import command_routes
from shared.web.dispatches import dispatch_routes
from shared.web.owed import owed_routes
from shared.web.problems import add_problem_handlers
from shared.web.receipts import receipt_routes
from tests import examples as ex
from tests.channels.examples import SECRETS
from tests.leading import Leads

MakeDatabase = Callable[[str], Awaitable[str]]
START = datetime.fromisoformat("2026-04-09T10:00Z")  # Thu; the Panel must know by Mon 13
TEXT = "OFFICIAL-SENSITIVE\n\nCHILDREN\n1. Siân Example\n"


async def compose(row: DispatchRow) -> Mail:
    return Mail(to="", subject="Notice 0F6C2A4E", text=TEXT, message_id=f"<{row.dispatch}@dispatch.cspr.invalid>")


def told_by(channel: str, address: str) -> Partnership:
    """Only the Panel, reached so; and those who are told through it."""
    panel, *others = ex.partnership().recipients
    panel = panel.model_copy(update={"channel": channel, "address": address, "private_network": True})
    through_it = [each for each in others if each.via == panel.id]
    return ex.partnership().model_copy(update={"recipients": (panel, *through_it)})


@dataclass
class SteppedClock:
    at: datetime = START

    def now(self) -> datetime:
        return self.at


@dataclass
class Notifying:
    """The notifier, and what a test wants to know of it."""

    service: Service
    partnership: Partnership
    clock: SteppedClock = field(default_factory=SteppedClock)

    async def do(self, command: Command, actor: str = "person:officer", subject: str = ex.CASE) -> None:
        await self.service.do(subject, command, actor=actor, cause=uuid4())

    async def approved(self) -> None:
        opening = OpenNotification(
            trigger_class="A", clock_starts_at=ex.CRITERIA_MET_AT, incident_aware_at=ex.AWARE_AT
        )
        await self.do(opening, "service:notifier")
        await self.do(DraftNotification(narrative="What we know."), ex.DRAFTER)
        await self.do(ApproveNotification(revision=1), ex.APPROVER)

    async def worker(self, outgoing: Post) -> Sender:
        """One that has just taken over."""
        sender = Sender(self.service, compose, outgoing, self.partnership)
        await sender.begin(Leads())
        return sender

    async def send(self, outgoing: Post, times: int = 1) -> None:
        """So many attempts, each when it is due."""
        sender = await self.worker(outgoing)
        for _ in range(times):
            self.clock.at = await sender.next_at(self.clock.at) or self.clock.at
            await sender.work(self.clock.at)

    async def row(self) -> DispatchRow:
        (row,) = await post.of_case(self.service.log.pool, ex.CASE)
        return row

    async def duty(self, owed_to: str = ex.PANEL) -> DutyRow:
        return {row.owed_to: row for row in await board.of_case(self.service.log.pool, ex.CASE)}[owed_to]

    async def said(self, kind: type[Event]) -> list[Any]:
        return [r.data for r in await self.service.log.about(ex.CASE) if isinstance(r.data, kind)]

    async def dispatch(self) -> UUID:
        return (await self.row()).dispatch

    async def folded(self) -> bool:
        """Whether every view is what the log folds to."""
        async with self.service.log.pool.acquire() as connection:
            compared = await views.compared(self.service, connection)
        return all(live == folded for live, folded in compared.values())

    def client(self) -> httpx.AsyncClient:
        app = FastAPI()
        add_problem_handlers(app)
        for router in (
            command_routes(self.service, *OFFICERS),
            owed_routes(self.service),
            dispatch_routes(self.service, self.partnership, compose),
            receipt_routes(self.service, SECRETS),
            recipient_routes(self.service, self.partnership),
        ):
            app.include_router(router)
        return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://notifier")


Notify = Callable[[str, str], Awaitable[Notifying]]


@pytest.fixture
async def notify(database: MakeDatabase) -> AsyncIterator[Notify]:
    """`await notify("webhook", url)`: an approved notification that is due by that channel."""
    open_: list[tuple[Any, asyncio.Task[None]]] = []

    async def make(channel: str, address: str) -> Notifying:
        partnership, clock = told_by(channel, address), SteppedClock()
        service = Service(
            log=EventLog(says=NOTIFIER, hears=[INTAKE]),
            deciders=[
                notifier(partnership),
                recipients(partnership, SECRETS),
                reasons.opening,
                quarantine.quarantine,
            ],
            keyring=Keyring(b"k" * 32),
            clock=clock,
            views=[notifications, board, agenda, post, directory, recipient_changes, set_aside],
        )
        opened = service.log.opened(await database("notifier"))
        await opened.__aenter__()
        async with service.log.pool.acquire() as connection:
            await views.rebuild(service, connection)
        open_.append((opened, asyncio.create_task(_mark(service))))
        made = Notifying(service, partnership, clock)
        await made.approved()
        return made

    yield make
    for opened, marking in open_:
        marking.cancel()
        await asyncio.gather(marking, return_exceptions=True)
        await opened.__aexit__(None, None, None)


async def _mark(service: Service) -> None:
    """Stands in for the relay and Kafka."""
    while True:
        await service.log.pool.execute(
            "UPDATE log.event_log SET kafka_partition = 0, kafka_offset = position WHERE kafka_offset IS NULL"
        )
        await asyncio.sleep(0.005)

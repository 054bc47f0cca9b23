"""Intake on a real, empty database, without Kafka; and an agency's records as Kafka would bring them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.intake import http
from services.intake.agencies import agency_standing
from services.intake.amending import amending, amendment_feedback
from services.intake.blocked import malware_feedback
from services.intake.canary import canary
from services.intake.decider import deciders
from services.intake.feedback import feedback
from services.intake.holidays import calendar_keeping
from services.intake.keeping import keeping as record_keeping
from services.intake.merging import merging
from services.intake.need import need
from services.intake.openings import openings
from services.intake.partners import reader
from services.intake.reactions import react
from services.intake.views import (
    absences,
    assignments,
    backdatings,
    cases,
    clocks,
    considered,
    duplicates,
    glass,
    keeping,
    partners,
    proposed_holidays,
    signatures,
    tested,
)
from shared import erasing, quarantine, set_aside, suspended, views
from shared.clock import WallClock
from shared.decider import Decider
from shared.duties import agenda, board, holidays
from shared.event_log import EventLog, Place
from shared.events.intake import INTAKE
from shared.hearing import Hearing, Record
from shared.keys import Keyring
from shared.malware import held
from shared.malware.scanned import scanning
from shared.need import relations
from shared.service import Service
from shared.web.problems import add_problem_handlers
from tests import examples as ex

MakeDatabase = Callable[[str], Awaitable[str]]
DECIDERS: list[Decider[Any]] = [
    *deciders(ex.partnership()),
    merging,
    record_keeping(ex.partnership()),
    amending,
    agency_standing,
    calendar_keeping,
    need,
    feedback,
    amendment_feedback,
    malware_feedback,
    scanning,
    openings,
    canary,
]
AGENCIES = [agency.id for agency in ex.partnership().agencies]


@dataclass
class Intake:
    """`client` speaks to it over HTTP; `bring` is what Kafka does."""

    service: Service
    client: httpx.AsyncClient
    url: str  # of its database
    offset: int = 0

    async def bring(
        self,
        value: bytes | None,
        *,
        agency: str = "hospital",
        key: bytes | None = None,
        headers: tuple[tuple[str, bytes], ...] = (),
    ) -> None:
        """One record on the agency's topic, taken in."""
        topic = f"partner.{agency}.incidents"
        await self.service.log.pool.execute(
            "INSERT INTO consumed VALUES ($1, 0, 'test', $2) ON CONFLICT DO NOTHING", topic, self.offset
        )
        standing = suspended.Suspended(self.service)
        hearing = Hearing(self.service, reader(AGENCIES, standing), standing.look)
        hearing.cluster = "test"
        record = Record(Place(topic, 0, self.offset), key, value, headers)
        self.offset = await hearing.take_in(self.offset, [record])

    async def types(self, subject: str) -> list[str]:
        """The events of a stream by their names, without what they have in common."""
        told = await self.service.log.about(subject)
        return [recorded.type.removeprefix("cspr.intake.").removesuffix(".v1") for recorded in told]


def made_with(clock: WallClock) -> Service:
    return Service(
        log=EventLog(says=INTAKE),
        deciders=[*DECIDERS, quarantine.quarantine],
        keyring=Keyring(b"k" * 32),
        clock=clock,
        views=[
            cases,
            duplicates,
            relations,
            glass,
            tested,
            partners,
            suspended,
            held,
            clocks,
            considered,
            signatures,
            backdatings,
            assignments,
            absences,
            holidays,
            proposed_holidays,
            board,
            agenda,
            set_aside,
            keeping,
            erasing,
        ],
        react=react,
    )


@pytest.fixture
async def intake(database: MakeDatabase) -> AsyncIterator[Intake]:
    service = made_with(WallClock())
    app = FastAPI()
    add_problem_handlers(app)
    for router in http.routes(service, ex.partnership()):
        app.include_router(router)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    url = await database("intake")
    async with service.log.opened(url):
        async with service.log.pool.acquire() as connection:
            await views.rebuild(service, connection)
        async with httpx.AsyncClient(transport=transport, base_url="http://intake") as client:
            yield Intake(service, client, url)

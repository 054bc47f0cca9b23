"""Intake on a real, empty database, its HTTP side called in process. No Kafka, and a clock that stands still."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import httpx
from fastapi import FastAPI

from deploy.local.postgres import LocalPostgres
from deploy.postgres import database_url, drop, provision
from services.intake import http
from services.intake.agencies import agency_standing
from services.intake.amending import amending, amendment_feedback
from services.intake.blocked import malware_feedback
from services.intake.decider import deciders
from services.intake.feedback import feedback
from services.intake.holidays import calendar_keeping
from services.intake.merging import merging
from services.intake.need import need
from services.intake.openings import openings
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
from shared.duties import agenda, board, holidays
from shared.event_log import EventLog
from shared.events.intake import INTAKE, IncidentReported, ReportDetails
from shared.keys import Keyring
from shared.malware import held
from shared.malware.scanned import scanning
from shared.need import relations
from shared.service import Service
from shared.web.problems import add_problem_handlers
from tests import examples as ex
from tests.bad_input.made import AGENCY, NOW

DECIDERS = [
    *deciders(ex.partnership()),
    merging,
    amending,
    agency_standing,
    calendar_keeping,
    need,
    feedback,
    amendment_feedback,
    malware_feedback,
    scanning,
    openings,
]
ACTOR = {"Actor": f"agency:{AGENCY}"}
JSON = {"Content-Type": "application/json"}


class StandingClock:
    def now(self) -> datetime:
        return NOW


@dataclass(frozen=True)
class Door:
    service: Service
    app: FastAPI
    client: httpx.AsyncClient

    async def report(self, body: bytes, **headers: str) -> httpx.Response:
        return await self.client.post("/reports", content=body, headers={**ACTOR, **JSON, **headers})

    async def details(self, case: str) -> ReportDetails:
        """What is kept of this case, opened with its key."""
        first = (await self.service.log.about(case))[0]
        assert isinstance(first.data, IncidentReported)
        async with self.service.log.pool.acquire() as connection:
            return await self.service.keyring.open(connection, first.data.details, ReportDetails, "screening")


@asynccontextmanager
async def door(postgres: LocalPostgres, name: str) -> AsyncIterator[Door]:
    await provision(postgres.admin_url, "intake", "test", database=name)
    service = Service(
        log=EventLog(says=INTAKE),
        deciders=[*DECIDERS, quarantine.quarantine],
        keyring=Keyring(b"k" * 32),
        clock=StandingClock(),
        views=[
            cases,
            duplicates,
            tested,
            partners,
            suspended,
            clocks,
            considered,
            signatures,
            backdatings,
            assignments,
            absences,
            relations,
            glass,
            holidays,
            proposed_holidays,
            board,
            agenda,
            set_aside,
            keeping,
            erasing,
            held,
        ],
        react=react,
    )
    async with service.log.opened(database_url(postgres.admin_url, "intake", "test", name)):
        async with service.log.pool.acquire() as connection:
            await views.rebuild(service, connection)
        app = FastAPI()
        add_problem_handlers(app)
        for router in http.routes(service, ex.partnership()):
            app.include_router(router)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://intake") as client:
            yield Door(service, app, client)
    await drop(postgres.admin_url, "intake", database=name)

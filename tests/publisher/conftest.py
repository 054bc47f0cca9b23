"""The publisher on a real, empty database, without Kafka and without a clock of its own."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import httpx
import pytest
from aiokafka import TopicPartition
from fastapi import FastAPI

from services.publisher import http, request_http
from services.publisher.all_heard import AllHeard
from services.publisher.clearing_http import clearing_routes
from services.publisher.covering import covering
from services.publisher.decider import publisher
from services.publisher.past_reviews import past_reviews
from services.publisher.reactions import react
from services.publisher.requests import copy_requests
from services.publisher.site import site
from services.publisher.views import pseudonyms, publications, search, timetable, unscanned
from services.publisher.views import requests as requests_view
from services.publisher.views import site as site_view
from shared import erasing, quarantine, reasons, set_aside, views
from shared.dispatch import directory, post
from shared.duties import agenda, board
from shared.event_log import EventLog
from shared.events.intake import INTAKE
from shared.events.notifier import NOTIFIER
from shared.events.publisher import PUBLISHER
from shared.events.reviews import REVIEWS
from shared.keys import Keyring
from shared.own import Own
from shared.service import Service
from shared.web.problems import add_problem_handlers
from tests.publisher import examples as ex

MakeDatabase = Callable[[str], Awaitable[str]]


@dataclass
class SteppedClock:
    """Stands still until a test moves it."""

    at: datetime

    def now(self) -> datetime:
        return self.at


def made_with(clock: SteppedClock) -> Service:
    return Service(
        log=EventLog(says=PUBLISHER, hears=[INTAKE, NOTIFIER, REVIEWS]),
        deciders=[
            publisher(ex.partnership()),
            covering,
            past_reviews,
            copy_requests,
            reasons.opening,
            quarantine.quarantine,
        ],
        keyring=Keyring(b"k" * 32),
        clock=clock,
        views=[
            *(publications, site_view, search, requests_view, timetable, unscanned, pseudonyms, directory),
            *(Own("publisher", view) for view in (board, agenda, post, set_aside)),
            erasing,
        ],
        react=react,
    )


@pytest.fixture
def stepped() -> SteppedClock:
    return SteppedClock(ex.ACCEPTED_AT)


@pytest.fixture
async def service(database: MakeDatabase, stepped: SteppedClock) -> AsyncIterator[Service]:
    made = made_with(stepped)
    async with made.log.opened(await database("publisher")):
        async with made.log.pool.acquire() as connection:
            await views.rebuild(made, connection)
        yield made


def client_of(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://site"
    )


@pytest.fixture
async def public(service: Service) -> AsyncIterator[httpx.AsyncClient]:
    """A reader of the public site."""
    async with client_of(site(service, ex.partnership(), is_ready=lambda: True)) as client:
        yield client


@dataclass
class HeldInMind:
    """A Kafka with two partitions of each topic, and in these of them so many records."""

    ends: dict[tuple[str, int], int] = field(default_factory=dict)
    fails: Exception | None = None

    async def cluster(self) -> str:
        return "this-kafka"

    async def partitions(self, topics: Sequence[str]) -> list[TopicPartition]:
        return [TopicPartition(topic, number) for topic in topics for number in (0, 1)]

    async def holds_more(self, start: Mapping[TopicPartition, int]) -> bool:
        if self.fails:
            raise self.fails
        return any(offset < self.ends.get((p.topic, p.partition), 0) for p, offset in start.items())


@pytest.fixture
def in_kafka() -> HeldInMind:
    return HeldInMind()


@pytest.fixture
async def staff(service: Service, in_kafka: HeldInMind) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody with the staff's API."""
    app = FastAPI()
    add_problem_handlers(app)
    routers = [*http.routes(service, ex.partnership()), *request_http.routes(service, ex.partnership())]
    for router in [*routers, clearing_routes(service, AllHeard(service, in_kafka, lambda: True))]:
        app.include_router(router)
    async with client_of(app) as client:
        yield client

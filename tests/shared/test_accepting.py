"""Until a service has taken in what its log lacks, it answers no command: it would decide on what it forgot."""

from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from fastapi import APIRouter
from pydantic import SecretStr

from shared.application import Application
from shared.clock import WallClock
from shared.event_log import EventLog
from shared.events.base import Vocabulary
from shared.keys import Keyring
from shared.service import Service
from shared.settings import Settings
from shared.web.api import api
from tests.toys import WRAPPING_KEY, Told, teller


@pytest.fixture
async def booting() -> AsyncIterator[SimpleNamespace]:
    """A service that has not come to accepting yet, with one command and one page."""
    service = Service(EventLog(says=Vocabulary.of("toy", Told)), [teller], Keyring(WRAPPING_KEY), WallClock())
    settings = Settings(database_url=SecretStr("postgresql://nowhere"), wrapping_key_file=Path("unused"))
    application = Application(service, settings, partnership=None, hears=[])  # type: ignore[arg-type]
    router = APIRouter()
    router.add_api_route("/tell", lambda: {"told": True}, methods=["POST"])
    router.add_api_route("/told", lambda: {"told": []}, methods=["GET"])
    transport = httpx.ASGITransport(api(application, "A toy.", [router]))
    async with httpx.AsyncClient(transport=transport, base_url="http://toy") as client:
        yield SimpleNamespace(application=application, client=client)


async def test_a_command_that_comes_before_the_log_is_complete_is_put_off(booting):
    answer = await booting.client.post("/tell")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


async def test_a_command_is_answered_once_the_service_accepts(booting):
    booting.application.status.accepting = True

    assert (await booting.client.post("/tell")).status_code == 200


async def test_what_is_there_is_shown_before_that(booting):
    assert (await booting.client.get("/told")).status_code == 200

"""Every service as it is wired, in this process, on a real database; Kafka is away and the clock stands still."""

import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

import httpx
import pytest

from deploy.local.postgres import LocalPostgres
from deploy.partnership import DEFAULT_PARTNERSHIP
from deploy.postgres import database_url, drop, provision
from services.notifier.commands import OpenNotification
from services.publisher.commands import OpenPublication
from services.reviews.commands import OpenRapidReview
from shared import views
from shared.decider import Command
from shared.service import Service
from tests import examples as ex
from tests.bad_input.made import NOW
from tests.console.conftest import in_our_form
from tests.intake.examples import record_report

OPENS: dict[str, Command] = {
    "intake": record_report,
    "notifier": OpenNotification(
        trigger_class="A", clock_starts_at=ex.CRITERIA_MET_AT, incident_aware_at=ex.AWARE_AT
    ),
    "reviews": OpenRapidReview(
        notification=ex.NOTIFICATION, submitted_at=ex.SENT_AT, incident_aware_at=ex.AWARE_AT, as_of=0
    ),
    "publisher": OpenPublication(practice_review=ex.NOTIFICATION, due=ex.due),
}


@asynccontextmanager
async def wired(postgres: LocalPostgres, name: str, folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Its own `app.py`, read anew under these settings, and a client; with a case where it opens one itself."""
    database, module = f"documented_{name}", f"services.{name}.app"
    await provision(postgres.admin_url, name, "test", database=database)
    url = database_url(postgres.admin_url, name, "test", database)
    with pytest.MonkeyPatch.context() as told:
        for variable, value in _settings(url, folder).items():
            told.setenv(variable, value)
        sys.modules.pop(module, None)
        app = import_module(module)
    sys.modules.pop(module)
    service: Service = app.service
    async with service.log.opened(url):
        async with service.log.pool.acquire() as connection:
            await views.rebuild(service, connection)
        app.application.status.accepting = True
        if name in OPENS:
            await service.do(ex.CASE, OPENS[name], actor="service:test", cause=ex.NOTIFICATION)
        transport = httpx.ASGITransport(app.app)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{name}") as client:
            if name == "console":
                client.event_hooks["request"] = [in_our_form(app)]  # past the token, to what is behind it
            yield client
    await drop(postgres.admin_url, name, database=database)


def _settings(url: str, folder: Path) -> dict[str, str]:
    key, clock = folder / "wrapping.key", folder / "clock.json"
    key.write_bytes(bytes(32))
    clock.write_text(json.dumps({"domain": NOW.isoformat(), "real": 0.0, "speed": 0.0}))
    return {
        "CSPR_DATABASE_URL": url,
        "CSPR_WRAPPING_KEY_FILE": str(key),
        "CSPR_CLOCK_FILE": str(clock),
        "CSPR_PARTNERSHIP": str(DEFAULT_PARTNERSHIP),
        "CSPR_KAFKA": "127.0.0.1:9",
        "CSPR_SIGN_IN": "declared",
    }

"""Reviews on a real, empty database, without Kafka and without a clock of its own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import pytest

from services.reviews.decider import deciders
from services.reviews.feedback import feedback
from services.reviews.openings import openings
from services.reviews.reactions import react
from services.reviews.views import VIEWS
from shared import quarantine, views
from shared.event_log import EventLog
from shared.events.intake import INTAKE
from shared.events.notifier import NOTIFIER
from shared.events.reviews import REVIEWS
from shared.keys import Keyring
from shared.malware.scanned import scanning
from shared.service import Service
from tests.reviews import examples as ex

MakeDatabase = Callable[[str], Awaitable[str]]


@dataclass
class SteppedClock:
    """Stands still until a test moves it."""

    at: datetime

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def stepped() -> SteppedClock:
    return SteppedClock(ex.TODAY)


@pytest.fixture
async def service(database: MakeDatabase, stepped: SteppedClock) -> AsyncIterator[Service]:
    made = Service(
        log=EventLog(says=REVIEWS, hears=[INTAKE, NOTIFIER]),
        deciders=[*deciders(ex.partnership()), openings, feedback, scanning, quarantine.quarantine],
        keyring=Keyring(b"k" * 32),
        clock=stepped,
        views=VIEWS,
        react=react,
    )
    async with made.log.opened(await database("reviews")):
        async with made.log.pool.acquire() as connection:
            await views.rebuild(made, connection)
        yield made

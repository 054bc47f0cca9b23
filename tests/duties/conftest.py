"""A service that has duties and nothing else, on a real, empty database, with a clock that a test moves."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from uuid import UUID

import pytest

from shared import views
from shared.alarms import waiting
from shared.alarms.reminding import Reminding
from shared.decider import Command, Decider, Occasion
from shared.duties import agenda, board, holidays, life
from shared.duties.life import Duties
from shared.event_log import EventLog
from shared.events import calendar, dispatch, duties
from shared.events.base import Event, Vocabulary
from shared.keys import Keyring
from shared.service import Service
from tests import examples as ex

OWING = Vocabulary.of("owing", *duties.EVENTS, *dispatch.EVENTS, *calendar.EVENTS)
CASE = "case-1"
_numbers = count(1)


class Say(Command):
    """Whatever a test needs to have happened."""

    event: Event


def _decide(command: Command, state: Duties, occasion: Occasion) -> list[Event]:
    return [command.event] if isinstance(command, Say) else life.decide(command, state, occasion)


owing: Decider[Duties] = Decider(commands=(Say, *life.COMMANDS), initial={}, decide=_decide, evolve=life.evolve)


@dataclass
class Clock:
    at: datetime = field(default=ex.CRITERIA_MET_AT)

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def service(database: Callable[[str], Awaitable[str]], clock: Clock) -> AsyncIterator[Service]:
    made = Service(
        log=EventLog(says=OWING),
        deciders=[owing],
        keyring=Keyring(b"k" * 32),
        clock=clock,
        views=[board, agenda, waiting, holidays],
    )
    async with made.log.opened(await database("owing")):
        async with made.log.pool.acquire() as connection:
            await views.rebuild(made, connection)
        yield made


async def say(service: Service, *events: Event) -> None:
    for event in events:
        saying = Say.model_construct(event=event)
        await service.do(CASE, saying, actor="service:owing", cause=UUID(int=next(_numbers)))


async def on_kafka(service: Service) -> None:
    """Stands in for the relay and Kafka."""
    await service.log.pool.execute(
        "UPDATE log.event_log SET kafka_partition = 0, kafka_offset = position WHERE kafka_offset IS NULL"
    )


async def what_is_due(service: Service) -> None:
    """As the worker does it."""
    for todo in await Reminding(ex.partnership().escalation).due(service.log.pool, service.clock.now()):
        await service.do(todo.subject, await todo.asked(), actor="service:owing", cause=todo.id)


async def ask(service: Service, command: Command, actor: str = ex.DRAFTER) -> None:
    await service.do(CASE, command, actor=actor, cause=UUID(int=next(_numbers)))

"""The System page: services, how far behind, which legal dates that endangers, and by what days are counted."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from services.console.calendar_facts import CountedBy, calendar
from services.console.endangered import FURTHEST_DAYS, Endangered, behind, not_working, owed_by
from services.console.health import ServiceHealth, ask_all
from services.console.measured import Measured, measured
from services.console.records import CannotRead, Records
from services.console.views.unheard import SHOWN
from services.console.words import plural
from shared.calendar import london_date
from shared.edition import Policy
from shared.policy import POLICIES, policy_on
from shared.topics import SERVICES_THAT_SAY

ASKED = (*SERVICES_THAT_SAY, "console")


@dataclass(frozen=True)
class Furthest:
    """What one service has not heard, over all partitions."""

    records: int
    seconds: float


@dataclass(frozen=True)
class Overview:
    """`lags` is None when nobody measures, `endangered` when this console cannot read just now,
    `calendars` when intake, which keeps them, does not answer.
    """

    services: list[ServiceHealth]
    lags: Mapping[str, Furthest] | None
    endangered: list[Endangered] | None
    calendars: list[CountedBy] | None
    policies: tuple[Policy, ...]
    in_force: str


async def overview(records: Records, addresses: Mapping[str, str]) -> Overview:
    services, lags, kept = await asyncio.gather(
        ask_all(ASKED, addresses), measured(addresses), calendar(addresses)
    )
    return Overview(
        services,
        None if lags is None else _furthest(lags),
        await _endangered(records, services, lags or []),
        kept.calendars if kept else None,
        tuple(POLICIES),
        policy_on(london_date(records.now())).id,
    )


def _furthest(lags: list[Measured]) -> dict[str, Furthest]:
    found: dict[str, Furthest] = {}
    for it in lags:
        so_far = found.get(it.group, Furthest(0, 0.0))
        found[it.group] = Furthest(so_far.records + it.records, max(so_far.seconds, it.seconds))
    return found


async def _endangered(
    records: Records, services: list[ServiceHealth], lags: list[Measured]
) -> list[Endangered] | None:
    try:
        found = [await _unheard(records, service, each) for service, each in behind(lags).items()]
        idle = not_working(services)
        near = await records.due_within(FURTHEST_DAYS) if idle else []
    except CannotRead:
        return None
    for service, why in idle:
        owed = owed_by(service, near, london_date(records.now()))
        found.append(Endangered(service, why, records.told(owed[:SHOWN]), len(owed)))
    return found


async def _unheard(records: Records, service: str, lags: list[Measured]) -> Endangered:
    places = [(it.topic.removesuffix(".events"), it.partition, it.next_offset) for it in lags]
    cases, duties, how_many = await records.unheard(places)
    why = f"has not heard {plural(sum(it.records for it in lags), 'event')}"
    return Endangered(service, why, duties, how_many, cases)

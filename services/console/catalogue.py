"""What staff can ask of each service, by its own OpenAPI document; read when needed, kept for a while."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

import httpx

from services.console import speech
from services.console.people.person import Person
from services.console.reading.reads import Read, reads
from services.console.reporting.sections import report_schema
from services.console.work.actions import Action, actions
from shared.need.can import some_way
from shared.topics import SERVICES_THAT_SAY

KEPT_SECONDS = 60.0
TIMEOUT_SECONDS = 2.0


@dataclass(frozen=True)
class Documented:
    """All empty when the service does not answer, and was never asked before. `report`: the schema of a report."""

    actions: list[Action] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    report: Mapping[str, Any] = field(default_factory=dict)

    def for_whom(self, person: Person | None) -> "Documented":
        """What their roles may do with some case. Of nobody in particular, where nobody signs in: everything."""
        if person is None:
            return self
        return replace(
            self,
            actions=[action for action in self.actions if some_way(person.roles, action.does)],
            reads=[read for read in self.reads if some_way(person.roles, read.does)],
        )


@dataclass
class Catalogue:
    addresses: Mapping[str, str]
    _known: dict[str, tuple[float, Documented]] = field(default_factory=dict)

    async def of(self, service: str) -> Documented:
        read_at, known = self._known.get(service, (0.0, Documented()))
        if known.actions and monotonic() - read_at < KEPT_SECONDS:
            return known
        document = await self._read(service)
        if document is None:
            return known
        can_do, tells = list(actions(service, document)), list(reads(service, document))
        found = Documented(can_do, tells, report_schema(document))
        self._known[service] = (monotonic(), found)
        return found

    async def all(self, person: Person | None) -> dict[str, Documented]:
        """For them. Asked at once: those that are frozen hold a page up no longer than one of them."""
        found = await asyncio.gather(*map(self.of, SERVICES_THAT_SAY))
        return {service: it.for_whom(person) for service, it in zip(SERVICES_THAT_SAY, found, strict=True)}

    async def action(self, service: str, id_: str) -> Action | None:
        return next((action for action in (await self.of(service)).actions if action.id == id_), None)

    async def read(self, service: str, id_: str) -> Read | None:
        return next((read for read in (await self.of(service)).reads if read.id == id_), None)

    async def _read(self, service: str) -> Mapping[str, Any] | None:
        try:
            async with speech.client(TIMEOUT_SECONDS) as client:
                answer = await client.get(f"{self.addresses[service]}/openapi.json")
            document: Mapping[str, Any] = answer.raise_for_status().json()
        except (httpx.HTTPError, KeyError, ValueError):
            return None
        return document

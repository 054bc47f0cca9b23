"""How a running service is: counts and positions, never content. Read by people, Prometheus and the demo."""

from collections import Counter
from datetime import datetime
from typing import Any

from shared import verified
from shared.events.base import RecordQuarantined, event_type
from shared.kafka import Ear, LazyBroker
from shared.relay import Relay
from shared.service import Service
from shared.tally import Tally
from shared.views import building
from shared.worker import Worker

_COUNTS = """
SELECT CASE WHEN $2 THEN (SELECT count(*) FROM log.event_log WHERE source = $1 AND kafka_offset IS NULL)
     + (SELECT count(*) FROM log.case_key WHERE made_here AND kafka_offset IS NULL) ELSE 0 END AS unpublished,
       (SELECT count(*) FROM log.parked) AS parked
"""
_OLDEST = """
SELECT wire FROM log.event_log WHERE source = $1 AND kafka_offset IS NULL ORDER BY position LIMIT 1
"""


class Status:
    def __init__(
        self, service: Service, relay: Relay, worker: Worker, ear: Ear | None, broker: LazyBroker
    ) -> None:
        self._service, self._relay, self._worker = service, relay, worker
        self._ear, self._broker = ear, broker
        self._tally = Tally()
        self.accepting = False
        self.stands_aside = False  # another release has built its views where ours were

    async def caught_up(self) -> bool:
        """Whether the views show all that Kafka holds for us."""
        if not self._ear:
            return self.accepting
        lag = await self._ear.lag()
        parked = await self._service.log.pool.fetchval("SELECT count(*) FROM log.parked")
        return bool(lag) and not any(lag.values()) and not self._ear.out_of_range and not parked

    async def _verified(self) -> dict[str, Any] | None:
        found = await verified.last(self._service.log.pool)
        return found.model_dump(mode="json") if found else None

    async def read(self) -> dict[str, Any]:
        """Raises asyncpg's errors when Postgres is away."""
        pool = self._service.log.pool
        says = self._service.log.says.published  # the console keeps its own to itself
        counts = await pool.fetchrow(_COUNTS, self._service.name, says)
        name = self._service.name
        by_type = await self._tally.by_source_and_type(pool)
        known: Counter[str] = Counter()
        for (source, _), n in by_type.items():
            known[source] += n
        said = known.pop(name, 0)
        waiting = await self._unpublished_seconds(counts["unpublished"] if counts else 0)
        return {
            "service": self._service.name,
            "clock": self._service.clock.now().isoformat(),
            "accepting": self.accepting,
            "kafka": self._broker.up.is_set() if self._ear else self._relay.leading,
            **(dict(counts) if counts else {}),
            "quarantined": by_type[name, event_type(name, RecordQuarantined)],
            "unpublished_seconds": waiting,
            "building": await building(pool),
            "verified": await self._verified(),
            "stuck": self._worker.how_many_stuck(),
            "scans_documents": self._service.scans_documents,
            "said": said,
            "heard": dict(known),
            "lag": await self._ear.lag() if self._ear else {},
            "out_of_range": [f"{p.topic}/{p.partition}" for p in self._ear.out_of_range] if self._ear else [],
            "relay": {
                "leading": self._relay.leading,
                "waits_for_republish": self._relay.waits_for_republish,
            },
            "worker": {
                "idle_at": _iso(self._worker.idle_at),
                "next_at": _iso(self._worker.next_at),
            },
        }

    async def _unpublished_seconds(self, unpublished: int) -> float:
        """How long the oldest event waits that Kafka does not have, by the clock of the cases."""
        service = self._service
        wire = await service.log.pool.fetchval(_OLDEST, service.name) if unpublished else None
        return (service.clock.now() - service.log.read(wire).time).total_seconds() if wire else 0.0


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None

"""An agency's feedback over HTTP: the very bytes of its topic, in pages, as far as Kafka has them.

What Kafka does not have yet could still be lost with our database, and another event take its number.
"""

from collections.abc import Collection
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from shared.edge import BadInput
from shared.event_log import EventLog
from shared.service import Service
from shared.web.commands import Actor
from shared.web.problems import documented

MOST_AT_ONCE = 500
BATCH = "application/cloudevents-batch+json"
_BATCH: dict[int | str, dict[str, Any]] = {
    200: {"description": "Events after that one, oldest first", "content": {BATCH: {"schema": {"type": "array"}}}},
    **documented(422),
}
_AFTER = """
SELECT version, wire FROM event_log WHERE subject = $1 AND source = $2 AND version > $3
   AND version < coalesce((SELECT min(version) FROM event_log
                           WHERE subject = $1 AND source = $2 AND kafka_offset IS NULL), $3 + $4 + 1)
 ORDER BY version LIMIT $4
"""
After = Annotated[int, Query(ge=0, lt=2**31, description="The sequence of the last event that you have")]
Limit = Annotated[int, Query(ge=1, le=MOST_AT_ONCE)]


def feed_routes(service: Service, agencies: Collection[str]) -> APIRouter:
    router = APIRouter(tags=["feedback"])

    @router.get("/events", response_class=Response, responses=_BATCH)
    async def read_feedback(actor: Actor, after: After = 0, limit: Limit = 100) -> Response:
        """The agency's own feedback, as on its topic; `Link: …; rel="next"` leads on, also from an empty page."""
        batch, last = await page_after(service.log, agency_of(actor, agencies), after, limit)
        following = {"Link": f'</events?after={last}&limit={limit}>; rel="next"'}
        return Response(batch, headers=following, media_type=BATCH)

    return router


def agency_of(actor: str, agencies: Collection[str]) -> str:
    """Whose id stands in the header Actor. Raises BadInput for anybody but a registered agency."""
    kind, _, agency = actor.partition(":")
    if kind != "agency" or agency not in agencies:
        raise BadInput(("/header/Actor", "must be agency:… of a registered agency"))
    return agency


async def page_after(log: EventLog, agency: str, after: int, limit: int) -> tuple[bytes, int]:
    """A CloudEvents batch, one event a line; and the sequence that the next page comes after."""
    rows = await log.pool.fetch(_AFTER, f"feedback/{agency}", log.source, after, limit)
    batch = b"[" + b",\n".join(row["wire"] for row in rows) + b"]"
    return batch, rows[-1]["version"] if rows else after

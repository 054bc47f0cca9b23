"""Every read may ask what was known at an earlier instant: `?as_of=2026-11-03T08:55:00Z`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated

from fastapi import Query

from shared.edge import BadInput, Instant
from shared.event_log import Database
from shared.known import known_at
from shared.service import Service
from shared.web.needing import seen, within

AsOf = Annotated[
    Instant | None,
    Query(description="Answer as it was known at this instant, its zone included; a + is written %2B"),
]
_WHOLE_LOG = asyncio.Semaphore(1)  # a question about everything folds everything: one at a time


def not_ahead(service: Service, as_of: datetime | None) -> None:
    """Raises BadInput."""
    if as_of is not None and as_of > service.clock.now():
        raise BadInput(("/query/as_of", "must not lie in the future: nobody knows yet what will be known then"))


@asynccontextmanager
async def as_known(
    service: Service, as_of: datetime | None, subject: str | None = None
) -> AsyncIterator[Database]:
    """Where to read the views: as they are, or as they were at `as_of`. Raises BadInput of what is yet to come.

    With a subject, only its own rows are there: enough for whoever asks about that case alone.
    """
    if as_of is None:
        yield seen(service)
        return
    not_ahead(service, as_of)
    if subject is not None:
        async with known_at(service, as_of, subject) as connection:
            yield within(service, connection)
        return
    async with _WHOLE_LOG, known_at(service, as_of) as connection:
        yield seen(service, within(service, connection))

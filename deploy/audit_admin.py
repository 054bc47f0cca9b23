"""What an operator does with an audit log while its service is held down."""

from dataclasses import dataclass
from typing import Any

import asyncpg

from shared.audit.copying import Copying
from shared.audit.writing import Audit


@dataclass(frozen=True)
class _Pools:
    pool: Any


async def copied_whole(url: str, bootstrap: str, service: str) -> int:
    """Copies to Kafka what only the table has; how many entries. Raises Departed, KafkaError, asyncpg's errors."""
    async with asyncpg.create_pool(url, min_size=1, max_size=3) as pool:
        log = _Pools(pool)
        return await Copying(Audit(log), log, bootstrap, service).finish()

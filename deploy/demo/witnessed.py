"""The story's logs, held to what the witness signed while it was told."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from deploy.commands.audit import compared
from deploy.local.record import Record
from deploy.local.service import Witnessing
from deploy.witness import comparing
from deploy.witness.comparing import Held
from deploy.witness.ledger import Ledger
from deploy.witness.settings import key_in

OFTEN = Witnessing(every_seconds=5)  # a story of months is told in a minute
PATIENCE_SECONDS = 60.0
_LOOK_AGAIN_SECONDS = 0.2


async def witnessed(record: Record) -> list[Held]:
    """Each log in both stores, once all that is there now has been signed. Raises TimeoutError."""
    began = datetime.now(UTC)
    ledger, key = Ledger(Path(record.notes)), key_in(Path(record.witness_key_file)).public_key()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not (checkpoints := comparing.notes(ledger, key)[0]) or checkpoints[-1].at < began:
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
    return [comparing.notes(ledger, key)[1], *await compared(record, checkpoints)]

"""The relay of a toy teller in a process of its own, to be killed: python -m tests.faults.relay_process."""

import asyncio
import sys

from shared import relay as module
from shared.absorb import Absorber
from shared.clock import WallClock
from shared.event_log import EventLog
from shared.events.base import RecordQuarantined, Vocabulary
from shared.keys import Keyring
from shared.relay import Relay
from shared.service import Service
from tests.toys import WRAPPING_KEY, Numbers, Told, teller

module.BATCH_ROWS = 20  # more batches, more places to die in


async def main(name: str, url: str, bootstrap: str) -> None:
    log = EventLog(says=Vocabulary.of(name, Told, RecordQuarantined))
    service = Service(log, [teller], Keyring(WRAPPING_KEY), WallClock(), [Numbers()])
    async with log.opened(url):
        await Relay(log, bootstrap, Absorber(service, bootstrap)).run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))

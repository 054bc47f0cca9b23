"""The relay of a toy teller in a process of its own, to be killed: python -m tests.faults.relay_process.

With --nursery a new one is born, by fork, for each line that is read; its pid is the answer.
"""

import asyncio
import os
import signal
import sys

from shared import relay as module
from shared.absorb import Absorber
from shared.clock import WallClock
from shared.event_log import EventLog
from shared.events.base import RecordQuarantined, Vocabulary
from shared.keys import Keyring
from shared.relay import Relay
from shared.service import Service
from shared.settings import KafkaSettings
from tests.faults.nursery import die_with_the_parent
from tests.toys import WRAPPING_KEY, Numbers, Told, teller

module.BATCH_ROWS = 20  # more batches, more places to die in


async def main(name: str, url: str) -> None:
    bootstrap = KafkaSettings().broker
    log = EventLog(says=Vocabulary.of(name, Told, RecordQuarantined))
    service = Service(log, [teller], Keyring(WRAPPING_KEY), WallClock(), [Numbers()])
    async with log.opened(url):
        await Relay(log, bootstrap, Absorber(service, bootstrap)).run()


def nursery(*told: str) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries them
    for _ in sys.stdin:
        pid = os.fork()
        if not pid:
            die_with_the_parent()
            asyncio.run(main(*told))
            os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1] == "--nursery":
        nursery(*sys.argv[2:])
    else:
        asyncio.run(main(*sys.argv[1:]))

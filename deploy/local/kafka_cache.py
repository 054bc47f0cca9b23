"""Kafka's classes as Java has them once they are loaded and linked, in a file: a broker starts with half the work.

`python -m deploy.local.kafka_cache` makes it, by starting a broker once and looking at what it needed. Java leaves
aside a file that does not fit it (another Java, other jars, half a file), and starts as it would without.
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from deploy.local.kafka import CACHE, LocalKafka, classpath
from deploy.local.ports import Ports, free_base_port
from deploy.local.process import ChildFailed, true
from deploy.provisioning import provision_topics

PATIENCE_SECONDS = 300  # Java writes down what it saw when it ends; a busy machine takes a while


async def make(cache: Path = CACHE) -> None:
    """ChildFailed when Java does not; what was there before is then still there."""
    with tempfile.TemporaryDirectory(prefix="cspr-kafka-", ignore_cleanup_errors=True) as folder:
        seen, made = Path(folder) / "seen", Path(folder) / "made"
        await _watched(Path(folder) / "data", seen)
        write = ["-XX:AOTMode=create", f"-XX:AOTConfiguration={seen}", f"-XX:AOTCache={made}"]
        writing = LocalKafka(Path(folder), 0, 0).java(write)
        writing.spawn()
        if not await true(lambda: not writing.running, PATIENCE_SECONDS) or not made.exists():
            writing.kill()
            raise ChildFailed(f"Java made no cache of Kafka's classes: {writing.last_words()}")
        cache.parent.mkdir(parents=True, exist_ok=True)
        beside = cache.with_suffix(f".{os.getpid()}")
        beside.write_bytes(made.read_bytes())
        beside.replace(cache)


async def _watched(data: Path, seen: Path) -> None:
    """A broker's whole life: formatted, started, given topics, stopped."""
    ports = Ports(free_base_port())
    watching = ["-XX:AOTMode=record", f"-XX:AOTConfiguration={seen}"]
    broker = LocalKafka(data, ports.of("kafka"), ports.of("kafka-controller"), options=watching)
    await broker.start()
    try:
        await provision_topics(broker.bootstrap, ["agency"])
        await broker.stop(PATIENCE_SECONDS)
    finally:
        broker.kill()


def main() -> int:
    classpath()  # without Kafka itself there is nothing to begin with
    try:
        asyncio.run(make())
    except ChildFailed as failed:
        sys.stderr.write(f"{failed}\nKafka starts without it, more slowly.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

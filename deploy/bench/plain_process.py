"""The plain FastAPI service as a child process."""

import sys

from deploy.access.told import environment_of
from deploy.bench.ground import Ground
from deploy.bench.peers.plain import TOPIC
from deploy.local.probe import http_status
from deploy.local.process import Child
from shared.topics import Topic, events_of, provision, topics_for

READY_SECONDS = 60
_DATABASE = "plain"


def port(ground: Ground) -> int:
    return ground.ports.of("mail-viewer")  # ours, and no mail is sent here


async def bare(ground: Ground) -> Child:
    """FastAPI and nothing else, ready."""
    return await _started(ground, {})


async def with_reports(ground: Ground) -> Child:
    """One insert and one awaited publish for each report."""
    url = await ground.database(_DATABASE)
    connection = await ground.connect(_DATABASE)
    await connection.execute(
        "CREATE SCHEMA views; CREATE TABLE views.reports (subject text PRIMARY KEY, body jsonb NOT NULL);"
        f"GRANT USAGE ON SCHEMA views TO {_DATABASE}; GRANT INSERT ON views.reports TO {_DATABASE}"
    )
    await connection.close()
    like = next(topic for topic in topics_for([]) if topic.name == events_of("intake"))
    await provision(ground.bootstrap, [Topic(TOPIC, like.partitions, like.settings)])
    return await _started(ground, {"PLAIN_DATABASE": url, **environment_of(ground.bootstrap)})


async def _started(ground: Ground, told: dict[str, str]) -> Child:
    command = [sys.executable, "-P", "-m", "deploy.bench.peers.plain"]
    child = ground.child("plain", command, {"PLAIN_PORT": str(port(ground)), **told})
    child.spawn()

    async def ready() -> bool:
        return await http_status(port(ground), "/health/ready") == 200

    await child.until(ready, READY_SECONDS)
    return child

"""A service that has a past: cases on Kafka, taken in by the real process before anything is measured."""

from deploy.bench.ground import Ground, until
from deploy.bench.reports import cases
from deploy.bench.sending import keyed, send_all
from deploy.local.probe import http_status
from deploy.local.service import LocalService
from shared.topics import CASE_KEYS, events_of


async def put_cases(ground: Ground, count: int) -> list[bytes]:
    """On intake's topic, each with its key, as if intake had said them. Returns what was written."""
    wrapping_key = ground.keys.wrapping_key_file.read_bytes()
    made = list(cases(count, ground.agencies[0], wrapping_key))
    await send_all(ground.bootstrap, CASE_KEYS, [case.key for case in made])
    said = [case.said for case in made]
    await send_all(ground.bootstrap, events_of("intake"), keyed(said))
    return [recorded.wire for recorded in said]


async def take_all_in(service: LocalService) -> None:
    """Started, and caught up with Kafka."""
    service.child.spawn()
    await until_caught_up(service)


async def until_caught_up(service: LocalService) -> None:
    """It may have been started only just now."""

    async def caught_up() -> bool:
        return await http_status(service.port, "/health/views") == 200

    await until(caught_up, poll_seconds=0.2)

"""How the services are: each is asked over HTTP, all at once, and none may keep the page waiting."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from typing import Literal

import httpx
from pydantic import BaseModel, ValidationError

from services.console import speech
from shared.verified import Verified

TIMEOUT_SECONDS = 1.0
_SO_FAR = re.compile(r"(\d+) of (\d+)$")

State = Literal["up", "not ready", "away"]


class _Relay(BaseModel):
    leading: bool = True
    waits_for_republish: bool = False


class _Status(BaseModel):
    """What we use of a service's /status."""

    kafka: bool = True
    unpublished: int
    unpublished_seconds: float = 0.0
    relay: _Relay = _Relay()
    building: str = ""
    parked: int
    quarantined: int = 0
    stuck: int = 0
    scans_documents: bool | None = None
    lag: dict[str, int]
    out_of_range: list[str] = []
    verified: Verified | None = None


class ServiceHealth(BaseModel):
    """One service. Counts are None when it did not tell; `behind` is how much is still to be heard; `built`: while
    its views are built, (so far, of how many).

    `outbox_seconds`: how long the oldest event waits that Kafka does not have, by the clock of the cases.
    """

    name: str
    state: State
    note: str = ""
    unpublished: int | None = None
    parked: int | None = None
    quarantined: int | None = None
    outbox_seconds: float | None = None
    behind: int | None = None
    built: tuple[int, int] | None = None
    told: bool = False  # whether it told its counts; then, with nothing in `verified`, nobody has verified it yet
    verified: Verified | None = None


async def ask_all(names: Sequence[str], addresses: Mapping[str, str]) -> list[ServiceHealth]:
    async with speech.client(TIMEOUT_SECONDS) as client:
        return list(await asyncio.gather(*(_ask(client, name, addresses.get(name, "")) for name in names)))


async def _ask(client: httpx.AsyncClient, name: str, address: str) -> ServiceHealth:
    if not address:
        return ServiceHealth(name=name, state="away", note="its address is not known here")
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            ready, status = await asyncio.gather(
                client.get(f"{address}/health/ready"), client.get(f"{address}/status")
            )
    except (httpx.HTTPError, TimeoutError):
        return ServiceHealth(name=name, state="away", note="it does not answer")
    return _told(name, ready.status_code == httpx.codes.OK, status)


def _told(name: str, ready: bool, status: httpx.Response) -> ServiceHealth:
    state: State = "up" if ready else "not ready"
    try:
        it = _Status.model_validate_json(status.content)
    except ValidationError:
        return ServiceHealth(name=name, state=state, note="it does not tell its counts")
    return ServiceHealth(
        name=name,
        state=state,
        note=_note(it),
        unpublished=it.unpublished,
        parked=it.parked,
        quarantined=it.quarantined,
        outbox_seconds=it.unpublished_seconds,
        behind=sum(it.lag.values()),
        built=_built(it.building),
        told=True,
        verified=it.verified,
    )


def _built(building: str) -> tuple[int, int] | None:
    """Of "building views: 5000 of 20000"."""
    found = _SO_FAR.search(building)
    return (int(found[1]), int(found[2])) if found else None


def _note(it: _Status) -> str:
    if it.out_of_range:
        return f"cannot read on in {', '.join(it.out_of_range)}"
    if it.building:
        return it.building
    if it.relay.waits_for_republish:
        return "says nothing until its events are published anew: cspr republish"
    if not it.kafka:
        return "Kafka is away"
    if it.stuck:
        return f"cannot do {it.stuck} of the things that are due: see its log"
    return "documents are not scanned for malware: no scanner is set" if it.scans_documents is False else ""

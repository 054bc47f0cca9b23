"""Recipients' systems over HTTP, beneath the real `WebhookPost`: they write down what came before they answer."""

from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from types import SimpleNamespace
from typing import Any, Literal

import httpx
from pydantic import SecretStr

import shared.dispatch.webhook
from shared.clock import Clock
from shared.dispatch.signatures import Forged, verify
from tests.simulation.kafka import Kafka, attempted
from tests.simulation.world import World

Happening = Literal["", "not there", "throttles", "refuses", "answer lost", "in trouble"]
ADDRESS = "https://inspectorate.example/notices"
SECRET = SecretStr(f"whsec_{'AAAA' * 8}")
_BEFORE: tuple[Happening, ...] = ("not there", "throttles", "refuses")
_AFTER: tuple[Happening, ...] = ("answer lost", "in trouble")


@dataclass(frozen=True)
class Received:
    """A request that arrived: `id` is its webhook-id. `attempt_on_kafka`: Kafka had its attempt by then."""

    id: str
    body: bytes
    at: datetime
    attempt_on_kafka: bool


class _Answer(httpx.AsyncByteStream):
    def __init__(self, text: bytes) -> None:
        self._text = text

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._text


class FakeSystem(httpx.AsyncBaseTransport):
    """One recipient's. `script` is what happens next; when it is empty, chance says."""

    def __init__(self, world: World, kafka: Kafka, clock: Clock) -> None:
        self.world, self._kafka, self._clock = world, kafka, clock
        self.got: list[Received] = []
        self.script: deque[Happening] = deque()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await self.world.latency()
        happening = self.script.popleft() if self.script else await self._before()
        match happening:
            case "not there":
                raise httpx.ConnectError("nobody there")
            case "throttles":
                return _response(429, {"retry-after": "900"})
            case "refuses":
                return _response(422)
        body = await request.aread()
        try:
            id_ = verify((SECRET,), request.headers, body, _signed_at(request))
        except Forged:
            return _response(401)
        known = any(it.id == id_ for it in self.got)
        self.got.append(Received(id_, body, self._clock.now(), attempted(self._kafka, id_)))
        self.world.trace(f"webhook {id_}")
        return await self._answer(happening, known)

    async def _answer(self, happening: Happening, known: bool) -> httpx.Response:
        happening = happening or await self._after()
        if happening == "answer lost":
            raise httpx.ReadError("the answer was lost")
        if happening == "in trouble":
            return _response(500)
        await self.world.latency()
        return _response(409 if known else 202)

    async def _before(self) -> Happening:
        if not await self.world.point("webhook", "call"):
            return ""
        return self.world.dice.choices(_BEFORE, [6, 4, 1])[0]

    async def _after(self) -> Happening:
        return self.world.dice.choice(_AFTER) if await self.world.point("webhook done", "call") else ""


def _signed_at(request: httpx.Request) -> datetime:
    """Domain time may run hours a second here: no signature is too old."""
    return datetime.fromtimestamp(int(request.headers["webhook-timestamp"]), UTC)


def _response(status: int, headers: dict[str, str] | None = None) -> httpx.Response:
    return httpx.Response(status, headers=headers, stream=_Answer(b'{"reference": "R-1"}'))


async def resolved(host: str, port: int, *, private_network: bool) -> str:
    """No name is looked up on virtual time: 192.0.2.1 is an example's address and nobody's."""
    return "192.0.2.1"


def beneath_webhooks(system: FakeSystem) -> list[tuple[Any, str, Any]]:
    """What the real `WebhookPost` stands on: (module, name, what is put there)."""
    http = SimpleNamespace(**{**vars(httpx), "AsyncClient": partial(httpx.AsyncClient, transport=system)})
    trusting = SimpleNamespace(create_default_context=lambda **_: True)
    ours = shared.dispatch.webhook
    return [(ours, "resolved", resolved), (ours, "httpx", http), (ours, "ssl", trusting)]

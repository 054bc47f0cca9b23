"""A running installation as people and agencies meet it: HTTP, their Kafka topics, the mailbox."""

import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

import httpx

from deploy.commands.emit import Outgoing, send
from deploy.local.ports import Ports
from shared.kafka_reading import partitions_of, read_to_end
from shared.topics import incidents_of

PATIENCE_SECONDS = 60.0
LOOK_AGAIN_SECONDS = 0.05
_PARTS = {"mail": "mail-viewer"}


class NoAnswer(Exception):
    """A service did not answer, or not as it should."""


@dataclass
class Installation:
    ports: Ports
    kafka: str
    auth: httpx.Auth | None = None  # whom a request names as its actor it speaks for
    _client: httpx.AsyncClient = field(init=False)

    async def __aenter__(self) -> Self:
        self._client = httpx.AsyncClient(timeout=20.0, trust_env=False, auth=self.auth)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    def url(self, service: str, path: str = "") -> str:
        return self.ports.url(_PARTS.get(service, service)) + path

    async def get(self, service: str, path: str) -> httpx.Response:
        """Whatever it answers. Raises NoAnswer when nothing does."""
        try:
            return await self._client.get(self.url(service, path))
        except httpx.HTTPError as error:
            raise NoAnswer(f"{service} does not answer {path}: {type(error).__name__}") from None

    async def json(self, service: str, path: str) -> Any:
        answer = await self.get(service, path)
        if not answer.is_success:
            raise NoAnswer(f"{service} answers {path} with {answer.status_code}: {answer.text[:300]}")
        return answer.json()

    async def post(self, service: str, path: str, body: Any, *, actor: str, key: str) -> httpx.Response:
        headers = {"Actor": actor, "Idempotency-Key": key, "Prefer": "wait=recorded"}
        return await self.say(service, path, json.dumps(body).encode(), headers)

    async def say(self, service: str, path: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
        """The same key again is the same request, so a service that cannot just now is simply asked again."""
        headers = {"Content-Type": "application/json", **headers}
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                answer = await self._client.post(self.url(service, path), content=body, headers=headers)
            except httpx.HTTPError as error:
                why = type(error).__name__
            else:
                if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                    return answer
                why = answer.text
            if time.monotonic() > until:
                raise NoAnswer(f"{service} does not take {path}: {why}")
            await asyncio.sleep(LOOK_AGAIN_SECONDS)

    async def put(self, agency: str, key: str, value: bytes) -> None:
        """A record on the agency's own topic, acknowledged."""
        await send(self.kafka, [Outgoing(incidents_of(agency), key.encode(), value)])

    async def mails(self) -> list[dict[str, Any]]:
        """All that the mail server ever took, in that order."""
        found: list[dict[str, Any]] = await self.json("mail", "/messages.json")
        return found

    async def feedback(self, agency: str) -> list[dict[str, Any]]:
        """What the agency finds on its topic: type, report, and the plain rest."""
        events = await self._events(f"partner.{agency}.feedback")
        return [_told(event) for event in sorted(events, key=lambda event: int(event["sequence"]))]

    async def said_since(self, service: str, at: datetime) -> str:
        """The kinds of events, and how many of each: "reminder raised (5)"."""
        events = await self._events(f"{service}.events")
        kinds = Counter(_kind(event) for event in events if datetime.fromisoformat(event["time"]) >= at)
        return ", ".join(f"{kind} ({count})" if count > 1 else kind for kind, count in kinds.items())

    async def _events(self, topic: str) -> list[dict[str, Any]]:
        partitions = await partitions_of(self.kafka, [topic])
        return [json.loads(r.value or b"") async for r in read_to_end(self.kafka, dict.fromkeys(partitions, 0))]


def _told(event: dict[str, Any]) -> dict[str, Any]:
    data = event["data"]
    rest = {name: value for name, value in data.items() if name not in ("reported_by", "quarantine")}
    report = data.get("reported_by", {}).get("report", "")
    return {"type": _kind(event), "report": report, "at": event["time"], **rest}


def _kind(event: dict[str, Any]) -> str:
    """`cspr.intake.outcome-told.v2` is "outcome told"."""
    return str(event["type"]).split(".")[2].replace("-", " ")

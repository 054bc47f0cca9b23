"""Sends a synthetic report into intake again and again. How old the newest is, each service tells by itself."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import structlog

from shared.tls import believing

log = structlog.get_logger()
PATIENCE_SECONDS = 10.0
AGAIN_SECONDS = 5.0  # when one was not taken


def report(la_code: str, now: datetime) -> dict[str, Any]:
    """One that any agency might send, of a child that never was; `test`, and from no agency."""
    return {
        "specversion": "1.0",
        "id": str(uuid4()),
        "source": "canary",
        "type": "cspr.partner.incident-report.v1",
        "subject": "canary",
        "time": now.isoformat(),
        "test": True,
        "data": {
            "la_code": la_code,
            "harm": "serious harm",
            "incident_on": (now - timedelta(days=1)).date().isoformat(),
            "agency_aware_at": (now - timedelta(hours=1)).isoformat(),
            "outline": "A canary: nothing happened.",
            "children": [{"first_name": "Canary", "last_name": "Exampleby"}],
        },
    }


@dataclass
class Canaries:
    """`accepted`: whether intake took the last one; None before the first.

    `authorities`: to whom intake proves itself where it is reached by TLS; None: to those of the machine.
    """

    intake: str  # its address
    la_code: str
    auth: httpx.Auth | None = None
    authorities: Path | None = None
    accepted: bool | None = None

    async def send(self, client: httpx.AsyncClient) -> None:
        try:
            answer = await client.post(f"{self.intake}/canary", json=report(self.la_code, datetime.now(UTC)))
        except httpx.TransportError as error:
            self.accepted = False
            log.warning("canary.not_taken", error_type=type(error).__name__)
            return
        self.accepted = answer.is_success
        if not self.accepted:
            log.warning("canary.not_taken", error_type=f"HTTP {answer.status_code}")

    async def keep_sending(self, pause_seconds: float) -> None:
        verify = believing(self.authorities)
        async with httpx.AsyncClient(
            timeout=PATIENCE_SECONDS, trust_env=False, auth=self.auth, verify=verify
        ) as client:
            while True:
                await self.send(client)
                await asyncio.sleep(pause_seconds if self.accepted else min(pause_seconds, AGAIN_SECONDS))

"""The addresses that only a requester knows, and the text that is behind them.

Nothing is stored for them: each is a keyed hash of what it opens, so that a guess is no better than a random one,
and a link that has run out cannot be changed into one that has not.
"""

import hmac
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.publisher.requests import subject_of
from services.publisher.views import requests as queue
from services.publisher.views.requests import RequestRow
from shared.events.publisher import CorrigendumPublished, PublicText, ReportPublished
from shared.events.requests import CopyRequested, Requester, RequestRefused
from shared.keys import Keyring
from shared.service import Service

TOKEN_CHARACTERS = 40  # 160 bits
_PUBLIC = (ReportPublished, CorrigendumPublished)


@dataclass(frozen=True)
class Addresses:
    keyring: Keyring

    def page(self, request: UUID) -> str:
        """Where the requester sees what became of it."""
        return f"/requests/{request}/{self._token('request page', str(request))}"

    def copy(self, request: UUID, readable_until: date) -> str:
        """Where the copy can be read, until that day."""
        token = self._token("request copy", f"{request}/{readable_until}")
        return f"/copies/{request}/{readable_until}/{token}"

    def _token(self, purpose: str, what: str) -> str:
        return self.keyring.hasher(purpose)(what)[:TOKEN_CHARACTERS]


def same(given: str, known: str) -> bool:
    """Compared in a time that does not tell how much of it was right."""
    return hmac.compare_digest(given.encode(), known.encode())


async def standing(service: Service, request: UUID) -> RequestRow | None:
    return await queue.one(service.log.pool, subject_of(request))


async def requester(service: Service, subject: str) -> Requester:
    """Who asks and why, opened for whoever answers."""
    known = await service.log.about(subject)
    came = next(r.data for r in known if isinstance(r.data, CopyRequested))
    return await service.keyring.open(service.log.pool, came.requester, Requester, "answering a request")


async def explanation(service: Service, request: UUID) -> str:
    """What the last refusal tells the requester."""
    known = await service.log.about(subject_of(request))
    refused = next(r.data for r in reversed(known) if isinstance(r.data, RequestRefused))
    return await service.keyring.open(service.log.pool, refused.explanation, str, "answering a request")


async def text_of(service: Service, subject: str) -> PublicText | None:
    """The report as it was last published on this case."""
    known = await service.log.about(subject)
    return next((r.data.text for r in reversed(known) if isinstance(r.data, _PUBLIC)), None)

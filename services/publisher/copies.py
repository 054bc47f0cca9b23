"""The code that only a requester knows, and the text that is behind it.

Nothing is stored for it: it is a keyed hash of the request, so that a guess is no better than a random one. It
stands in no address: those are kept by browsers, shown over shoulders, and written into logs on the way.
"""

import hmac
from dataclasses import dataclass
from uuid import UUID

from services.publisher.requests import subject_of
from services.publisher.views import requests as queue
from services.publisher.views.requests import RequestRow
from shared.events.publisher import CorrigendumPublished, PublicText, ReportPublished
from shared.events.requests import CopyRequested, Requester, RequestRefused
from shared.keys import Keyring
from shared.service import Service

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none that looks like another
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
_IN_A_GROUP, _GROUPS = 5, 4  # 100 bits, five for each letter
_PUBLIC = (ReportPublished, CorrigendumPublished)


def page_of(request: UUID) -> str:
    """Where the requester sees what became of it, with their code."""
    return f"/requests/{request}"


def copy_of(request: UUID) -> str:
    """Where the copy is read, with the same code, while it can be."""
    return f"/copies/{request}"


@dataclass(frozen=True)
class Codes:
    keyring: Keyring

    def of(self, request: UUID) -> str:
        """To be read, written down and typed: `7Q2XM-…`."""
        number = int(self.keyring.hasher("request code")(str(request)), 16)
        letters = "".join(_LETTERS[(number >> (5 * place)) % 32] for place in range(_IN_A_GROUP * _GROUPS))
        return "-".join(letters[at : at + _IN_A_GROUP] for at in range(0, len(letters), _IN_A_GROUP))

    def is_of(self, request: UUID, typed: str) -> bool:
        """However it was typed. Compared in a time that does not tell how much of it was right."""
        return hmac.compare_digest(_plain(typed).encode(), _plain(self.of(request)).encode())


def _plain(code: str) -> str:
    return code.upper().translate(_READ_AS)


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

"""A notice as an HTTP request, signed by Standard Webhooks. `webhook-id` is the dispatch: a repeat can be told.

https only, no redirects, 15 seconds for all of it, and never into a private network (see `addresses`).
"""

import asyncio
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
from pydantic import SecretStr

from shared.dispatch.addresses import NotPublic, resolved
from shared.dispatch.document import document
from shared.dispatch.outgoing import HadItAlready, Mail, NotNow, Refusal
from shared.dispatch.signatures import Secrets, signed

TIMEOUT_SECONDS = 15.0
ANSWER_BYTES = 64 * 1024  # more of an answer than this is not read
HAD_IT, TOO_MANY, AWAY = 409, 429, 503
TRY_AGAIN = {408, 425, *range(500, 600)}


@dataclass(frozen=True)
class WebhookPost:
    """`private_network` holds the addresses that the partnership's file allows to be there."""

    secrets: Secrets
    private_network: frozenset[str] = frozenset()
    authorities: Path | None = None  # certificates to trust instead of the machine's
    timeout_seconds: float = TIMEOUT_SECONDS

    async def send(self, mail: Mail, at: datetime) -> str:
        secrets = self.secrets.get(mail.recipient)
        if not secrets:
            raise NotNow("no secret is configured for this recipient")
        try:
            async with asyncio.timeout(self.timeout_seconds):
                address = await self._address(mail)
                return await self._call(mail, address, secrets, at)
        except NotPublic:
            raise Refusal("its address is not public") from None
        except httpx.ConnectTimeout:
            raise NotNow("no connection in time") from None
        except (TimeoutError, httpx.TimeoutException):
            raise NotNow("no answer in time", perhaps_arrived=True) from None
        except (httpx.ConnectError, OSError) as error:
            raise NotNow(type(error).__name__) from None
        except httpx.HTTPError as error:
            raise NotNow(type(error).__name__, perhaps_arrived=True) from None

    async def _address(self, mail: Mail) -> str:
        url = httpx.URL(mail.to)
        port = url.port or {"https": 443, "http": 80}[url.scheme]
        return await resolved(url.host, port, private_network=mail.to in self.private_network)

    async def _call(self, mail: Mail, address: str, secrets: tuple[SecretStr, ...], at: datetime) -> str:
        """To the address that was looked at, under the name that was meant: its certificate is asked for."""
        url, body = httpx.URL(mail.to), document(mail)
        request = httpx.Request(
            "POST",
            url.copy_with(host=address),
            headers={
                "host": url.netloc.decode(),
                "content-type": "application/json",
                "user-agent": "cspr",
                **{name.lower(): value for name, value in mail.headers},
                **signed(secrets, mail.key, at, body),
            },
            content=body,
            extensions={"sni_hostname": url.host, "timeout": httpx.Timeout(self.timeout_seconds).as_dict()},
        )
        trusted = ssl.create_default_context(cafile=self.authorities)
        async with httpx.AsyncClient(verify=trusted, trust_env=False, follow_redirects=False) as client:
            response = await client.send(request, stream=True)
            answer = await _beginning(response)
            await response.aclose()
        return _judged(response, answer, at)


async def _beginning(response: httpx.Response) -> bytes:
    answer = b""
    async for piece in response.aiter_raw():
        answer += piece
        if len(answer) > ANSWER_BYTES:
            break
    return answer[:ANSWER_BYTES]


def _judged(response: httpx.Response, answer: bytes, at: datetime) -> str:
    """The status and the answer's bytes, when it was taken. Nothing of them is ever shown: they may quote us."""
    code = response.status_code
    evidence = f"HTTP {code}\n{answer.hex()}"
    if 200 <= code < 300:
        return evidence
    if code == HAD_IT:
        raise HadItAlready(evidence)
    wait = _retry_after(response.headers.get("retry-after", ""), at)
    if code == TOO_MANY or (code == AWAY and wait is not None):
        raise NotNow(f"HTTP {code}", retry_after=wait, throttled=True)
    if code in TRY_AGAIN:
        raise NotNow(f"HTTP {code}", perhaps_arrived=True)
    raise Refusal(f"HTTP {code}")


def _retry_after(text: str, now: datetime) -> timedelta | None:
    """Seconds or a date; whatever else it says is not there."""
    if text.isascii() and text.isdigit():
        return timedelta(seconds=int(text[:9]))
    try:
        return max(parsedate_to_datetime(text) - now, timedelta(0))
    except (TypeError, ValueError):
        return None

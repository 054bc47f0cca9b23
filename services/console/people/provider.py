"""An issuer asked over HTTP: where it is, what it signs with, and whose the code is that a browser brought.

Everything is read anew at each sign-in. They are few, and a key that the issuer has changed is never a surprise.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import time
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from pydantic import BaseModel, ValidationError

from services.console.people.id_token import Forged, claims_of
from services.console.people.issuers import Issuer
from shared.tls import believing

TIMEOUT_SECONDS = 10.0
_WELL_KNOWN = "/.well-known/openid-configuration"
_M = TypeVar("_M", bound=BaseModel)


class ProviderAway(Exception):
    """It does not answer, or not as a provider does: nobody can sign in by it now."""


class _Metadata(BaseModel):
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str = ""


class _Keys(BaseModel):
    keys: list[dict[str, Any]]


class _Tokens(BaseModel):
    id_token: str


@dataclass(frozen=True)
class Asked:
    """What one sign-in was begun with. `max_age`: seconds, or None where any session at the issuer will do.

    `anew`: for what cannot be undone, so that a second factor is asked for where one can be had.
    """

    state: str
    nonce: str
    verifier: str
    max_age: int | None = None
    anew: bool = False


@dataclass(frozen=True)
class Proven:
    claims: dict[str, Any]
    id_token: str


class Provider:
    """`now`: the real time in seconds, by which its tokens are dated."""

    def __init__(
        self,
        issuer: Issuer,
        redirect_uri: str,
        transport: httpx.AsyncBaseTransport | None = None,
        now: Callable[[], float] = time,
    ) -> None:
        self.issuer = issuer
        self._redirect_uri = redirect_uri
        self._transport = transport
        self._now = now

    def now(self) -> int:
        return int(self._now())

    async def address_to_sign_in(self, asked: Asked) -> str:
        """Where the browser goes. Raises ProviderAway."""
        endpoint = (await self._metadata()).authorization_endpoint
        more = {} if asked.max_age is None else {"max_age": str(asked.max_age)}
        if self.issuer.second_factor_asked and (asked.anew or self.issuer.second_factor_always):
            more["acr_values"] = self.issuer.second_factor_asked
        address: str = prepare_grant_uri(
            endpoint,
            client_id=self.issuer.client_id,
            response_type="code",
            redirect_uri=self._redirect_uri,
            scope=self.issuer.scope,
            state=asked.state,
            nonce=asked.nonce,
            code_challenge=create_s256_code_challenge(asked.verifier),
            code_challenge_method="S256",
            **more,
        )
        return address

    async def proven(self, code: str, asked: Asked) -> Proven:
        """Who they are, by the code that their browser brought. Raises Forged, ShortKey, or ProviderAway."""
        metadata = await self._metadata()
        token = await self._redeemed(metadata.token_endpoint, code, asked.verifier)
        keys = await self._read(metadata.jwks_uri, _Keys)
        claims = claims_of(
            token, self.issuer, keys.model_dump(), nonce=asked.nonce, max_age=asked.max_age, now=self.now()
        )
        return Proven(claims, token)

    async def address_to_sign_out(self, id_token: str, back_to: str) -> str:
        """Where the browser goes to end its session there too; empty where there is no such place."""
        try:
            endpoint = (await self._metadata()).end_session_endpoint
        except ProviderAway:
            return ""
        said = {"client_id": self.issuer.client_id, "post_logout_redirect_uri": back_to}
        if id_token:
            said["id_token_hint"] = id_token
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(said)}" if endpoint else ""

    async def _metadata(self) -> _Metadata:
        found = await self._read(f"{self.issuer.address}{_WELL_KNOWN}", _Metadata)
        asked = (found.authorization_endpoint, found.token_endpoint, found.jwks_uri)
        places = (*asked, found.end_session_endpoint) if found.end_session_endpoint else asked
        if found.issuer != self.issuer.issuer or any(self.issuer.wrong_address(each) for each in places):
            raise ProviderAway  # another's document: nobody is sent where it leads
        return found

    async def _redeemed(self, endpoint: str, code: str, verifier: str) -> str:
        said = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect_uri,
            "client_id": self.issuer.client_id,
            "code_verifier": verifier,
        }
        try:
            async with self._client() as client:
                auth = self._secret() or httpx.USE_CLIENT_DEFAULT
                answer = await client.post(endpoint, data=said, auth=auth)
            if answer.status_code in (400, 401, 403):
                raise Forged("code")  # used before, another's, too late; or it does not know us
            return _as(answer, _Tokens).id_token
        except (httpx.HTTPError, httpx.InvalidURL):
            raise ProviderAway from None

    def _secret(self) -> httpx.BasicAuth | None:
        """RFC 6749, section 2.3.1: both halves coded as in a form. Read anew, so that it can be changed."""
        if self.issuer.client_secret_file is None:
            return None
        try:
            secret = self.issuer.client_secret_file.read_text().strip()
        except OSError:
            raise ProviderAway from None
        return httpx.BasicAuth(quote(self.issuer.client_id, safe=""), quote(secret, safe=""))

    async def _read(self, address: str, model: type[_M]) -> _M:
        try:
            async with self._client() as client:
                return _as(await client.get(address), model)
        except (httpx.HTTPError, httpx.InvalidURL):
            raise ProviderAway from None

    def _client(self) -> httpx.AsyncClient:
        """No redirects: what answers is what the file names, or what that names."""
        return httpx.AsyncClient(
            timeout=TIMEOUT_SECONDS,
            trust_env=False,
            transport=self._transport,
            follow_redirects=False,
            verify=believing(self.issuer.authorities) if self.issuer.authorities else True,
        )


def _as(answer: httpx.Response, model: type[_M]) -> _M:
    try:
        return model.model_validate_json(answer.raise_for_status().content)
    except ValidationError:
        raise ProviderAway from None

"""An OpenID provider in this process, served over HTTP, that can be made to say what no good one would."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.browser.serving import served

CLIENT = "the-console"
NAMED = {"kid": "signs", "use": "sig"}
KEY = RSAKey.generate_key(3072, NAMED)
ANOTHER = RSAKey.generate_key(3072, NAMED)  # a stranger's, under the same name
SHORT = RSAKey.generate_key(2048, NAMED)


def unsigned(claims: dict[str, Any], **header: str) -> str:
    """A token with no signature."""
    return f"{_coded({'alg': 'none', **header})}.{_coded(claims)}."


def signed_with_what_is_public(claims: dict[str, Any]) -> str:
    """HS256, with the public key for its secret: what a careless reader would take for the issuer's."""
    head = f"{_coded({'alg': 'HS256', 'kid': 'signs'})}.{_coded(claims)}"
    secret = KEY.as_pem(private=False)
    return f"{head}.{_text(hmac.new(secret, head.encode(), hashlib.sha256).digest())}"


def signed(claims: dict[str, Any], key: RSAKey = KEY) -> str:
    return jwt.encode({"alg": "RS256", "kid": "signs"}, claims, key)


def _coded(document: dict[str, Any]) -> str:
    return _text(json.dumps(document).encode())


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@dataclass
class FakeIssuer:
    """`app` serves it at `url`. `sound`: answers as it should; else with an error of its own."""

    app: FastAPI = field(default_factory=FastAPI)
    url: str = ""
    sound: bool = True
    key: RSAKey = field(default_factory=lambda: KEY)
    calls_itself: str = ""  # in its metadata, and by its own name where nothing is said
    _granted: dict[str, tuple[str, str]] = field(default_factory=dict)  # code -> its challenge, and the token

    def __post_init__(self) -> None:
        self.app.get("/.well-known/openid-configuration")(self._metadata)
        self.app.get("/keys")(self._keys)
        self.app.post("/token")(self._token)

    def claims(self, location: str, **other: Any) -> dict[str, Any]:
        """What it would say of whoever was sent to `location`; None leaves a claim out."""
        asked = parse_qs(urlsplit(location).query)
        now = int(time.time())
        said = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": "m.ellis",
            "groups": ["caseworkers"],
            "exp": now + 300,
            "iat": now,
            "auth_time": now,
            "nonce": asked["nonce"][0],
            **other,
        }
        return {name: value for name, value in said.items() if value is not None}

    def grants(self, location: str, token: str = "", **claims: Any) -> str:
        """Where the browser comes back, with a code for this token, or for one with these claims."""
        asked = parse_qs(urlsplit(location).query)
        code = f"code-{len(self._granted)}"
        challenge = asked["code_challenge"][0]
        self._granted[code] = (challenge, token or signed(self.claims(location, **claims), self.key))
        return f"/sign-in/return?state={asked['state'][0]}&code={code}"

    async def _metadata(self) -> JSONResponse:
        if not self.sound:
            return JSONResponse({"error": "away"}, 500)
        return JSONResponse(
            {
                "issuer": self.calls_itself or self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
                "end_session_endpoint": f"{self.url}/end",
            }
        )

    async def _keys(self) -> JSONResponse:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    async def _token(self, request: Request) -> JSONResponse:
        """Each code once, and only for the verifier whose challenge it was asked for with."""
        said = parse_qs((await request.body()).decode())
        challenge, token = self._granted.pop(said["code"][0], ("", ""))
        hashed = _text(hashlib.sha256(said["code_verifier"][0].encode()).digest())
        if not token or hashed != challenge:
            return JSONResponse({"error": "invalid_grant"}, 400)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": token})


@asynccontextmanager
async def issuing() -> AsyncIterator[FakeIssuer]:
    issuer = FakeIssuer()
    async with served(issuer.app) as issuer.url:
        yield issuer


def file_of(issuer: FakeIssuer, folder: Path, more: str = "") -> Path:
    """The file that makes a console believe it."""
    file = folder / "identity.toml"
    file.write_text(
        f"""[[issuers]]
id = "council"
name = "The council"
issuer = "{issuer.url}"
client_id = "{CLIENT}"
organisation = "authority"
roles = "groups"
{more}
[issuers.role_of]
caseworkers = "referrer"
managers = "business manager"
press = "publisher"
auditors = "auditor"
solicitors = "legal and data protection"
scrutineers = "independent scrutineer"
"""
    )
    return file

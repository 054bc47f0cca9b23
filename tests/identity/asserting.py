"""An agency's side: assertions signed with its key, and whatever may be wrong with them."""

import json
from typing import Any
from uuid import uuid4

from joserfc import jwt

from shared.clock import Clock
from shared.identity.keys import algorithm, document_of, key_id, private_key
from tests.identity.tokens import AgencyKey

AT = "http://intake/token"


def claims(clock: Clock, agency: str = "hospital", **change: Any) -> dict[str, Any]:
    now = int(clock.now().timestamp())
    made = {"iss": agency, "sub": agency, "aud": AT, "iat": now, "exp": now + 60, "jti": str(uuid4())}
    return {name: value for name, value in {**made, **change}.items() if value is not None}


def assertion(key: AgencyKey, said: dict[str, Any], **header: Any) -> str:
    private = private_key(document_of(key.private.encode()))
    name = algorithm(private)
    whole = {"alg": name, "kid": key_id(private), "typ": "JWT", **header}
    return jwt.encode(whole, json.loads(json.dumps(said)), private, algorithms=[name])


def form(proof: str, **change: str) -> dict[str, str]:
    return {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": proof,
        **change,
    }

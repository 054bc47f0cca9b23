"""Send a report over HTTP by a token: python report_by_token.py hospital hospital.key https://… report.json

Needs httpx and joserfc, or whatever in your own language signs a JWT. `hospital.key` is your private key, a JWK.
"""

import json
import sys
import time
import uuid
from pathlib import Path

import httpx
from joserfc import jwk, jwt

agency, key_file, intake, report = sys.argv[1:]
key = jwk.import_key(json.loads(Path(key_file).read_text()))
now = int(time.time())

# What you prove yourself with: signed by you, for this one address, for a minute, good once.
assertion = jwt.encode(
    {"alg": key["alg"], "kid": key.thumbprint()},
    {
        "iss": agency,
        "sub": agency,
        "aud": f"{intake}/token",
        "iat": now,
        "exp": now + 60,
        "jti": str(uuid.uuid4()),
    },
    key,
    algorithms=[key["alg"]],
)
asked = httpx.post(
    f"{intake}/token",
    data={
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": assertion,
        "audience": "intake",  # or reviews, to send a return
    },
).raise_for_status()

# Good for five minutes: keep it, and ask again when it is too old.
token = asked.json()["access_token"]
answer = httpx.post(
    f"{intake}/reports",
    content=Path(report).read_bytes(),
    headers={
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/cloudevents+json",
        "Prefer": "wait=recorded",
    },
    timeout=15,
)
print(answer.status_code, answer.text)
sys.exit(answer.is_error)

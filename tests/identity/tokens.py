"""Issuers for the tests: a console, intake and a watcher with keys of their own, and a clock that a test moves."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from deploy.partnership import DEFAULT_PARTNERSHIP
from shared.identity.issuers import Issuers, read_issuers
from shared.identity.keys import key_id, new_key, private_document, public_document
from shared.identity.minting import Signer

SPEAKS_FOR = {"console": "person", "intake": "agency", "watcher": "service"}


@dataclass
class Hand:
    """A clock that stands where a test puts it."""

    at: datetime = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def passes(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class Authorities:
    """Who signs, and the file that says whom the services trust."""

    file: Path
    signers: dict[str, Signer] = field(default_factory=dict)

    @property
    def issuers(self) -> Issuers:
        return read_issuers(self.file)


def authorities(folder: Path) -> Authorities:
    signers = {name: Signer(name, new_key()) for name in SPEAKS_FOR}
    lines = []
    for name, kind in SPEAKS_FOR.items():
        keys = {"keys": [public_document(signers[name].key)]}
        (folder / f"{name}.jwks.json").write_text(json.dumps(keys))
        lines.append(f'[[issuers]]\nname = "{name}"\nspeaks_for = ["{kind}"]\nkeys = "{name}.jwks.json"\n')
    file = folder / "issuers.toml"
    file.write_text("\n".join(lines))
    return Authorities(file, signers)


def coded(document: Any) -> str:
    text = document if isinstance(document, bytes) else json.dumps(document).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def opened(token: str) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Header, claims and signature, so that a test can put something else in a place."""
    header, claims, signature = token.split(".")
    return _read(header), _read(claims), signature


def _read(part: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


@dataclass(frozen=True)
class AgencyKey:
    """`text`: the public key as it stands in the partnership's file; `private`: as the agency has it."""

    id: str
    text: str
    private: str


def agency_key(number: int = 1) -> AgencyKey:
    """The same for the same number."""
    return _agency_key(number)


@cache
def _agency_key(_: int) -> AgencyKey:
    key = new_key()
    return AgencyKey(key_id(key), json.dumps(public_document(key)), private_document(key).decode())


def partnership_file(folder: Path, keys: Mapping[str, Sequence[str]]) -> Path:
    """The partnership of the examples, with these keys of its agencies; written as a command writes it."""
    text = DEFAULT_PARTNERSHIP.read_text()
    for agency, theirs in keys.items():
        named = f'id = "{agency}"\n'
        assert named in text
        text = text.replace(named, f"{named}keys = {json.dumps(list(theirs))}\n")
    path = folder / "partnership.toml"
    fresh = path.with_suffix(".new")
    fresh.write_text(text)
    return fresh.replace(path)

"""What the other services tell a page of ours, asked while it is made; none may keep it waiting."""

from collections.abc import Mapping
from typing import TypeVar

import httpx
from pydantic import TypeAdapter, ValidationError

from services.console import speech

T = TypeVar("T")
TIMEOUT_SECONDS = 3.0


async def told(
    address: str, path: str, of: TypeAdapter[T], asked: Mapping[str, str] | None = None, actor: str = ""
) -> T | None:
    """None: it does not answer, or with something else."""
    headers = {"Actor": actor} if actor else {}
    try:
        async with speech.client(TIMEOUT_SECONDS, speech.auth()) as client:
            answer = await client.get(address + path, params=dict(asked or {}), headers=headers)
        return of.validate_json(answer.raise_for_status().content)
    except (httpx.HTTPError, httpx.InvalidURL, ValidationError):
        return None

"""Asks a service, in a person's name, and tells what it answered or why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from services.console import speech
from services.console.reading.reads import JSON, Read

TIMEOUT_SECONDS = 15.0
AWAY = "The service does not answer just now. Try again in a moment."


@dataclass(frozen=True)
class Told:
    """`value`: the JSON that was told; of anything else None, and `content` are its bytes."""

    value: Any
    content: bytes
    media: str


@dataclass(frozen=True)
class NotTold:
    """`status` for whoever asked us: the owner's own, or 503."""

    status: int
    why: tuple[str, ...]


class _FieldProblem(BaseModel):
    pointer: str
    detail: str


class _Problem(BaseModel):
    detail: str
    errors: list[_FieldProblem] | None = None


async def ask(
    address: str, read: Read, parameters: Mapping[str, str], query: Mapping[str, str], actor: str
) -> Told | NotTold:
    """What stands in the path is escaped: it came from an address that anybody may have written."""
    path = read.path.format_map({name: quote(value, safe="") for name, value in parameters.items()})
    headers = {"Actor": actor, "Accept": f"{read.media}, */*;q=0.1"} if read.signed else {}
    try:
        async with speech.client(TIMEOUT_SECONDS, speech.auth()) as client:
            answer = await client.get(address + path, params=query, headers=headers)
        if answer.is_success:
            return _told(answer)
    except (httpx.HTTPError, ValueError):
        return NotTold(503, (AWAY,))
    return _not_told(answer)


def _told(answer: httpx.Response) -> Told:
    """Raises ValueError when what calls itself JSON is none."""
    media = answer.headers.get("content-type", "").partition(";")[0]
    return Told(answer.json() if media == JSON else None, answer.content, media)


def _not_told(answer: httpx.Response) -> NotTold:
    if answer.status_code not in (403, 404, 409, 422):
        return NotTold(503, (AWAY,))
    try:
        problem = _Problem.model_validate_json(answer.content)
    except ValidationError:
        return NotTold(503, (AWAY,))
    told = tuple(f"{each.pointer.rpartition('/')[2]}: {each.detail}" for each in problem.errors or ())
    return NotTold(answer.status_code, told or (problem.detail,))

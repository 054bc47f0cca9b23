"""Asks the owner, in a person's name. What it answers is told on the form; nothing typed is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from services.console import speech
from services.console.work.actions import FILE, Action

TIMEOUT_SECONDS = 15.0
AWAY = "The service does not answer just now. Nothing was kept there; send it again in a moment."


@dataclass(frozen=True)
class Done:
    """`told`: all that was answered, where it was an object."""

    receipt: Literal["accepted", "recorded"]
    told: Mapping[str, Any]


@dataclass(frozen=True)
class Upload:
    content: bytes
    media_type: str


@dataclass(frozen=True)
class NotDone:
    """`errors`: (field's name, empty for the whole; what is wrong). `changed`: somebody else was quicker."""

    errors: tuple[tuple[str, str], ...]
    changed: bool = False


class _Answer(BaseModel):
    model_config = ConfigDict(extra="allow")

    receipt: Literal["accepted", "recorded"] = "accepted"


class _FieldProblem(BaseModel):
    pointer: str
    detail: str


class _Problem(BaseModel):
    detail: str
    errors: list[_FieldProblem] = []


async def send(
    address: str,
    action: Action,
    parameters: Mapping[str, str],
    document: Mapping[str, Any],
    headers: Mapping[str, str],
    upload: Upload | None = None,
) -> Done | NotDone:
    """`headers`: Actor, Idempotency-Key, If-Match. The same key again is the same request."""
    url = address + action.path.format_map({name: quote(value, safe="") for name, value in parameters.items()})
    told = {**headers, "Prefer": "wait=recorded"}
    try:
        async with speech.client(TIMEOUT_SECONDS, speech.auth()) as client:
            if upload is None:
                answer = await client.post(url, json=document, headers=told)
            else:
                media = upload.media_type if upload.media_type in action.media else action.media[0]
                query = {name: value for name, value in document.items() if name != FILE}
                headed = {**told, "Content-Type": media}
                answer = await client.post(url, content=upload.content, params=query, headers=headed)
    except httpx.HTTPError:
        return NotDone((("", AWAY),))
    return _done(answer) if answer.is_success else _not_done(answer)


def _done(answer: httpx.Response) -> Done:
    try:
        said = _Answer.model_validate_json(answer.content)
        return Done(said.receipt, said.model_dump())
    except ValidationError:
        return Done("accepted", {})


def _not_done(answer: httpx.Response) -> NotDone:
    try:
        problem = _Problem.model_validate_json(answer.content)
    except ValidationError:
        return NotDone((("", AWAY),))
    told = tuple((_name(each.pointer), each.detail) for each in problem.errors) or (("", problem.detail),)
    return NotDone(told, changed=answer.status_code == httpx.codes.PRECONDITION_FAILED)


def _name(pointer: str) -> str:
    """Of a field: that of an upload stands in the query."""
    return pointer.lstrip("/").removeprefix("query/").replace("/", ".")

"""Asks the owner, in a person's name. What it answers is told on the form; nothing typed is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import httpx
from pydantic import BaseModel, ValidationError

from services.console.work.actions import Action

TIMEOUT_SECONDS = 15.0
AWAY = "The service does not answer just now. Nothing was kept there; send it again in a moment."


@dataclass(frozen=True)
class Done:
    receipt: Literal["accepted", "recorded"]


@dataclass(frozen=True)
class NotDone:
    """`errors`: (field's name, empty for the whole; what is wrong). `changed`: somebody else was quicker."""

    errors: tuple[tuple[str, str], ...]
    changed: bool = False


class _Answer(BaseModel):
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
) -> Done | NotDone:
    """`headers`: Actor, Idempotency-Key, If-Match. The same key again is the same request."""
    url = address + action.path.format_map(parameters)
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, trust_env=False) as client:
            answer = await client.post(url, json=document, headers={**headers, "Prefer": "wait=recorded"})
    except httpx.HTTPError:
        return NotDone((("", AWAY),))
    return _done(answer) if answer.is_success else _not_done(answer)


def _done(answer: httpx.Response) -> Done:
    try:
        return Done(_Answer.model_validate_json(answer.content).receipt)
    except ValidationError:
        return Done("accepted")


def _not_done(answer: httpx.Response) -> NotDone:
    try:
        problem = _Problem.model_validate_json(answer.content)
    except ValidationError:
        return NotDone((("", AWAY),))
    told = tuple((_name(each.pointer), each.detail) for each in problem.errors) or (("", problem.detail),)
    return NotDone(told, changed=answer.status_code == httpx.codes.PRECONDITION_FAILED)


def _name(pointer: str) -> str:
    return pointer.lstrip("/").replace("/", ".")

"""`cspr erase`: nothing personal of a case is to be kept any more. One person proposes it, another approves it.

It carries the publisher's statement of the case to intake, over HTTP, like anybody else and in somebody's name.
"""

import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Annotated, Any
from uuid import uuid4

import httpx
import typer

from deploy.commands.asking import auth_of
from deploy.commands.found import running
from deploy.commands.options import DataDir
from deploy.commands.say import say_error, say_progress
from deploy.local.record import Record
from deploy.local.service import SERVICES

_PATIENCE_SECONDS = 30.0
_EVERYWHERE_SECONDS = 60.0
_BEHIND = "urn:cspr:problem:clearance-outdated"  # the publisher has not heard intake's newest fact yet

Case = Annotated[str, typer.Argument(help="The case's id, as the console and the lists show it.")]
Actor = Annotated[str, typer.Option("--as", metavar="ACTOR", help="Who decides: person:… with an id.")]
Reason = Annotated[str, typer.Option(help="Why it is not to be kept. Sealed, and gone with the case.")]
Joint = Annotated[
    str,
    typer.Option(
        "--joint-text", help='Of a joint review: "no longer tells of this incident" or "erased with it".'
    ),
]
Approve = Annotated[
    bool, typer.Option("--approve", help="Approve what another person proposed. Cannot be undone.")
]


def erase(
    case: Case,
    actor: Actor,
    reason: Reason = "",
    joint_text: Joint = "",
    approve: Approve = False,
    data_dir: DataDir = None,
) -> None:
    """Propose to erase a case; or, by another person and with --approve, erase it in every service."""
    record = running(data_dir)
    if approve:
        _approve(record, case, actor)
        return
    body = {"reason": reason, **({"joint_text": joint_text} if joint_text else {})}
    _decide(record, case, "propose-erasure", actor, lambda: body)
    proposed = _ask(record, "intake", f"/cases/{case}/keeping", actor).json()
    typer.echo(
        f"proposed as {proposed['proposal']}; another person approves it: cspr erase {case} --approve --as …"
    )


def _approve(record: Record, case: str, actor: str) -> None:
    def body() -> dict[str, Any]:
        proposal = _ask(record, "intake", f"/cases/{case}/keeping", actor).json()["proposal"]
        if proposal is None:
            say_error("its erasure is not proposed")
            raise SystemExit(1)
        return {"proposal": proposal}

    _decide(record, case, "approve-erasure", actor, body)
    for service in SERVICES:
        if service in record.services:
            _gone(record, service, case, actor)
    for name, value in _ask(record, "intake", f"/erasures/{case}", actor).json().items():
        typer.echo(f"{name:15} {'' if value is None else value}")


def _decide(record: Record, case: str, command: str, actor: str, body: Callable[[], dict[str, Any]]) -> None:
    """With a statement that knows all that intake knows: the publisher is asked again until it has heard it."""
    until, asked, key = time.monotonic() + _PATIENCE_SECONDS, body(), str(uuid4())
    while True:
        stated = _stated(record, case, actor, until)
        headers = {"Idempotency-Key": key, "Prefer": "wait=recorded"}
        answer = _sent(
            record,
            "intake",
            "POST",
            f"/cases/{case}/{command}",
            actor,
            json={**asked, "clearance": stated["statement"]},
            headers=headers,
        )
        if answer.is_success:
            return
        if _problem(answer).get("type") != _BEHIND or time.monotonic() > until:
            _give_up(answer)
        time.sleep(0.2)


def _stated(record: Record, case: str, actor: str, until: float) -> dict[str, Any]:
    """The publisher states nothing while it may not have heard all that was said: it is asked again."""
    while True:
        answer = _sent(record, "publisher", "GET", f"/cases/{case}/erasure-clearance", actor)
        if answer.is_success:
            stated: dict[str, Any] = answer.json()
            return stated
        if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE or time.monotonic() > until:
            _give_up(answer)
        time.sleep(0.2)


def _gone(record: Record, service: str, case: str, actor: str) -> None:
    until = time.monotonic() + _EVERYWHERE_SECONDS
    while _sent(record, service, "GET", f"/erasures/{case}", actor).status_code != 200:
        if time.monotonic() > until:
            say_error(f"{service} has not heard of it yet: it erases as soon as it does. See cspr status.")
            raise SystemExit(1)
        time.sleep(0.1)
    say_progress(f"{service}: keys destroyed")


def _ask(record: Record, service: str, path: str, actor: str) -> httpx.Response:
    answer = _sent(record, service, "GET", path, actor)
    if not answer.is_success:
        _give_up(answer)
    return answer


def _sent(
    record: Record,
    service: str,
    method: str,
    path: str,
    actor: str,
    headers: Mapping[str, str] = MappingProxyType({}),
    **more: Any,
) -> httpx.Response:
    """In that person's name, when it is but read too: cases and certificates are shown to people alone."""
    url, auth, named = record.urls[service] + path, auth_of(record), {"Actor": actor, **headers}
    try:
        return httpx.request(method, url, timeout=_PATIENCE_SECONDS, auth=auth, headers=named, **more)
    except httpx.HTTPError as error:
        say_error(f"{service} does not answer ({type(error).__name__})")
        raise SystemExit(1) from None


def _problem(answer: httpx.Response) -> dict[str, Any]:
    try:
        told: dict[str, Any] = answer.json()
    except ValueError:
        return {}
    return told


def _give_up(answer: httpx.Response) -> None:
    told = _problem(answer)
    say_error(str(told.get("detail", f"HTTP {answer.status_code}")))
    for each in told.get("errors", ()):
        say_error(f"{each['pointer'] or 'the whole'}: {each['detail']}")
    raise SystemExit(1)

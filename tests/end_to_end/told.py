"""The demo's story told in a temporary directory, and what is left of it to compare."""

import asyncio
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from deploy.demo.installation import Installation
from deploy.demo.player import Player
from deploy.demo.quiet import HEARS
from deploy.demo.run import BEGINS
from deploy.demo.scenario import Entry, Rebuild
from deploy.demo.signing import recipients_sign
from deploy.demo.witnessed import OFTEN, witnessed
from deploy.local.ports import free_base_port
from deploy.local.record import Record
from deploy.local.runtime import Runtime
from deploy.witness.comparing import Held
from shared.verify import Finding
from tests.end_to_end.canaries.places import Readable
from tests.end_to_end.canaries.planted import Planted
from tests.kept_up import kept_up

_SUB_SECOND = re.compile(r"(?<=:\d\d)\.\d{1,6}")
_PORT = re.compile(r"(?<=http://127\.0\.0\.1:)\d+")
# A requester's own: made with an installation's key.
_CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{5}(?:-[0-9A-HJKMNP-TV-Z]{5}){3}\b")
_LISTS = {"intake": "/cases", "notifier": "/notifications", "reviews": "/reviews", "publisher": "/publications"}
OWING = ("notifier", "reviews", "publisher")


@dataclass(frozen=True)
class Told:
    """`mails`: (to, subject, message id), sorted. `seen`: per look, what it saw. `said`: events per service.

    `readable`: of what was planted in the story, what can be read in each place where any can; see `canaries`.
    `states`: what each service answers at the end. Instants are cut to the second: at how many looks by
    the player, each a millisecond, everybody was found quiet is no part of the story. Nor are the ports that an
    installation has and the codes that its key makes, which its mails name, nor whose mail of one second came
    first.
    """

    mails: list[tuple[str, str, str]]
    readable: dict[str, set[str]]
    seen: dict[str, Any]
    states: dict[str, Any]
    said: dict[str, int]
    findings: dict[str, list[Finding]]
    held: list[Held]


def without_losses(entries: Sequence[Entry]) -> list[Entry]:
    return [entry for entry in entries if not isinstance(entry, Rebuild)]


def with_losses(entries: Sequence[Entry], lost_after: Mapping[str, str]) -> list[Entry]:
    """`lost_after`: the name of an entry, and the service that loses its database right after it."""
    return [each for entry in without_losses(entries) for each in _and_loss(entry, lost_after)]


def _and_loss(entry: Entry, lost_after: Mapping[str, str]) -> Iterator[Entry]:
    yield entry
    if service := lost_after.get(entry.name):
        yield Rebuild(kind="rebuild", name=f"{service} lost", at=entry.at, says="It is lost.", service=service)


def tell(entries: Sequence[Entry], planted: Planted) -> Told:
    """From the main thread, outside any event loop."""
    directory = Path(tempfile.mkdtemp(prefix="cspr-test-"))
    try:
        with recipients_sign(directory), asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
            runtime = Runtime(directory / "data", free_base_port(), clock=BEGINS, witness=OFTEN)
            found = Readable(planted)
            told = runner.run(_tell(runtime, entries, found))
            found.in_files(runtime.data_dir)
            return replace(told, readable=found.places)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


async def _tell(runtime: Runtime, entries: Sequence[Entry], found: Readable) -> Told:
    async with kept_up(runtime), Installation(runtime.ports, runtime.kafka) as installation:
        player = Player(runtime, installation, _silently)
        await player.play(entries)
        await found.in_what_runs(runtime)
        return await _gather(player, installation, await witnessed(Record.read(runtime.data_dir)))


def _silently(at: datetime, who: str, what: str) -> None:
    """A test prints nothing."""


async def _gather(player: Player, installation: Installation, held: list[Held]) -> Told:
    mails = await installation.mails()
    return Told(
        mails=sorted((mail["to"][0], mail["subject"], mail["message_id"]) for mail in mails),
        seen=_comparable(player.seen),
        states=_comparable(await _states(installation, player.acts.references.cases)),
        said=player.stillness.said,
        findings={service: await player.acts.verify(service) for service in HEARS},
        held=held,
        readable={},
    )


async def _states(installation: Installation, cases: Mapping[str, str]) -> dict[str, Any]:
    states = {service: await installation.json(service, path) for service, path in _LISTS.items()}
    states["console"] = await installation.json("console", "/cases.json")
    for name, case in cases.items():
        for service in OWING:
            for what in ("duties", "dispatches"):
                states[f"{name} {service} {what}"] = await installation.json(service, f"/cases/{case}/{what}")
    return states


def _comparable(value: Any) -> Any:
    match value:
        case [{"message_id": _}, *_]:
            return sorted(
                map(_mail, value), key=lambda mail: (parsedate_to_datetime(mail["date"]), mail["message_id"])
            )
        case dict():
            return {name: _comparable(inner) for name, inner in value.items()}
        case list():
            return [_comparable(inner) for inner in value]
        case str():
            return _CODE.sub("", _PORT.sub("", _SUB_SECOND.sub("", value)))
    return value


def _mail(mail: dict[str, Any]) -> dict[str, Any]:
    return {name: _comparable(inner) for name, inner in mail.items() if name != "received"}

"""Doing what an entry of the scenario says; it stops where something did not come out as the story expects."""

import asyncio
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from deploy.commands.rebuild import from_kafka
from deploy.commands.verify import findings_of
from deploy.demo import signing
from deploy.demo.installation import Installation
from deploy.demo.references import References
from deploy.demo.scenario import Command, Entry, Expected, Form, Look, Rebuild, Receipt, Report, Rubbish, id_of
from deploy.local.record import Record
from shared.verify import Finding

PATIENCE_SECONDS = 60.0
UNAUTHORIZED = 401
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LOOK_AGAIN_SECONDS = 0.03
TOLD_OF_ROWS = 1_000  # characters: a mailbox would fill the screen


class StoryWrong(Exception):
    """Something did not come out as the story says."""


class Acts:
    def __init__(self, data_dir: Path, installation: Installation) -> None:
        self._data_dir = data_dir
        self._installation = installation
        self.references = References(installation)
        self.seen: dict[str, Any] = {}

    async def do(self, entry: Entry) -> None:
        match entry:
            case Report():
                await self._report(entry)
            case Rubbish():
                await self._rubbish(entry)
            case Command():
                await self._command(entry)
            case Form():
                await self._form(entry)
            case Receipt():
                await self._receipt(entry)
            case Look():
                await self._look(entry)
            case Rebuild():
                await self._rebuild(entry)

    async def _report(self, entry: Report) -> None:
        """Until the case exists; if it was set aside instead, the story is wrong."""
        before, until = await self._set_aside(), time.monotonic() + PATIENCE_SECONDS
        await self._installation.put(entry.agency, entry.event["subject"], json.dumps(entry.event).encode())
        while not await self.references.opened(entry):
            if await self._set_aside() > before:
                raise StoryWrong(f"{entry.name}: intake set the report aside")
            await self._again(entry, until)

    async def _rubbish(self, entry: Rubbish) -> None:
        before, until = await self._set_aside(), time.monotonic() + PATIENCE_SECONDS
        await self._installation.put(entry.agency, entry.name, entry.record.encode())
        while await self._set_aside() == before:
            await self._again(entry, until)

    async def _set_aside(self) -> int:
        return int((await self._installation.json("intake", "/status"))["quarantined"])

    async def _again(self, entry: Entry, until: float) -> None:
        if time.monotonic() > until:
            raise StoryWrong(f"{entry.name}: intake has not taken it in after {PATIENCE_SECONDS:.0f} s")
        await asyncio.sleep(LOOK_AGAIN_SECONDS)

    async def _command(self, entry: Command) -> None:
        self.references.began(entry)
        path = await self.references.resolve(entry.path, entry)
        body = await self.references.resolve(entry.body, entry)
        answer = await self._installation.post(entry.service, path, body, actor=entry.actor, key=entry.name)
        rule = None if answer.is_success else answer.json().get("type", "").removeprefix("urn:cspr:problem:")
        if rule != entry.refused:
            expected = f"a refusal by the rule {entry.refused}" if entry.refused else "a yes"
            raise StoryWrong(
                f"{entry.name}: expected {expected}; {entry.service} says {answer.status_code}: {answer.text}"
            )

    async def _form(self, entry: Form) -> None:
        """As a browser sends it, with the key that the page gave it."""
        path = await self.references.resolve(entry.path, entry)
        body = urlencode({**entry.fields, "key": id_of(entry.opens)}).encode()
        answer = await self._installation.say("site", path, body, _FORM)
        if not answer.is_success:
            raise StoryWrong(f"{entry.name}: the site says {answer.status_code} to the form at {path}")
        self.references.asked(entry)

    async def _receipt(self, entry: Receipt) -> None:
        """Believed when it is signed by whoever was sent it, and by nobody else."""
        body = json.dumps(await self.references.resolve(entry.body, entry)).encode()
        headers = signing.headers(entry.recipient, entry.name, entry.at, body, forged=entry.forged)
        answer = await self._installation.say(entry.service, "/receipts", body, headers)
        if (answer.status_code == UNAUTHORIZED) != entry.forged or answer.is_success == entry.forged:
            raise StoryWrong(f"{entry.name}: {entry.service} says {answer.status_code}: {answer.text}")

    async def _look(self, entry: Look) -> None:
        path = await self.references.resolve(entry.path, entry)
        if entry.service == "feedback":
            found: Any = await self._installation.feedback(path)
        elif entry.shows or entry.hides:
            found = await self._page(entry, path)
        else:
            found = await self._installation.json(entry.service, path)
        self.seen[entry.name] = found
        for expected in await self.references.resolve([e.model_dump() for e in entry.expect], entry):
            check(entry.name, found if isinstance(found, list) else [found], Expected(**expected))

    async def _page(self, entry: Look, path: str) -> str:
        if entry.fields:
            typed = urlencode(await self.references.resolve(entry.fields, entry)).encode()
            answer = await self._installation.say(entry.service, path, typed, _FORM)
        else:
            answer = await self._installation.get(entry.service, path)
        text = answer.text
        missing = [each for each in entry.shows if each not in text]
        too_much = [each for each in entry.hides if each in text]
        if answer.status_code != entry.answers or missing or too_much:
            raise StoryWrong(
                f"{entry.name}: {path} answers {answer.status_code}; it lacks {missing} and shows {too_much}"
            )
        return text

    async def _rebuild(self, entry: Rebuild) -> None:
        """What the service knows afterwards is what it knew before, hash for hash, and no mail has left."""
        before, mails = await self.verify(entry.service), await self._installation.mails()
        await from_kafka(self._data_dir, entry.service)
        after = await self.verify(entry.service)
        changed = [
            f"{was.what}: {was.count} became {now.count}"
            for was, now in zip(before, after, strict=True)
            if was != now
        ]
        if changed or mails != await self._installation.mails():
            raise StoryWrong(
                f"{entry.name}: something is not what it was before the loss: {changed or 'the mails'}"
            )

    async def verify(self, service: str) -> list[Finding]:
        """Streams, Kafka, states and views, each with its hash. Raises StoryWrong when anything differs."""
        findings = await findings_of(Record.read(self._data_dir), service)
        problems = [f"{f.what}: {problem}" for f in findings for problem in f.problems]
        if problems:
            raise StoryWrong(f"{service} is not what was said: {'; '.join(problems[:5])}")
        return findings


def check(name: str, rows: Sequence[dict[str, Any]], expected: Expected) -> None:
    """Raises StoryWrong, telling what is instead."""
    found = [row for row in rows if expected.where.items() <= row.items()]
    if len(found) != expected.count:
        told = str(rows)[:TOLD_OF_ROWS]
        raise StoryWrong(f"{name}: {len(found)} instead of {expected.count} with {expected.where}: {told}")
    for row in found:
        instead = {field: row.get(field) for field, value in expected.has.items() if row.get(field) != value}
        if instead:
            raise StoryWrong(f"{name}: expected {expected.has}, but there is {instead}")

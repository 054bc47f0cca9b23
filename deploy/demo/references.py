"""What a text in braces stands for, looked up over HTTP at the moment it is needed.

{case}  {reference}  {revision}  {text-hash}    of the entry's case; {case:NAME} of another
{proposal}                                      what awaits a second signature on the case, at intake
{dispatch:RECIPIENT}  {duty:RULE:RECIPIENT}     the id, at the entry's service
{watched:WHAT}                                  the id of the case's one process, hold or progress that is watched
{copy-path}, {copy-code}                        where the copy is read that a request was given, on the site,
                                                and what is typed there
{file:NAME}  {none}                             a file beside the scenario; nothing
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from deploy.demo.installation import Installation
from deploy.demo.scenario import FOLDER, Command, Form, Look, Receipt, Report, id_of

_Asking = Command | Form | Receipt | Look
_BRACES = re.compile(r"\{([a-z-]+)((?::[A-Za-z0-9._-]+)*)\}")
_ID = {"dispatches": "dispatch", "duties": "duty", "watch": "about"}  # by what is listed, the id's field


class Unresolved(Exception):
    """Nothing answers to that name, or more than one thing does."""


class References:
    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._cases: dict[str, str] = {}  # the scenario's name -> case id

    @property
    def cases(self) -> dict[str, str]:
        return dict(self._cases)

    async def opened(self, report: Report) -> bool:
        """Whether the case of this report exists; then its name stands for it."""
        for case in await self._installation.json("intake", "/cases"):
            if (case["agency"], case["report"]) == (report.agency, report.event["id"]):
                self._cases[report.opens] = case["subject"]
                return True
        return False

    def began(self, command: Command) -> None:
        """From here on its name stands for the case that it begins."""
        if command.opens:
            self._cases[command.opens] = id_of(command.opens)

    def asked(self, form: Form) -> None:
        """The request that it begins is a stream of its own."""
        self._cases[form.opens] = f"request-{id_of(form.opens)}"

    async def resolve(self, value: Any, entry: _Asking) -> Any:
        """The same with every brace filled. A text that is nothing but braces takes the value's own type."""
        match value:
            case dict():
                return {name: await self.resolve(inner, entry) for name, inner in value.items()}
            case list() | tuple():
                return [await self.resolve(inner, entry) for inner in value]
            case str() if whole := _BRACES.fullmatch(value):
                return await self._meant(whole, entry)
            case str():
                for each in list(_BRACES.finditer(value)):
                    value = value.replace(each[0], str(await self._meant(each, entry)))
        return value

    async def _meant(self, braces: re.Match[str], entry: _Asking) -> Any:
        looked_up: dict[str, Callable[..., Awaitable[Any]]] = {
            "case": self._case,
            "proposal": self._proposal,
            "copy-path": self._copy_path,
            "copy-code": self._copy_code,
            "reference": self._reference,
            "revision": self._revision,
            "text-hash": self._text_hash,
            "dispatch": self._dispatch,
            "duty": self._duty,
            "watched": self._watched,
            "file": self._file,
            "none": self._none,
        }
        name, arguments = braces[1], braces[2].split(":")[1:]
        if name not in looked_up:
            raise Unresolved(f"{entry.name}: nobody knows what {braces[0]} means")
        return await looked_up[name](entry, *arguments)

    async def _case(self, entry: _Asking, name: str = "") -> str:
        return self._cases[name or entry.case or ""]

    async def _proposal(self, entry: _Asking) -> Any:
        case = await self._case(entry)
        awaited = await self._installation.json("intake", "/awaiting-second-signature")
        (found,) = [each["proposal"] for each in awaited if each["subject"] == case]
        return found

    async def _copy_path(self, entry: _Asking) -> str:
        return f"/copies/{(await self._case(entry)).removeprefix('request-')}"

    async def _copy_code(self, entry: _Asking) -> Any:
        return (await self._of_case("publisher", "/requests", entry))["code"]

    async def _reference(self, entry: _Asking) -> Any:
        return (await self._of_case("publisher", "/publications", entry))["reference"]

    async def _text_hash(self, entry: _Asking) -> Any:
        return (await self._of_case("publisher", "/publications", entry))["text_hash"]

    async def _revision(self, entry: _Asking) -> Any:
        return (await self._of_case("notifier", "/notifications", entry))["revision"]

    async def _of_case(self, service: str, path: str, entry: _Asking) -> Any:
        return await self._installation.json(service, f"{path}/{await self._case(entry)}")

    async def _dispatch(self, entry: _Asking, recipient: str) -> str:
        return await self._one_of("dispatches", entry, recipient=recipient)

    async def _duty(self, entry: _Asking, rule: str, owed_to: str) -> str:
        return await self._one_of("duties", entry, rule=rule, owed_to=owed_to)

    async def _watched(self, entry: _Asking, what: str) -> str:
        return await self._one_of("watch", entry, what=what)

    async def _one_of(self, listed: str, entry: _Asking, **where: str) -> str:
        rows = await self._installation.json(entry.service, f"/cases/{await self._case(entry)}/{listed}")
        found = [row for row in rows if where.items() <= row.items()]
        if len(found) != 1:
            raise Unresolved(f"{entry.name}: {len(found)} {listed} of {entry.service} match {where}")
        id_: str = found[0][_ID[listed]]
        return id_

    async def _file(self, _: _Asking, name: str) -> str:
        return (FOLDER / name).read_text(encoding="utf-8")

    async def _none(self, _: _Asking) -> None:
        return None

"""A part of the public text from a Word document: read, and saved by the door that Markdown takes."""

import asyncio
import json
import re
from typing import Annotated, Any, Literal

import structlog
from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from services.publisher import docx
from services.publisher.commands import SaveDraft
from services.publisher.docx.package import MOST_BYTES
from services.publisher.text import text_hash
from services.publisher.views import publications
from services.publisher.worker import PREPARING, opened
from shared.decider import Refused
from shared.edge import Code, Name, read
from shared.events.publisher import PublicText
from shared.malware.clamd import NotScanned, ScannerAway
from shared.malware.scanning import Scanner
from shared.service import Service
from shared.web.bodies import BodyRefused, bytes_of_request
from shared.web.commands import RESPONSES, Actor, Answer, IfMatch, Key, Prefer, answer, cause_of, version
from shared.web.needing import about, lent_of

log = structlog.get_logger()
_BODY = {
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}
_SECTION = re.compile(r"^(#{1,6}) +(.+)$", re.MULTILINE)

Part = Annotated[
    Literal["report", "briefing", "response", "easy_read"],
    Query(description="Which part of the text it becomes. A briefing's highest headings are its six steps."),
]
First = Annotated[Name | None, Query(description="Needed while there is no draft")]


class LeftBehind(BaseModel):
    """What of the document is not in the draft: the kind, and how many."""

    what: str
    count: int


class Imported(Answer):
    """`text_hash`: of the draft as it is now. `left_behind`: to be looked at beside the document."""

    text_hash: str
    left_behind: list[LeftBehind]


_RESPONSES: dict[int | str, dict[str, Any]] = {
    **RESPONSES,
    **{status: {**RESPONSES[status], "model": Imported} for status in (200, 202)},
}


def import_routes(service: Service, scanner: Scanner | None) -> APIRouter:
    router = APIRouter(tags=["drafts"])

    @router.post("/cases/{case}/import-docx", responses=_RESPONSES, openapi_extra={"requestBody": _BODY})
    async def import_docx(
        request: Request,
        case: Code,
        actor: Actor,
        key: Key,
        part: Part = "report",
        title: First = None,
        pseudonym: First = None,
        if_match: IfMatch = None,
        prefer: Prefer = None,
    ) -> Response:
        """A Word document (.docx, at most 10 MiB) takes the place of one part of the draft."""
        content = await bytes_of_request(request, MOST_BYTES)
        await _scanned(scanner, content)
        document = await asyncio.to_thread(docx.read, content)
        log.info("draft.imported", case=case, count=sum(each.count for each in document.dropped))
        first = {"title": title, "pseudonym": pseudonym}
        draft = {**await _present(service, case), **{name: value for name, value in first.items() if value}}
        draft[part] = steps(document.markdown) if part == "briefing" else document.markdown
        command = read(json.dumps(draft).encode(), SaveDraft)
        said = await service.do(case, command, actor=actor, cause=cause_of(actor, key), if_match=version(if_match))
        answered = await answer(service, said, prefer)
        told = {
            **json.loads(bytes(answered.body)),
            "text_hash": text_hash(PublicText(**command.model_dump())),
            "left_behind": [{"what": each.what, "count": each.count} for each in document.dropped],
        }
        return JSONResponse(told, answered.status_code, {"ETag": answered.headers["ETag"]})

    return router


async def _scanned(scanner: Scanner | None, content: bytes) -> None:
    """At once, for nothing of the file is kept. Raises Refused; BodyRefused when the scanner is away."""
    if scanner is None:
        return
    try:
        verdict = await scanner.scan(content)
    except (ScannerAway, NotScanned):
        detail = "The malware scanner does not answer, and nothing is read before it did. Send it again later."
        raise BodyRefused(503, "scanner-away", detail) from None
    if verdict.found:
        raise Refused("malware-found", "Malware was found in this document: nothing of it was read or kept.")


async def _present(service: Service, case: str) -> dict[str, Any]:
    """The draft to put the part into; empty while there is none. Raises Refused."""
    found = await publications.one(lent_of(service), case)
    if found is None:
        raise Refused("no-such-case", "No publication is due on this case.")
    if not found.text_hash:
        return {}
    return (await opened(service, await about(service, case), found.text_hash, PREPARING)).model_dump(mode="json")


def steps(markdown: str) -> list[tuple[str, str]]:
    """Each highest heading with what stands below it. What stands before the first is a step without a heading."""
    levels = [len(found[1]) for found in _SECTION.finditer(markdown)]
    highest = f"{'#' * min(levels, default=1)} "
    found: list[tuple[str, str]] = []
    for block in re.split(rf"^(?={highest})", markdown, flags=re.MULTILINE):
        has_one = block.startswith(highest)
        heading, _, text = block.removeprefix(highest).partition("\n") if has_one else ("", "", block)
        if heading or text.strip():
            found.append((heading.strip(), text.strip()))
    return found

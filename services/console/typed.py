"""What a browser sent of a form: its fields, and the file in it. Held in memory, never written to disk."""

import base64
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from fastapi import Request
from pydantic import BaseModel
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from shared.edge import MAX_BYTES
from shared.web.bodies import bytes_of_request

MOST_FIELDS = 2_000
MOST_FILE_BYTES = 10 * 1024 * 1024  # what the services take of a document
_MOST_BYTES = MOST_FILE_BYTES + MAX_BYTES
_MULTIPART = "multipart/form-data"


class File(BaseModel):
    """Of an upload. `content` is base64; name and media type are what a browser calls it, and prove nothing."""

    name: str
    media_type: str
    content: str

    @property
    def bytes(self) -> bytes:
        return base64.b64decode(self.content)

    @property
    def size(self) -> str:
        """In words: "12 kB"."""
        return f"{max(1, round(len(self.content) * 3 / 4 / 1024)):,} kB"


@dataclass(frozen=True)
class Sent:
    """The last value of each name; the first file that is not empty."""

    fields: dict[str, str]
    file: File | None = None


class _InMemory(MultiPartParser):
    spool_max_size = _MOST_BYTES  # a document may name a child: it is written nowhere unsealed


async def sent(request: Request) -> Sent:
    """What is no form has no fields. Read once: who asks again is told the same. Raises BodyRefused."""
    if not hasattr(request.state, "sent"):
        request.state.sent = await _read(request)
    found: Sent = request.state.sent
    return found


async def _read(request: Request) -> Sent:
    if request.headers.get("content-type", "").lower().startswith(_MULTIPART):
        return await _parts(request, await bytes_of_request(request, _MOST_BYTES))
    body = (await bytes_of_request(request, MAX_BYTES)).decode("utf-8", "replace")
    try:
        return Sent(dict(parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS)))
    except ValueError:
        return Sent({})


async def _parts(request: Request, body: bytes) -> Sent:
    async def stream() -> AsyncGenerator[bytes, None]:
        yield body

    parser = _InMemory(request.headers, stream(), max_files=1, max_fields=MOST_FIELDS, max_part_size=MAX_BYTES)
    try:
        form = await parser.parse()
    except MultiPartException:
        return Sent({})
    fields = {_text(name): _text(value) for name, value in form.multi_items() if isinstance(value, str)}
    files = [await _file(each) for each in form.values() if isinstance(each, UploadFile)]
    return Sent(fields, next((each for each in files if each.content), None))


async def _file(part: UploadFile) -> File:
    content = base64.b64encode(await part.read()).decode()
    return File(
        name=_text(part.filename or "document")[:200],
        media_type=part.content_type or "application/octet-stream",
        content=content,
    )


def _text(said: str) -> str:
    """A sender may name any coding: what it leaves that is no text is a question mark."""
    return said.encode("utf-8", "replace").decode()


def from_elsewhere(request: Request) -> bool:
    """Whether another site's page sent it: browsers say so, and cannot be made not to."""
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")


def led_from_elsewhere(request: Request) -> bool:
    """Whether another site's page led here, by a link, a picture or a frame, as far as the browser says."""
    return request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin")

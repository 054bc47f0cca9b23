"""Every place where an installation keeps or shows something, each with what it holds, as bytes."""

import re
import struct
from collections.abc import AsyncIterator
from email import message_from_bytes
from email.policy import default
from functools import partial
from pathlib import Path

import httpx

from deploy.local.runtime import Runtime
from deploy.postgres import connected
from tests.end_to_end.canaries.planted import PREFIX, Planted
from tests.end_to_end.canaries.searched import Search

_EMPTY = re.compile(rb"\0{64,}")  # what a server keeps free ahead of time is most of what it keeps
_HEADER = struct.Struct(">qiibIh")  # of a batch: offset, length, epoch, magic, checksum, attributes
_COMPRESSION = 0b111
_LINK = re.compile(r'href="(/[^"#]*)"')


class Readable:
    """`places`: where any of what was planted can be read, and which of it."""

    def __init__(self, planted: Planted) -> None:
        self.places: dict[str, set[str]] = {}
        self._any = Search([PREFIX, *planted.others])
        self._which = Search(planted.words)  # there are many: only where there is one at all

    def _in(self, place: str, content: bytes) -> None:
        if found := self._any(content):
            self.places[place] = (found - {PREFIX}) | (self._which(content) if PREFIX in found else set())

    async def in_what_runs(self, runtime: Runtime) -> None:
        """What it shows, and every row of every table: PostgreSQL compresses long values in its files."""
        sources = [*map(partial(rows, runtime), runtime.services), pages(runtime.url("site")), numbers(runtime)]
        for source in sources:
            async for place, content in source:
                self._in(place, content)

    def in_files(self, data_dir: Path) -> None:
        """Of servers that have stopped: then all that they knew is written."""
        for path in sorted(data_dir.rglob("*")):
            if path.suffix == ".eml":
                self._in(*as_mail(path.read_bytes()))
            elif path.is_file() and not path.is_symlink():
                self._in(str(path.relative_to(data_dir)), _EMPTY.sub(b"\0", path.read_bytes()))
        for path in sorted((data_dir / "kafka").rglob("*.log")):
            assert not is_compressed(path.read_bytes()), f"{path.name} could not be read as it stands"


def as_mail(content: bytes) -> tuple[str, bytes]:
    """By whom it was delivered to; as it was sent, and each of its parts decoded."""
    mail = message_from_bytes(content, policy=default)
    parts = [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]
    to = ", ".join(mail.get_all("Delivered-To", []))
    return f"mail to {to}: {mail['Subject']}", b"\n".join([content, *map(bytes, parts)])


def is_compressed(segment: bytes) -> bool:
    """Whether any batch of Kafka's segment is."""
    at = 0
    while at + _HEADER.size <= len(segment):
        _, length, _, magic, _, attributes = _HEADER.unpack_from(segment, at)
        if length <= 0 or magic != 2:
            return False  # what was made ready and not used
        if attributes & _COMPRESSION:
            return True
        at += 12 + length
    return False


async def rows(runtime: Runtime, service: str) -> AsyncIterator[tuple[str, bytes]]:
    """Each table, as text and as bytes: PostgreSQL compresses long values in its files."""
    async with connected(runtime.postgres.admin_url, service) as owner:
        tables = await owner.fetch(
            "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
        )
        for table in tables:
            found = await owner.fetch(f"SELECT * FROM {table['name']}")
            values = [value for row in found for value in row.values()]
            parts = [value if isinstance(value, bytes) else str(value).encode() for value in values]
            yield f"{service}'s {table['name']}", b"\n".join(parts)


async def pages(site: str) -> AsyncIterator[tuple[str, bytes]]:
    """Every page of the public site that can be reached from its first, without asking for anything."""
    seen, waiting = {"/"}, ["/"]
    async with httpx.AsyncClient(trust_env=False, timeout=20.0, follow_redirects=True) as client:
        while waiting:
            path = waiting.pop()
            answer = await client.get(site + path)
            yield path, answer.content
            if answer.headers.get("content-type", "").startswith("text/html"):
                new = set(_LINK.findall(answer.text)) - seen
                seen |= new
                waiting += sorted(new)


async def numbers(runtime: Runtime) -> AsyncIterator[tuple[str, bytes]]:
    async with httpx.AsyncClient(trust_env=False, timeout=20.0) as client:
        for service in runtime.services:
            for path in ("/metrics", "/status"):
                answer = await client.get(runtime.url(service) + path)
                yield f"{service}{path}", answer.content

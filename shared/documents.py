"""Documents: looked at for what they are, sealed under their case's key, kept beside the log.

Their bytes are in no event: ten megabytes pass no topic. So they are as safe as the database and its backups.
"""

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from uuid import UUID, uuid5

import puremagic

from shared.decider import Ask, Occasion
from shared.edge import BadInput
from shared.event_log import Database
from shared.ids import NAMESPACE
from shared.purposes import Purpose
from shared.sealing import seal_bytes, unseal_bytes
from shared.service import Said, Service

MOST_BYTES = 10 * 1024 * 1024
MOST_PARTS = 2_000
_LISTED = b"PK\x01\x02"  # begins each entry of an archive's list
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")  # all but tab, new line, form feed and carriage return
_OFFICE_OPEN = "application/vnd.openxmlformats-officedocument"
_OFFICE = {
    "word/document.xml": f"{_OFFICE_OPEN}.wordprocessingml.document",
    "xl/workbook.xml": f"{_OFFICE_OPEN}.spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OFFICE_OPEN}.presentationml.presentation",
}
_ALLOWED = {".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".rtf"}
_STORE = "INSERT INTO log.attachment (id, subject, box) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"


@dataclass(frozen=True)
class Document:
    """What an event tells of a document. The same bytes on the same case are the same document: the same `id`."""

    id: UUID
    sha256: str
    size: int  # bytes
    media_type: str  # as its bytes tell


def looked_at(case: str, content: bytes) -> Document:
    """Raises BadInput for what is empty, too long, or could do something."""
    media_type, sha256 = media_type_of(content), hashlib.sha256(content).hexdigest()
    return Document(uuid5(NAMESPACE, f"attachment\n{case}\n{sha256}"), sha256, len(content), media_type)


def media_type_of(content: bytes) -> str:
    """By the bytes alone: what a sender calls it proves nothing. Raises BadInput."""
    if not content:
        raise BadInput(("", "is empty"))
    if len(content) > MOST_BYTES:
        raise BadInput(("", f"longer than {MOST_BYTES} bytes"))
    if _is_plain_text(content):
        return "text/plain"
    if content.startswith(b"PK") and (office := _office(content)):
        return office
    try:
        found = puremagic.magic_string(content)
    except puremagic.PureError:
        found = []
    for match in found[:3]:
        if match.extension in _ALLOWED and match.mime_type:
            return str(match.mime_type)
    raise BadInput(("", "is of no type that is taken: PDF, JPEG, PNG, TIFF, RTF, office documents, plain text"))


def too_many_parts(archive: bytes) -> bool:
    """Without reading its list: that of a hundred thousand parts keeps everybody waiting, and fills the memory."""
    return archive.count(_LISTED) > MOST_PARTS


def _office(content: bytes) -> str | None:
    """By the list of what is in the archive, of which nothing is unpacked. None has macros."""
    if too_many_parts(content):
        return None
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return None
    if "[Content_Types].xml" not in names or any(name.endswith("vbaProject.bin") for name in names):
        return None
    return next((media_type for part, media_type in _OFFICE.items() if part in names), None)


def _is_plain_text(content: bytes) -> bool:
    """UTF-8 without control characters, and nothing that a browser or a shell would carry out."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    first = text.lstrip("\ufeff \t\r\n")[:1]
    return first not in ("<", "#", "%", "{") and not _CONTROL.search(text)


async def keep(service: Service, ask: Ask, occasion: Occasion, document: Document, content: bytes) -> Said:
    """Its bytes, with what the command says of it, or nothing. Raises Refused, KeyReused."""
    async with service.transaction() as tx:
        said = await service.carry_out(tx, ask, occasion)
        key = await service.keyring.find_or_make(tx, ask.subject, may_make=False)
        box = seal_bytes(content, str(document.id), key)
        await tx.connection.execute(_STORE, document.id, ask.subject, box)
    return said


async def unsealed(service: Service, db: Database, case: str, id_: UUID, purpose: Purpose) -> bytes:
    """For the scanner, and for `shared/malware/held.py` alone. Raises KeyError when it is not here."""
    box = await db.fetchval("SELECT box FROM log.attachment WHERE id = $1 AND subject = $2", id_, case)
    if box is None:
        raise KeyError(id_)
    return unseal_bytes(box, str(id_), await service.keyring.find(db, case, purpose))

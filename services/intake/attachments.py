"""Documents of a report: looked at for what they are, sealed under the case's key, kept beside the log.

Their bytes are in no event: ten megabytes pass no topic. So they are as safe as the database and its backups.
"""

import hashlib
import io
import zipfile
from uuid import UUID, uuid5

import puremagic

from services.intake.amending import KeepAttachment
from services.intake.amendment import case_of
from shared.decider import Ask, Occasion
from shared.edge import BadInput
from shared.event_log import Database
from shared.events.amendments import DocumentKind
from shared.ids import NAMESPACE
from shared.sealing import seal_bytes, unseal_bytes
from shared.service import Said, Service

MOST_BYTES = 10 * 1024 * 1024
_OFFICE_OPEN = "application/vnd.openxmlformats-officedocument"
_OFFICE = {
    "word/document.xml": f"{_OFFICE_OPEN}.wordprocessingml.document",
    "xl/workbook.xml": f"{_OFFICE_OPEN}.spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OFFICE_OPEN}.presentationml.presentation",
}
_ALLOWED = {".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".rtf"}
_STORE = "INSERT INTO log.attachment (id, subject, box) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"


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


def _office(content: bytes) -> str | None:
    """By the list of what is in the archive, of which nothing is unpacked. None has macros."""
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
    return first not in ("<", "#", "%", "{") and all(c >= " " or c in "\t\r\n\f" for c in text)


async def keep(
    service: Service, agency: str, report: str, content: bytes, *, kind: DocumentKind, name: str, actor: str
) -> Said:
    """Safe to repeat: the same bytes are the same attachment. Raises BadInput, Refused."""
    case = case_of(agency, report)
    media_type, sha256 = media_type_of(content), hashlib.sha256(content).hexdigest()
    id_ = uuid5(NAMESPACE, f"attachment\n{case}\n{sha256}")
    command = KeepAttachment(
        attachment=id_, sha256=sha256, size=len(content), media_type=media_type, kind=kind, name=name
    )
    async with service.transaction() as tx:
        occasion = Occasion(at=service.clock.now(), actor=actor, id=id_)
        said = await service.carry_out(tx, Ask(case, command), occasion)
        key = await service.keyring.find_or_make(tx, case, may_make=False)
        await tx.connection.execute(_STORE, id_, case, seal_bytes(content, str(id_), key))
    return said


async def read(service: Service, db: Database, case: str, id_: UUID) -> bytes:
    """Opened again. Raises KeyError when it is not here."""
    box = await db.fetchval("SELECT box FROM log.attachment WHERE id = $1 AND subject = $2", id_, case)
    if box is None:
        raise KeyError(id_)
    return unseal_bytes(box, str(id_), await service.keyring.find(db, case))

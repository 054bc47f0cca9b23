"""The file that a Word document is: an archive of XML parts. What is dangerous is refused before it is read.

Only XML is ever unpacked, and no more of it than a long report needs; pictures stay where they are.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from services.publisher.docx.behind import Dropped
from shared.documents import MOST_PARTS, too_many_parts
from shared.edge import BadInput

MOST_BYTES = 10 * 1024 * 1024  # of the file
MOST_BYTES_OF_A_PART = 8 * 1024 * 1024  # unpacked, as what was read says, not as the archive claims
MOST_BYTES_UNPACKED = 24 * 1024 * 1024
MOST_ELEMENTS = 150_000  # of a part; a report of 100,000 characters has a fifth of them
DEEPEST = 100
DOCUMENT = "word/document.xml"
# What is read. Everything else of the archive stays behind: properties, comments, people, settings, glossaries.
NEEDED = (
    "[Content_Types].xml",
    "_rels/.rels",
    DOCUMENT,
    "word/_rels/document.xml.rels",
    "word/styles.xml",
    "word/numbering.xml",
    "word/footnotes.xml",
    "word/_rels/footnotes.xml.rels",
    "word/endnotes.xml",
    "word/_rels/endnotes.xml.rels",
)
# As Office's own standard has it (ISO/IEC 29500-2). What is packed in another way zipfile unpacks all at once: a
# few bytes of bzip2 or LZMA would fill the memory before anything could be counted.
_UNPACKED_BY_PIECES = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MACRO = re.compile(r"vbaproject|vbadata|macrosheets|activex|\.(?:bin|exe|dll|js|vbs)$", re.IGNORECASE)
_DOCUMENT_TYPE = b"wordprocessingml.document.main+xml"


@dataclass(frozen=True)
class Package:
    """`parts`: of NEEDED, what is there. `names`: of everything in the archive."""

    parts: Mapping[str, bytes]
    xml: Mapping[str, bytes]
    names: tuple[str, ...]

    @property
    def dropped(self) -> list[Dropped]:
        pictures = sum("/media/" in name for name in self.names)
        embedded = sum("/embeddings/" in name for name in self.names)
        return [
            *Dropped.some("picture files, with their names and whatever they say of themselves", pictures),
            *Dropped.some("embedded documents", embedded),
        ]


def unpack(content: bytes) -> Package:
    """Raises BadInput."""
    archive = _opened(content)
    names = tuple(info.filename for info in archive.infolist())
    _refuse_by_name(archive.infolist())
    xml = dict(_unpacked(archive))
    for part in xml.values():
        _well_formed(part)
    if DOCUMENT not in xml or _DOCUMENT_TYPE not in xml.get("[Content_Types].xml", b""):
        raise BadInput(("", "is no Word document (.docx)"))
    return Package({name: xml[name] for name in NEEDED if name in xml}, xml, names)


def _opened(content: bytes) -> zipfile.ZipFile:
    if not content:
        raise BadInput(("", "is empty"))
    if len(content) > MOST_BYTES:
        raise BadInput(("", f"longer than {MOST_BYTES} bytes"))
    if too_many_parts(content):
        raise BadInput(("", f"has more than {MOST_PARTS} parts"))
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise BadInput(("", "is no Word document (.docx)")) from None


def _refuse_by_name(infos: list[zipfile.ZipInfo]) -> None:
    names = [info.filename.lower() for info in infos]
    if len(set(names)) != len(names):
        raise BadInput(("", "has two parts of one name"))
    if any(info.flag_bits & 1 for info in infos):
        raise BadInput(("", "is protected by a password"))
    if any(info.compress_type not in _UNPACKED_BY_PIECES for info in infos):
        raise BadInput(("", "is packed in a way that no Word document is"))
    if any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names):
        raise BadInput(("", "has a part that leads out of the document"))
    # What Word itself writes into a plain document (printer settings), and what is dropped and told (embeddings).
    harmless = ("/printersettings/", "/embeddings/")
    if any(_MACRO.search(name) for name in names if not any(each in name for each in harmless)):
        raise BadInput(("", "has macros or other programs in it"))


def _unpacked(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Every XML part, read to a bound: what the archive claims of its sizes is not believed."""
    left = MOST_BYTES_UNPACKED
    for info in archive.infolist():
        if not info.filename.lower().endswith((".xml", ".rels")):
            continue
        most = min(MOST_BYTES_OF_A_PART, left)
        try:
            with archive.open(info) as part:
                found = part.read(most + 1)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, zlib.error):
            raise BadInput(("", "is damaged")) from None
        if len(found) > most:
            raise BadInput(("", "unpacks to more than a report can be"))
        left -= len(found)
        yield info.filename, found


def _well_formed(part: bytes) -> None:
    """XML without a document type, so that nothing in it stands for something else, and not a maze."""
    parser = expat.ParserCreate(namespace_separator=" ")
    counted = _Counted()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = counted.begin
    parser.EndElementHandler = counted.end
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        raise BadInput(("", "is damaged: a part is no XML")) from None


def _refuse_doctype(*_: object) -> None:
    raise BadInput(("", "has a document type definition in it"))


class _Counted:
    def __init__(self) -> None:
        self.depth = self.elements = 0

    def begin(self, *_: object) -> None:
        self.depth, self.elements = self.depth + 1, self.elements + 1
        if self.depth > DEEPEST or self.elements > MOST_ELEMENTS:
            raise BadInput(("", "is more complicated than a report can be"))

    def end(self, *_: object) -> None:
        self.depth -= 1

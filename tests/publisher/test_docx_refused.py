"""Whatever in a document could be carried out, loaded or blown up is refused; the reason repeats nothing of it."""

import io
import struct
import tracemalloc
import zipfile

import pytest

from services.publisher.docx import package, read
from shared.documents import MOST_PARTS
from shared.edge import BadInput
from tests.publisher import documents as made

SAID = made.paragraph("Kezia Bright")


def why_not(content: bytes) -> str:
    with pytest.raises(BadInput) as bad:
        read(content)
    ((pointer, reason),) = bad.value.problems
    assert pointer == "" and "Kezia" not in reason
    return reason


def with_part(name: str, content: str | bytes = "<x/>") -> bytes:
    return made.document(SAID, parts={name: content})


def linked(kind: str, target: str, *, out: bool = True, part: str = "document") -> bytes:
    return with_part(f"word/_rels/{part}.xml.rels", made.relationships(("rId9", kind, target, out)))


@pytest.mark.parametrize(
    "name", ["word/vbaProject.bin", "word/vbaData.xml", "word/activeX/activeX1.xml", "word/evil.exe"]
)
def test_macros_and_programs(name: str) -> None:
    assert why_not(with_part(name)) == "has macros or other programs in it"


def test_a_document_that_says_it_has_macros() -> None:
    enabled = made.CONTENT_TYPES.replace(
        "vnd.openxmlformats-officedocument.wordprocessingml.document.main",
        "vnd.ms-word.document.macroEnabled.main",
    )
    assert why_not(with_part("[Content_Types].xml", enabled)) == "is no Word document (.docx)"


@pytest.mark.parametrize("part", ["document", "footnotes", "header1", "settings"])
def test_a_picture_from_elsewhere_wherever_it_is_named(part: str) -> None:
    content = linked("image", "http://tracker.example/kezia.png", part=part)
    assert why_not(content) == "loads something from elsewhere (a picture)"


@pytest.mark.parametrize("kind", ["oleObject", "subDocument", "frame", "video"])
def test_a_file_from_elsewhere(kind: str) -> None:
    assert why_not(linked(kind, "\\\\server\\share\\kezia.docx")) == "loads something from elsewhere (a file)"


def test_another_document_taken_in() -> None:
    assert why_not(linked("aFChunk", "kezia.html", out=False)) == "loads something from elsewhere (a file)"
    assert why_not(made.document(SAID, '<w:altChunk r:id="rId9"/>')) == "takes in another file"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "docProps/core.xml", "_rels/.rels"])
def test_a_document_type_in_any_part_and_any_encoding(part: str, encoding: str) -> None:
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "Kezia">]><x>&a;</x>'
    assert why_not(with_part(part, bomb.encode(encoding))) == "has a document type definition in it"


def test_a_bomb_is_refused_however_small_it_claims_to_be() -> None:
    spaces = b"<x>" + b" " * (package.MOST_BYTES_OF_A_PART + 1) + b"</x>"
    content = with_part("word/settings.xml", spaces)
    assert len(content) < 100_000
    assert why_not(content) == "unpacks to more than a report can be"
    lying = content.replace(struct.pack("<L", len(spaces)), struct.pack("<L", 10))
    assert why_not(lying) in ("unpacks to more than a report can be", "is damaged")


@pytest.mark.parametrize("packed", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=["bzip2", "lzma"])
def test_a_bomb_of_another_packing_is_refused_before_anything_of_it_is_unpacked(packed: int) -> None:
    file = io.BytesIO(made.document(SAID))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/settings.xml", b" " * 4 * package.MOST_BYTES_OF_A_PART, packed)
    tracemalloc.start()
    try:
        assert why_not(file.getvalue()) == "is packed in a way that no Word document is"
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < package.MOST_BYTES_OF_A_PART


def test_many_parts_that_are_each_allowed_are_a_bomb_together() -> None:
    part = "<x>" + " " * (package.MOST_BYTES_OF_A_PART - 10) + "</x>"
    content = made.document(SAID, parts={f"word/s{n}.xml": part for n in range(4)})
    assert why_not(content) == "unpacks to more than a report can be"


def test_a_maze() -> None:
    deep = "<x>" * 200 + "</x>" * 200
    assert why_not(with_part("word/settings.xml", deep)) == "is more complicated than a report can be"
    wide = f"<x>{'<y/>' * (package.MOST_ELEMENTS + 1)}</x>"
    assert why_not(with_part("word/settings.xml", wide)) == "is more complicated than a report can be"


@pytest.mark.parametrize("name", ["../kezia.xml", "/etc/kezia.xml", "word\\..\\kezia.xml"])
def test_a_part_that_leads_out(name: str) -> None:
    assert why_not(with_part(name)) == "has a part that leads out of the document"


def test_two_parts_of_one_name() -> None:
    file = io.BytesIO(made.document(SAID))
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", "<x/>")
    assert why_not(file.getvalue()) == "has two parts of one name"


def test_more_parts_than_any_report_has() -> None:
    content = made.document(SAID, parts={f"x/{n}": "" for n in range(MOST_PARTS)})
    assert why_not(content) == f"has more than {MOST_PARTS} parts"


def test_of_more_parts_not_even_the_list_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    content = made.document(SAID, parts={f"x/{n}": "" for n in range(MOST_PARTS)})
    monkeypatch.setattr("services.publisher.docx.package.zipfile.ZipFile", None)
    assert why_not(content) == f"has more than {MOST_PARTS} parts"


def test_a_password() -> None:
    content = bytearray(made.document(SAID))
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    assert why_not(bytes(content)) == "is protected by a password"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"Kezia", "is no Word document (.docx)"),
        (b"PK\x03\x04Kezia", "is no Word document (.docx)"),
        (b"x" * (package.MOST_BYTES + 1), f"longer than {package.MOST_BYTES} bytes"),
        (with_part("word/document.xml", "<x"), "is damaged: a part is no XML"),
        (with_part("word/document.xml", "<x/>"), "is damaged: it cannot be read"),
    ],
    ids=["empty", "text", "half", "long", "broken", "other"],
)
def test_what_is_no_document(content: bytes, reason: str) -> None:
    assert why_not(content) == reason


def test_every_document_cut_short_or_changed_is_refused_or_read_and_never_crashes() -> None:
    whole = made.document(SAID, made.table(("a", "b")))
    for at in range(0, len(whole), 37):
        for broken in (whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]):
            try:
                read(broken)
            except BadInput:
                continue

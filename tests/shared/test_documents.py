"""What a document is, is told from its bytes without keeping others waiting: they come from agencies' browsers."""

import io
import zipfile

import pytest

from shared.documents import MOST_PARTS, media_type_of
from shared.edge import BadInput


def archive(more: int) -> bytes:
    """A document of Word's, by the names of its parts, and so many parts more."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as parts:
        for name in ("[Content_Types].xml", "word/document.xml", *(f"word/media/{n}.png" for n in range(more))):
            parts.writestr(name, b"")
    return written.getvalue()


def test_an_archive_of_as_many_parts_as_may_be_is_read() -> None:
    assert media_type_of(archive(MOST_PARTS - 2)).endswith("wordprocessingml.document")


def test_the_list_of_an_archive_of_more_parts_is_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    too_many = archive(MOST_PARTS - 1)
    monkeypatch.setattr("shared.documents.zipfile.ZipFile", None)
    with pytest.raises(BadInput, match="of no type that is taken"):
        media_type_of(too_many)


@pytest.mark.parametrize("character", [chr(code) for code in range(32)])
def test_of_all_control_characters_plain_text_has_only_those_that_end_lines_and_pages(character: str) -> None:
    content = f"Seen at home{character}on Tuesday".encode()
    if character in "\t\n\f\r":
        assert media_type_of(content) == "text/plain"
        return
    with pytest.raises(BadInput):
        media_type_of(content)

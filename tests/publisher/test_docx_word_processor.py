"""A document as a real word processor writes it: LibreOffice 7.4 made `draft.docx` of `draft.fodt` beside it.

    soffice --headless --convert-to docx draft.fodt

Every word that must not come over is in capitals and ends in WORD.
"""

from pathlib import Path

import pytest

from services.publisher import docx
from services.publisher.docx import Document

WRITTEN = """\
# What we found

Much practice was **careful** and kind.\\[1\\] It was insertedword seen.

A remark was made. Written by fieldword.

- First point

  - Point within
- Second point

1. Step one
2. Step two

| Service | Saw |
| --- | --- |
| Hospital | A bruise |

## In a box

Beside the box.

boxword stands in a frame.

Beside the shape.

shapeword stands in a shape.

See [the guidance](<https://www.gov.uk/guidance>).\\[2\\]

1. Footnotes stand at the end.
2. Endnotes stand there, too.
"""
LEFT_BEHIND = {
    "metadata: author, dates and other properties": 9,
    "comments": 1,
    "headers and footers with words": 2,
    "codes of fields; what they show is taken in": 1,
    "names of bookmarks": 1,
    "tracked deletions": 1,
    "tracked insertions, taken in as they stand": 1,
    "hidden text": 2,
}


@pytest.fixture(scope="module")
def imported() -> Document:
    return docx.read((Path(__file__).parent / "word" / "draft.docx").read_bytes())


def test_headings_lists_tables_notes_boxes_and_shapes_come_over(imported: Document) -> None:
    assert imported.markdown == WRITTEN


def test_everything_else_is_told_by_kind_and_count(imported: Document) -> None:
    assert {each.what: each.count for each in imported.dropped} == LEFT_BEHIND


def test_nothing_that_was_deleted_remarked_hidden_or_said_of_the_file_comes_over(imported: Document) -> None:
    assert "WORD" not in imported.markdown

"""A Word document as Markdown: its words alone, and told what of it was left behind.

Nothing is loaded, carried out or unpacked beyond a bound; what could not be understood is refused or counted.
"""

from dataclasses import dataclass

from services.publisher.docx.behind import Dropped, lost_words
from services.publisher.docx.cleaning import cleaned
from services.publisher.docx.package import unpack
from services.publisher.docx.reading import html_of
from services.publisher.docx.writing import markdown_of


@dataclass(frozen=True)
class Document:
    """`markdown`, and what was in the file and is not in it."""

    markdown: str
    dropped: tuple[Dropped, ...]


def read(content: bytes) -> Document:
    """Raises BadInput: no Word document, or one with something in it that is never taken."""
    package = unpack(content)
    parts, dropped = cleaned(package)
    written = markdown_of(html_of(package, parts))
    told = [*package.dropped, *dropped, *written.dropped, *lost_words(parts, written.markdown)]
    return Document(written.markdown, tuple(told))

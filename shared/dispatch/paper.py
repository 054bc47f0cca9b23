"""One composed notice in three forms that say the same: plain text, a page for a mail reader, and a PDF.

Everything that came from people is escaped. The same notice always makes the same bytes of PDF, so that its
SHA-256 tells whether two attempts sent one document.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True)
class Section:
    """`rows` are (name, value); `text` is free text below them, its paragraphs parted by an empty line."""

    title: str
    rows: tuple[tuple[str, str], ...] = ()
    text: str = ""

    def paragraphs(self) -> list[str]:
        return [paragraph for paragraph in self.text.split("\n\n") if paragraph.strip()]

    def written(self) -> str:
        """The values of the rows in one column, further lines of a value below its first."""
        width = max((len(name) for name, _ in self.rows), default=0) + 1
        below = "\n" + " " * (width + 1)
        rows = [f"{name + ':':<{width}} {value}".replace("\n", below) for name, value in self.rows]
        lines = "\n".join(rows)
        return "\n\n".join(part for part in (lines, self.text) if part)


def text_of(sections: Iterable[Section]) -> str:
    """One below the other, each under its title in capitals."""
    return "\n\n".join(f"{each.title.upper()}\n{each.written()}" for each in sections) + "\n"


def html_of(title: str, marking: str, sections: Sequence[Section]) -> str:
    return _environment().get_template("notice.html").render(title=title, marking=marking, sections=sections)


def pdf_of(html: str) -> bytes:
    """Tagged (PDF/UA), and without a date or an id of its making. Loads nothing from anywhere."""
    from weasyprint import HTML  # thirty megabytes: for a process that prints

    identifier = hashlib.sha256(html.encode()).digest()[:16]
    document = HTML(string=html, url_fetcher=_nothing)
    return bytes(document.write_pdf(pdf_identifier=identifier, pdf_variant="pdf/ua-1"))


def _nothing(url: str, *_: object, **__: object) -> object:
    """A notice needs nothing that it does not carry; what a person wrote must not make us ask anybody."""
    raise ValueError("a notice loads nothing")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

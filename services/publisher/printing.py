"""The public text on paper: one tagged PDF, the same bytes for the same words, and nothing in it but them.

It bears no date and no reference, so that what the Panel has in advance is, byte for byte, what is published.
Another release of WeasyPrint, another sheet of ours or other fonts may make other bytes: `MADE_WITH` goes into the
event beside the hash.
"""

import hashlib
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML
from weasyprint import __version__ as weasyprint_version
from weasyprint.urls import URLFetcher

from services.publisher.markdown import render
from services.publisher.tagging import complete
from shared.events.publisher import PublicText, Scope

SHEET = 2  # counted up whenever our own template or style makes other bytes of the same words
MADE_WITH = f"WeasyPrint {weasyprint_version}, PDF/UA-1, sheet {SHEET}"
_XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
PAGES = Path(__file__).parent / "pages"
_jinja = Environment(
    loader=FileSystemLoader(PAGES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_jinja.filters.update(markdown=render)


class _FetchesNothing(URLFetcher):  # type: ignore[misc]
    """Whatever a text asks to be loaded, from this machine or another, is not."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        raise ValueError("nothing is loaded into a PDF")


def sheet(text: PublicText, partnership: str, scope: Scope = "full report") -> str:
    """The HTML that is printed: every part of the text, sanitised, and the partnership's name.

    `scope`: on paper, too, it is said where improvements alone are published, and not the report.
    """
    return _jinja.get_template("printed.html").render(text=text, partnership=partnership, scope=scope)


@lru_cache(maxsize=16)
def pdf(text: PublicText, partnership: str, scope: Scope = "full report") -> bytes:
    """A4, with tags, language and title; neither date nor author nor the name of a program."""
    document = HTML(string=sheet(text, partnership, scope), url_fetcher=_FetchesNothing())
    printed: bytes = document.write_pdf(
        stylesheets=[CSS(string=(PAGES / "printed.css").read_text(), url_fetcher=_FetchesNothing())],
        pdf_variant="pdf/ua-1",
        finisher=partial(_finished, text.title),
    )
    return printed


def pdf_hash(text: PublicText, partnership: str, scope: Scope = "full report") -> str:
    """SHA-256 of the file, in hex."""
    return hashlib.sha256(pdf(text, partnership, scope)).hexdigest()


def _finished(title: str, _: Any, made: Any) -> None:
    complete(made)
    _without_metadata(title, made)


def _without_metadata(title: str, made: Any) -> None:
    """Readers need the title, and to know that it is PDF/UA; what else tells of the making is left out."""
    for name in set(made.info) - {"Title"}:
        del made.info[name]
    number, *_rest = made.catalog["Metadata"].split()
    made.objects[int(number)].stream = [_XMP.format(title=escape(title)).encode()]

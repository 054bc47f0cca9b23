"""The PDF: the same bytes for the same words, tagged, with a language and a title, and with nothing else in it."""

import io
import re
import subprocess
import sys
from xml.etree import ElementTree

import nh3
import pikepdf
import pytest
from pypdf import PdfReader

from services.publisher.printing import _without_metadata, pdf, pdf_hash, sheet
from tests.publisher import examples as ex

NAME = ex.partnership().name
text = ex.text.model_copy(
    update={
        "response": "The partners accept every recommendation.\n\n> Learning begins *today*.",
        "easy_read": "A baby was hurt.\n\nWe want to keep babies safe.",
    }
)
HOSTILE = """<script>alert(1)</script>

![a picture](https://elsewhere.example/pixel.png) and [a link](javascript:alert(1))

<img src="file:///etc/passwd"><link rel="attachment" href="file:///etc/passwd">

[read on](https://example.org/page)"""


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf(text, NAME)


def words(of: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", of))


def test_the_same_words_make_the_same_bytes_in_another_process(made: bytes) -> None:
    again = (
        "import sys; from tests.publisher.test_printing import NAME, pdf_hash, text;"
        " sys.stdout.write(pdf_hash(text, NAME))"
    )
    other = subprocess.run([sys.executable, "-c", again], capture_output=True, text=True, check=True)
    assert other.stdout == pdf_hash(text, NAME)


def test_other_words_make_another_file(made: bytes) -> None:
    assert pdf_hash(text.model_copy(update={"easy_read": "A baby was ill."}), NAME) != pdf_hash(text, NAME)


def test_it_is_tagged_and_names_its_language_and_its_title(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as it:
        assert it.Root.MarkInfo.Marked
        assert it.Root.Lang == "en-GB"
        assert it.Root.ViewerPreferences.DisplayDocTitle
        assert it.docinfo["/Title"] == text.title
        assert {"/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TH", "/TD"} <= kinds(it.Root.StructTreeRoot)


def kinds(node: pikepdf.Object) -> set[str]:
    """The types of all structure elements."""
    found, waiting = set(), [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, pikepdf.Array):
            waiting += list(each)
        elif isinstance(each, pikepdf.Dictionary):
            found |= {str(each.S)} if "/S" in each else set()
            waiting += [each.K] if "/K" in each else []
    return found


def test_its_metadata_are_the_title_and_nothing_else(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as it:
        assert set(it.docinfo.keys()) == {"/Title"}
        assert told(it.Root.Metadata.read_bytes()) == {"part": "1", "li": text.title}
        assert "/Names" not in it.Root or "/EmbeddedFiles" not in it.Root.Names
        assert b"WeasyPrint" not in made


def told(metadata: bytes) -> dict[str, str]:
    """What the metadata say, by the name of the element."""
    every = ElementTree.fromstring(metadata).iter()
    return {each.tag.rpartition("}")[2]: each.text for each in every if each.text and each.text.strip()}


def test_a_title_of_any_characters_stays_itself_in_the_metadata() -> None:
    hostile = 'A & B <c> "d" ]]> – é'
    with pikepdf.open(io.BytesIO(pdf(text.model_copy(update={"title": hostile}), NAME))) as it:
        assert told(it.Root.Metadata.read_bytes())["li"] == hostile


def test_extracting_its_text_finds_nothing_that_the_page_does_not_show(made: bytes) -> None:
    shown = words(nh3.clean(sheet(text, NAME), tags=set()))
    extracted = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    found = words(re.sub(r"Page \d+ of \d+", "", extracted))
    assert found <= shown
    assert {"Willow", "recommendation", "Okonkwo", "Reflect", "keep"} <= found


def test_every_part_of_the_text_is_in_it() -> None:
    shown = sheet(text, NAME)
    assert shown.count('<section class="part') == 3
    assert '<section class="part' not in sheet(ex.text.model_copy(update={"briefing": ()}), NAME)


def test_no_script_remote_image_or_file_of_this_machine_gets_in() -> None:
    hostile = text.model_copy(update={"report": HOSTILE, "response": HOSTILE, "easy_read": HOSTILE})
    shown = sheet(hostile, NAME)
    assert not any(each in shown for each in ("<script", "<img", "<link", '<a href="javascript', '<a href="file'))
    with pikepdf.open(io.BytesIO(pdf(hostile, NAME))) as it:
        links = {str(a.A.URI) for page in it.pages for a in page.get("/Annots", []) if "/A" in a and "/URI" in a.A}
        assert links == {
            "https://example.org/page",
            "https://elsewhere.example/pixel.png",
        }  # to be followed, not loaded
        assert not [o for o in it.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        assert not [o for o in it.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/JavaScript"]


def test_what_tells_of_its_making_is_left_out() -> None:
    class Stream:
        stream = (b"Producer: a program",)

    class Made:
        info = {"Title": "kept", "Producer": "a program", "Author": "a person"}  # noqa: RUF012

        catalog = {"Metadata": b"1 0 R"}  # noqa: RUF012
        objects = (None, Stream())

    _without_metadata("Kept", Made)
    assert Made.info == {"Title": "kept"}
    assert told(Made.objects[1].stream[0]) == {"part": "1", "li": "Kept"}

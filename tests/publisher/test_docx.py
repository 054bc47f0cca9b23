"""A Word document becomes Markdown of the same words; what its author did not mean to publish stays behind."""

import html
import re

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.publisher.docx import Document, read
from services.publisher.markdown import render
from tests.publisher import documents as made

SHOWN = st.text(st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_categories=["Cc", "Cs"]), max_size=40)


def markdown(*body: str) -> str:
    return read(made.document(*body)).markdown


def dropped(it: Document) -> dict[str, int]:
    return {each.what: each.count for each in it.dropped}


def test_headings_emphasis_lists_quotes_and_tables_are_kept() -> None:
    written = markdown(
        made.paragraph("Willow", style="Title"),
        made.paragraph("What happened", style="Heading2"),
        made.paragraph("She was ", made.run("four", "<w:b/>"), " months", made.run(" old", "<w:i/>"), "."),
        made.paragraph("“Nobody asked.”", style="Quote"),
        made.item("One record"),
        made.item("Curiosity", level=1),
        made.item("First", numbering=2),
        made.item("Second", numbering=2),
        made.table(("Who", "What"), ("Health", "One | record")),
    )
    assert written == (
        "# Willow\n\n## What happened\n\nShe was **four** months *old*.\n\n> “Nobody asked.”\n\n"
        "- One record\n\n  - Curiosity\n\n1. First\n2. Second\n\n"
        "| Who | What |\n| --- | --- |\n| Health | One \\| record |\n"
    )


@given(st.lists(SHOWN, min_size=1, max_size=5))
def test_whatever_it_says_is_read_as_it_was_written(paragraphs: list[str]) -> None:
    """No star, dash, bracket or ampersand of the author's becomes a list, a link or a tag."""
    page = render(markdown(*(made.paragraph(made.run(text)) for text in paragraphs)))
    shown = html.unescape(nh3.clean(page, tags=set()))
    assert re.findall(r"\S+", shown) == [word for text in paragraphs for word in re.findall(r"\S+", text)]
    assert set(re.findall(r"<(\w+)", page)) <= {"p"}


def test_what_was_deleted_never_comes_back_and_what_was_inserted_stays() -> None:
    it = read(
        made.document(
            made.paragraph(
                "She was ",
                f'<w:del w:author="Jo Bright">{made.run("Kezia").replace("w:t", "w:delText")}</w:del>',
                f'<w:ins w:author="Jo Bright">{made.run("Willow")}</w:ins>',
                f"<w:moveFrom>{made.run(' moved away')}</w:moveFrom><w:moveTo>{made.run(' then')}</w:moveTo>",
            )
        )
    )
    assert it.markdown == "She was Willow then\n"
    assert dropped(it) == {
        "tracked deletions": 1,
        "tracked insertions, taken in as they stand": 1,
        "tracked moves, where they were moved from": 1,
        "tracked moves, taken in": 1,
    }


def test_comments_properties_margins_and_people_are_dropped_and_told() -> None:
    comment = f"<w:comment w:id='1'>{made.paragraph('Is this Kezia?')}</w:comment>"
    parts = {
        "docProps/core.xml": "<p xmlns='urn:x'><creator>Jo Bright</creator><title>Kezia</title><empty/></p>",
        "docProps/custom.xml": "<p xmlns='urn:x'><property>Case 17</property></p>",
        "word/comments.xml": made.root("comments", comment),
        "word/people.xml": "<p xmlns='urn:x'><person/></p>",
        "word/header1.xml": made.root("hdr", made.paragraph("Kezia, draft 3")),
        "word/footer1.xml": made.root("ftr", made.paragraph("")),
        "customXml/item1.xml": "<x/>",
    }
    it = read(made.document(made.paragraph("Willow", '<w:r><w:commentReference w:id="1"/></w:r>'), parts=parts))
    assert it.markdown == "Willow\n"
    assert dropped(it) == {
        "metadata: author, dates and other properties": 3,
        "comments": 1,
        "people who changed or commented on it": 1,
        "headers and footers with words": 1,
        "hidden data of other programs": 1,
    }


def test_hidden_text_is_dropped_by_itself_and_by_its_style() -> None:
    hidden, styled = made.run("Kezia", "<w:vanish/>"), made.run("Bright", '<w:rStyle w:val="Secret"/>')
    shown = made.run("Willow", '<w:vanish w:val="false"/>')
    field = f'<w:fldSimple w:instr="AUTHOR">{made.run(" and")}{hidden}</w:fldSimple>'
    it = read(made.document(made.paragraph(hidden, shown, styled, field)))
    assert it.markdown == "Willow and\n"
    assert dropped(it) == {"hidden text": 3}


def test_a_picture_is_dropped_with_its_name_and_its_description() -> None:
    parts = {
        "word/_rels/document.xml.rels": made.relationships(("rId9", "image", "media/kezia.jpeg", False)),
        "word/media/kezia.jpeg": b"\xff\xd8",
    }
    it = read(made.document(made.paragraph("Willow", made.picture("rId9", alt="Kezia at school")), parts=parts))
    assert it.markdown == "Willow\n"
    assert set(dropped(it)) == {
        "picture files, with their names and whatever they say of themselves",
        "pictures, with their descriptions",
    }


def test_a_link_is_kept_where_it_leads_to_a_page_and_loses_any_other_address() -> None:
    links = made.relationships(
        ("rId1", "hyperlink", "https://guidance.example/a_(b)", True),
        ("rId2", "hyperlink", "file:///C:/Users/jo.bright/kezia.docx", True),
        ("rId3", "hyperlink", "javascript:alert(1)", True),
        ("rId4", "attachedTemplate", "file:///C:/Users/jo.bright/house.dotm", True),
    )
    linked = [f'<w:hyperlink r:id="rId{n}">{made.run(f"[link] {n}")}</w:hyperlink>' for n in (1, 2, 3)]
    it = read(made.document(made.paragraph(*linked), parts={"word/_rels/document.xml.rels": links}))
    page = render(it.markdown)
    assert re.findall(r'href="([^"]*)"', page) == ["https://guidance.example/a_(b)"]
    assert "jo.bright" not in it.markdown and "[link] 3" in page
    assert dropped(it) == {"links that lead to no page": 2, "addresses of templates and other files": 1}


def test_a_note_is_kept_and_its_number_stands_where_it_was() -> None:
    note = made.root("footnotes", f'<w:footnote w:id="2">{made.paragraph("See the guidance.")}</w:footnote>')
    it = read(
        made.document(
            made.paragraph("A rule", '<w:r><w:footnoteReference w:id="2"/></w:r>'),
            parts={"word/footnotes.xml": note},
        )
    )
    assert it.markdown == "A rule\\[1\\]\n\n1. See the guidance.\n"
    assert not it.dropped


def test_words_that_could_not_be_taken_over_are_told() -> None:
    unknown = f"<w:unheardOf>{made.run('three lost words')}</w:unheardOf>"
    it = read(made.document(made.paragraph("Willow", unknown)))
    assert it.markdown == "Willow\n"
    assert dropped(it) == {"words that could not be taken over: compare with the document": 3}


def test_the_text_of_a_box_is_read_once() -> None:
    box = f"<w:txbxContent>{made.paragraph('In a box')}</w:txbxContent>"
    told = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    both = f"<mc:AlternateContent>{told}</mc:AlternateContent>"
    it = read(made.document(made.paragraph("Willow", f"<w:r>{both}</w:r>")))
    assert it.markdown == "Willow\n\nIn a box\n"
    assert not it.dropped


@pytest.mark.parametrize("level", [1, 3])
def test_a_table_without_a_heading_row_and_with_uneven_rows_stays_a_table(level: int) -> None:
    rows = [("a",), *[("b", "c")] * level]
    assert render(markdown(made.table(*rows))).count("<tr>") == len(rows)

"""What a document carries beside its text is told; words wrapped in something are read, or told as lost."""

import pytest

from services.publisher.docx import read
from tests.publisher.documents import STYLES, document, paragraph, root, run, table

_MATHS = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_BOX = f"<w:txbxContent>{paragraph('In the box.')}</w:txbxContent>"
_DRAWN = f'<w:drawing><wps:wsp xmlns:wps="{_SHAPE}"><wps:txbx>{_BOX}</wps:txbx></wps:wsp></w:drawing>'
_LOST = "words that could not be taken over: compare with the document"


def told(*body: str, parts: dict[str, str | bytes] | None = None) -> dict[str, int]:
    return {each.what: each.count for each in read(document(*body, parts=parts)).dropped}


def text(*body: str, parts: dict[str, str | bytes] | None = None) -> str:
    return read(document(*body, parts=parts)).markdown.strip()


@pytest.mark.parametrize(
    ("part", "content", "what"),
    [
        ("word/charts/chart1.xml", "<c><t>Rosie</t></c>", "charts, with their words"),
        ("word/diagrams/data1.xml", "<c><t>Rosie</t></c>", "diagrams, with their words"),
        ("word/glossary/document.xml", root("glossaryDocument", ""), "building blocks of text"),
        ("docProps/thumbnail.jpeg", b"\xff\xd8\xff", "preview pictures of the first page"),
        (
            "word/settings.xml",
            root("settings", '<w:docVars><w:docVar w:name="child" w:val="Rosie"/></w:docVars>'),
            "variables of the document",
        ),
    ],
)
def test_what_stands_beside_the_text_is_told(part: str, content: str | bytes, what: str) -> None:
    assert told(paragraph("A sentence."), parts={part: content}) == {what: 1}
    assert text(paragraph("A sentence."), parts={part: content}) == "A sentence."


def test_names_that_an_author_gave_are_told_and_words_own_are_not() -> None:
    control = '<w:sdt><w:sdtPr><w:alias w:val="Rosie"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'
    marks = '<w:bookmarkStart w:id="1" w:name="Rosie"/><w:bookmarkStart w:id="2" w:name="_GoBack"/>'
    body = control.format(paragraph("Kept.")) + f"<w:p>{marks}</w:p>"
    assert told(body) == {"names of content controls": 1, "names of bookmarks": 1}
    assert text(body) == "Kept."


def test_of_a_field_its_result_is_text_and_its_code_is_told() -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = "<w:r><w:instrText>AUTHOR Rosie</w:instrText></w:r>"
    field = mark.format("begin") + code + mark.format("separate") + run("Shown.") + mark.format("end")
    assert text(f"<w:p>{field}</w:p>") == "Shown."
    assert told(f"<w:p>{field}</w:p>") == {"codes of fields; what they show is taken in": 1}


def test_words_of_an_equation_are_told_as_lost() -> None:
    equation = f'<w:p><m:oMath xmlns:m="{_MATHS}"><m:r><m:t>Rosie</m:t></m:r></m:oMath></w:p>'
    assert told(equation) == {_LOST: 1}


@pytest.mark.parametrize(
    "drawing",
    [
        _DRAWN,
        f'<mc:AlternateContent><mc:Choice Requires="wps">{_DRAWN}</mc:Choice></mc:AlternateContent>',
    ],
    ids=["alone", "in the newer form alone"],
)
def test_the_text_of_a_box_is_read_in_the_newer_form_too(drawing: str) -> None:
    assert (text(f"<w:p><w:r>{drawing}</w:r></w:p>"), told(f"<w:p><w:r>{drawing}</w:r></w:p>")) == (
        "In the box.",
        {},
    )


def test_a_drawing_without_words_is_dropped_with_its_description() -> None:
    drawing = '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="Rosie"/></wp:inline></w:drawing></w:r>'
    assert told(f"<w:p>{drawing}</w:p>") == {"drawings that are no picture, with their descriptions": 1}


@pytest.mark.parametrize("wrap", ["dir", "bdo", "smartTag", "customXml", "fldSimple"])
def test_words_that_are_wrapped_are_read(wrap: str) -> None:
    body = f"<w:p><w:{wrap}>{run('Kept')}</w:{wrap}>{run('.')}</w:p>"
    assert (text(body), told(body)) == ("Kept.", {})


def test_two_words_with_a_tab_of_any_kind_between_do_not_become_one() -> None:
    for tab in ("tab", "ptab"):
        assert text(f"<w:p>{run('Rosie')}<w:r><w:{tab}/></w:r>{run('Smith')}</w:p>") == "Rosie Smith"


def test_a_word_with_a_soft_or_a_hard_hyphen_is_no_lost_word() -> None:
    assert told("<w:p><w:r><w:t>Anne</w:t><w:noBreakHyphen/><w:t>Marie</w:t></w:r></w:p>") == {}
    assert told("<w:p><w:r><w:t>Ro</w:t><w:softHyphen/><w:t>sie</w:t></w:r></w:p>") == {}


AS_CHILD = '<w:rStyle w:val="Child"/>'


def styled(hidden: str) -> dict[str, str | bytes]:
    style = f'<w:style w:type="character" w:styleId="Child"><w:name w:val="Child"/>{hidden}</w:style>'
    return {"word/styles.xml": root("styles", STYLES + style)}


def test_text_is_hidden_by_the_style_that_its_style_is_based_on() -> None:
    """It had been taken in, and would have been published."""
    body, parts = f"<w:p>{run('Rosie', AS_CHILD)}</w:p>", styled('<w:basedOn w:val="Secret"/>')
    assert (text(body, parts=parts), told(body, parts=parts)) == ("", {"hidden text": 1})


def test_a_style_that_shows_what_the_one_below_it_hides_is_shown() -> None:
    shows = '<w:basedOn w:val="Secret"/><w:rPr><w:vanish w:val="0"/></w:rPr>'
    assert text(f"<w:p>{run('Kept', AS_CHILD)}</w:p>", parts=styled(shows)) == "Kept"


def test_a_circle_of_styles_is_no_maze() -> None:
    body = f"<w:p>{run('Kept', AS_CHILD)}</w:p>"
    assert text(body, parts=styled('<w:basedOn w:val="Child"/>')) == "Kept"


def test_a_row_that_was_deleted_is_a_tracked_deletion() -> None:
    rows = table(("Head",)).replace("</w:tbl>", "")
    gone = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('Rosie')}</w:tc></w:tr></w:tbl>"
    assert (told(rows + gone), "Rosie" in text(rows + gone)) == ({"tracked deletions": 1}, False)


def test_a_table_within_a_cell_becomes_its_words() -> None:
    inner = paragraph("before") + table(("one", "two"), ("three", "four")) + paragraph("after")
    outer = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    assert text(outer).splitlines()[0] == "| before one two three four after |"

"""What the gate finds in Markdown it finds in a Word document: names in any form, also in a link’s address."""

import pytest

from services.publisher import docx
from services.publisher.gate.identifiers import added
from services.publisher.gate.scan import scan
from tests.publisher import documents as made

KNOWN = added("name", ["Kezia Bright"])
LINK = made.relationships(("rId9", "hyperlink", "https://photos.example/kezia-bright.jpeg", True))


def found_in(content: bytes) -> set[str]:
    parts = {"report": docx.read(content).markdown}
    return {each.rule for each in scan(parts, KNOWN, lambda words: words.encode().hex() + "0" * 16)}


@pytest.mark.parametrize(
    "runs",
    [
        ("Kezia",),
        ("Ke", "zia"),
        ("K\u00adezia",),
        ("KEZIA",),
        ("K. Bright",),
        ("kezia_bright.docx",),
        ("alt: Kezia at school",),
    ],
)
def test_a_name_in_whatever_runs_and_form_is_found(runs: tuple[str, ...]) -> None:
    emphasised = [made.run(each, "<w:b/>" if number % 2 else "") for number, each in enumerate(runs)]
    assert "name" in found_in(made.document(made.paragraph(made.run("Then "), *emphasised, made.run(" fell."))))


def test_a_name_in_the_address_of_a_link_is_found() -> None:
    link = f'<w:hyperlink r:id="rId9">{made.run("a picture")}</w:hyperlink>'
    content = made.document(made.paragraph(link), parts={"word/_rels/document.xml.rels": LINK})
    assert "name" in found_in(content)


def test_a_name_in_a_picture_its_file_and_its_description_does_not_come_in_at_all() -> None:
    parts = {
        "word/_rels/document.xml.rels": made.relationships(("rId9", "image", "media/kezia.jpeg", False)),
        "word/media/kezia.jpeg": b"\xff\xd8",
    }
    content = made.document(made.paragraph("Willow", made.picture("rId9", alt="Kezia Bright")), parts=parts)
    assert docx.read(content).markdown == "Willow\n" and not found_in(content)

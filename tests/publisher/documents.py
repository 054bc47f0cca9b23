"""Word documents, put together by hand: what a test puts in, it can expect to find again, or not to."""

import io
import zipfile
from collections.abc import Mapping
from html import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{_OFFICE}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/></Types>'
)
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{name}"/></w:style>'
    for id_, name in (("Title", "Title"), ("Heading1", "heading 1"), ("Heading2", "heading 2"), ("Quote", "Quote"))
) + ('<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>')
NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{id_}"><w:lvl w:ilvl="0"><w:numFmt w:val="{form}"/></w:lvl>'
    f'<w:lvl w:ilvl="1"><w:numFmt w:val="{form}"/></w:lvl></w:abstractNum>'
    for id_, form in ((1, "bullet"), (2, "decimal"))
) + "".join(f'<w:num w:numId="{id_}"><w:abstractNumId w:val="{id_}"/></w:num>' for id_ in (1, 2))


def root(name: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {_NAMESPACES}>{inside}</w:{name}>'


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*inside: str, style: str = "", properties: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = "".join(each if each.startswith("<") else run(each) for each in inside)
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


def item(text: str, numbering: int = 1, level: int = 0) -> str:
    where = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>'
    return paragraph(text, properties=where)


def table(*rows: tuple[str, ...]) -> str:
    cells = ["".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def picture(relationship: str, alt: str = "", attribute: str = "embed") -> str:
    inside = f'<pic:pic><pic:blipFill><a:blip r:{attribute}="{relationship}"/></pic:blipFill></pic:pic>'
    graphic = f"<a:graphic><a:graphicData>{inside}</a:graphicData></a:graphic>"
    described = f'<wp:docPr id="1" name="{alt}" descr="{alt}"/>'
    return f"<w:r><w:drawing><wp:inline>{described}{graphic}</wp:inline></w:drawing></w:r>"


def relationships(*inside: tuple[str, str, str, bool]) -> str:
    """(id, kind, target, whether it leads out of the document)"""
    found = "".join(
        f'<Relationship Id="{id_}" Type="{_OFFICE}/{kind}" Target="{escape(target)}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if out else ''}/>"
        for id_, kind, target, out in inside
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'


def document(*body: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A whole file, with this body, and these parts more or instead."""
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relationships(("rId1", "officeDocument", "word/document.xml", False)),
        "word/document.xml": root("document", f"<w:body>{''.join(body)}</w:body>"),
        "word/styles.xml": root("styles", STYLES),
        "word/numbering.xml": root("numbering", NUMBERING),
        **(parts or {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in whole.items():
            archive.writestr(name, content)
    return file.getvalue()

"""What a document carries that no reader sees, or that is no text: told, and never taken over."""

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from services.publisher.docx.behind import Dropped, W

# By the beginning of a part's name. Each is read nowhere; whatever it says stays behind.
_PARTS = {
    "word/charts/": "charts, with their words",
    "word/diagrams/data": "diagrams, with their words",
    "word/glossary/document": "building blocks of text",
    "docProps/thumbnail": "preview pictures of the first page",
}
_NAMED = {f"{W}bookmarkStart": f"{W}name"}
_CONTROL = (f"{W}alias", f"{W}tag")
_VALUE = f"{W}val"


def in_parts(names: tuple[str, ...], xml: Mapping[str, bytes]) -> list[Dropped]:
    """Of the whole file."""
    told = [
        each
        for begins, what in _PARTS.items()
        for each in Dropped.some(what, sum(_is_of(name, begins) for name in names))
    ]
    variables = sum(len(_all(xml[name], f"{W}docVar")) for name in xml if name == "word/settings.xml")
    return [*told, *Dropped.some("variables of the document", variables)]


def in_text(root: Element) -> Iterator[str]:
    """Yields what each thing was: names that an author gave, and the codes behind fields."""
    for element in root.iter():
        if element.tag in _NAMED and not element.get(_NAMED[element.tag], "_").startswith("_"):  # Word's own
            yield "names of bookmarks"
        elif element.tag in _CONTROL and element.get(_VALUE, "").strip():
            yield "names of content controls"
        elif element.tag == f"{W}fldChar" and element.get(f"{W}fldCharType") == "begin":
            yield "codes of fields; what they show is taken in"


def _is_of(name: str, begins: str) -> bool:
    return name.startswith(begins) and "/_rels/" not in name and not name.endswith((".bin", ".xlsx"))


def _all(part: bytes, tag: str) -> list[Element]:
    return list(ElementTree.fromstring(part).iter(tag))

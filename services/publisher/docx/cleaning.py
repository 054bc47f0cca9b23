"""A document without what its reader does not see, or what it did not want to say: counted, and taken out.

Tracked insertions stay, as they are what the author means; tracked deletions must never come back.
"""

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from services.publisher.docx.behind import Dropped, W
from services.publisher.docx.flattening import flatten
from services.publisher.docx.package import Package
from services.publisher.docx.properties import metadata
from services.publisher.docx.relationships import external
from services.publisher.docx.unsaid import in_parts, in_text
from shared.edge import BadInput

_TEXT = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_ALWAYS_OUT = {
    f"{W}del": "tracked deletions",
    f"{W}moveFrom": "tracked moves, where they were moved from",
    f"{W}object": "embedded objects",
}
_COUNTED = {f"{W}ins": "tracked insertions, taken in as they stand", f"{W}moveTo": "tracked moves, taken in"}
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
_OFF = ("0", "false", "off")


def cleaned(package: Package) -> tuple[dict[str, Element], list[Dropped]]:
    """(each part with words, what was taken out or left). Raises BadInput for what is loaded from elsewhere."""
    roots = {name: ElementTree.fromstring(package.parts[name]) for name in _TEXT if name in package.parts}
    told = [*metadata(package.xml), *in_parts(package.names, package.xml), *external(package.xml)]
    counts: dict[str, int] = {}
    unseen = _unseen_styles(package.parts)
    for root in roots.values():
        if any(element.tag == f"{W}altChunk" for element in root.iter()):
            raise BadInput(("", "takes in another file"))
        for what in [*in_text(root), *_take_out(root, unseen)]:
            counts[what] = counts.get(what, 0) + 1
    told += [Dropped(what, count) for what, count in counts.items()]
    return roots, told


def _unseen_styles(parts: Mapping[str, bytes]) -> frozenset[str]:
    """Whatever is of such a style is hidden, without saying so itself."""
    if "word/styles.xml" not in parts:
        return frozenset()
    root = ElementTree.fromstring(parts["word/styles.xml"])
    styles = {style.get(f"{W}styleId", ""): style for style in root.iter(f"{W}style")}
    return frozenset(name for name in styles if _is_unseen(name, styles))


def _is_unseen(name: str, styles: Mapping[str, Element]) -> bool:
    """As it says itself, or as the style says that it is based on; a circle of styles says nothing."""
    asked: set[str] = set()
    while name in styles and name not in asked:
        asked.add(name)
        if (said := _hides(styles[name].find(f"{W}rPr"))) is not None:
            return said
        based = styles[name].find(f"{W}basedOn")
        name = "" if based is None else based.get(f"{W}val", "")
    return False


def _hides(properties: Element | None) -> bool | None:
    """None: it does not say."""
    vanish = properties.find(f"{W}vanish") if properties is not None else None
    return None if vanish is None else vanish.get(f"{W}val", "true") not in _OFF


def _take_out(root: Element, unseen: frozenset[str]) -> Iterator[str]:
    """Yields what each thing was."""
    flatten(root)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{W}commentReference":
                parent.remove(child)  # counted as a comment
            elif what := _why_out(child, unseen):
                parent.remove(child)
                yield what
            elif child.tag in _COUNTED and len(child):
                yield _COUNTED[child.tag]
            elif child.tag in _PICTURES:
                parent.remove(child)
                yield "pictures, with their descriptions"
            elif child.tag == f"{W}drawing" and not any(each.tag in _PICTURES for each in child.iter()):
                parent.remove(child)
                yield "drawings that are no picture, with their descriptions"


def _why_out(element: Element, unseen: frozenset[str]) -> str:
    """Empty: it stays. An empty mark of a change says nothing, and what reads the document knows it."""
    if element.tag in _ALWAYS_OUT and len(element):
        return _ALWAYS_OUT[element.tag]
    if element.tag == f"{W}tr" and element.find(f"{W}trPr/{W}del") is not None:
        return _ALWAYS_OUT[f"{W}del"]
    if element.tag == f"{W}r" and _is_hidden(element, f"{W}rPr", f"{W}rStyle", unseen):
        return "hidden text"
    if element.tag == f"{W}p" and _style(element, f"{W}pPr", f"{W}pStyle") in unseen:
        return "hidden text"
    return ""


def _is_hidden(element: Element, properties: str, style: str, unseen: frozenset[str]) -> bool:
    said = _hides(element.find(properties))
    return _style(element, properties, style) in unseen if said is None else said


def _style(element: Element, properties: str, style: str) -> str | None:
    found = element.find(f"{properties}/{style}")
    return None if found is None else found.get(f"{W}val")

"""What a document says of its making, and what stands in its margins: all of it stays behind."""

from collections.abc import Mapping
from xml.etree import ElementTree

from services.publisher.docx.behind import Dropped, W

_ABOUT = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")


def metadata(xml: Mapping[str, bytes]) -> list[Dropped]:
    """Counted by kind."""
    properties = sum(_filled(xml[name]) for name in _ABOUT if name in xml)
    return [
        *Dropped.some("metadata: author, dates and other properties", properties),
        *Dropped.some("comments", _children(xml, "word/comments", f"{W}comment")),
        *Dropped.some("people who changed or commented on it", _children(xml, "word/people")),
        *Dropped.some("headers and footers with words", sum(_has_words(xml[n]) for n in xml if _is_margin(n))),
        *Dropped.some("hidden data of other programs", sum(n.startswith("customXml/item") for n in xml)),
    ]


def _filled(part: bytes) -> int:
    return sum(bool((each.text or "").strip()) for each in ElementTree.fromstring(part).iter() if not len(each))


def _children(xml: Mapping[str, bytes], begins: str, tag: str = "") -> int:
    found = [ElementTree.fromstring(xml[name]) for name in xml if name == f"{begins}.xml"]
    return sum(not tag or child.tag == tag for root in found for child in root)


def _is_margin(name: str) -> bool:
    return name.startswith(("word/header", "word/footer")) and name.endswith(".xml")


def _has_words(part: bytes) -> bool:
    return any((each.text or "").strip() for each in ElementTree.fromstring(part).iter(f"{W}t"))

"""What of a document is left behind, by kind and count: never what it said."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Letters of an equation stand in elements of their own.
_LETTERS = (f"{W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t")
_HYPHENS = {f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": "\u00ad"}  # as they are read
_WORD = re.compile(r"\w+")
_MARKS = re.compile(r"[\\*~]")


@dataclass(frozen=True)
class Dropped:
    what: str
    count: int

    @classmethod
    def some(cls, what: str, count: int) -> "list[Dropped]":
        """Nothing is told of what was not there."""
        return [cls(what, count)] if count else []


def lost_words(parts: Mapping[str, ElementTree.Element], markdown: str) -> list[Dropped]:
    """Words that the document shows and the text does not have: somebody must look what they were."""
    lost = Counter(word for root in parts.values() for word in _words(_shown(root))) - Counter(_words(markdown))
    return Dropped.some("words that could not be taken over: compare with the document", lost.total())


def _words(text: str) -> Iterable[str]:
    """Without what Markdown adds inside of one."""
    return _WORD.findall(_MARKS.sub("", text))


def _shown(element: ElementTree.Element) -> str:
    """A word may be in several runs, and ends with its paragraph."""
    if element.tag in _LETTERS:
        return element.text or ""
    if element.tag in (f"{W}tab", f"{W}br"):
        return " "
    if element.tag in _HYPHENS:
        return _HYPHENS[element.tag]
    inside = "".join(_shown(child) for child in element)
    return f" {inside} " if element.tag == f"{W}p" else inside

"""Pseudonyms to choose from: trees and birds, of no sex, faith or country, and like no name of the case."""

from collections.abc import Collection

from services.publisher.gate.finding import Span
from services.publisher.gate.folding import squeezed
from services.publisher.gate.identifiers import Identifiers
from services.publisher.gate.scan import of_pseudonym, spans

NEUTRAL = (
    *("Alder", "Aspen", "Birch", "Bramble", "Briar", "Cedar", "Clover", "Cypress", "Elder", "Fern", "Hawthorn"),
    *("Hazel", "Heron", "Juniper", "Kestrel", "Larch", "Linden", "Maple", "Merlin", "Oak", "Osprey", "Plover"),
    *("Robin", "Rowan", "Sorrel", "Swift", "Sycamore", "Tamarisk", "Teal", "Wren", "Willow", "Yarrow"),
)
MOST = 10


def suggestions(known: Identifiers, used: Collection[str]) -> list[str]:
    taken = {squeezed(each) for each in used}
    return [each for each in NEUTRAL if squeezed(each) not in taken and not _tells(each, known)][:MOST]


def _tells(pseudonym: str, known: Identifiers) -> bool:
    found: list[Span] = spans(pseudonym, known)
    return bool(found) or any(of_pseudonym(pseudonym, known, (), lambda text: text))

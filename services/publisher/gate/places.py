"""Where people of the case live, learn and are looked after; and the case's references and background."""

from collections.abc import Collection, Iterator
from itertools import pairwise

from rapidfuzz.distance import DamerauLevenshtein

from services.publisher.gate.finding import Level, Rule, Span
from services.publisher.gate.folding import Folded
from services.publisher.gate.identifiers import Identifiers
from services.publisher.gate.ordinary import ordinary
from services.publisher.gate.tokens import Token, joined

LONG_ENOUGH_TO_SLIP = 9


def find(folded: Folded, words: list[Token], known: Identifiers) -> Iterator[Span]:
    yield from _spelt(folded, words, known.addresses, "address", "certain")
    yield from _spelt(folded, words, known.schools, "school or setting", "certain")
    yield from _spelt(folded, words, known.references, "reference", "certain")
    yield from _spelt(folded, words, known.places, "place", "likely")
    yield from _spelt(folded, words, known.background, "background", "likely")
    yield from _slipped(folded, words, known.addresses | known.schools)


def _spelt(
    folded: Folded, words: list[Token], targets: Collection[str], rule: Rule, level: Level
) -> Iterator[Span]:
    for _, start, end in joined(folded, words, targets, loosely=True):
        yield Span(rule, level, *folded.span(start, end))


def _slipped(folded: Folded, words: list[Token], targets: frozenset[str]) -> Iterator[Span]:
    """Two words beside one another that are almost a street's or a school's name."""
    long = [target for target in targets if len(target) >= LONG_ENOUGH_TO_SLIP and not target[0].isdigit()]
    for left, right in pairwise(words):
        spelt = left.text + right.text
        if left.text in ordinary() or not left.capital or folded.text[left.end : right.start].strip():
            continue
        if any(0 < DamerauLevenshtein.distance(spelt, target, score_cutoff=2) <= 2 for target in long):
            yield Span("address", "likely", *folded.span(left.start, right.end))

"""Names of people of the case: whole, in parts, put together, spelt a little otherwise, shortened, as initials."""

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import DamerauLevenshtein

from services.publisher.gate.finding import Level, Rule, Span
from services.publisher.gate.folding import Folded
from services.publisher.gate.identifiers import PARTICLES, Identifiers, Person
from services.publisher.gate.nicknames import short_forms
from services.publisher.gate.ordinary import ordinary
from services.publisher.gate.tokens import Token, joined

INSIDE_A_WORD = 7  # letters from which a name is looked for inside a longer word: a hashtag, an address


def find(folded: Folded, words: list[Token], known: Identifiers) -> Iterator[Span]:
    for people, rule in ((known.people, "name"), (known.workers, "worker")):
        yield from _whole(folded, words, people, rule)  # type: ignore[arg-type]
        yield from _parts(folded, words, people, rule)  # type: ignore[arg-type]
        yield from _otherwise(folded, words, people)
    yield from _nicknames(folded, words, known.people)


def _whole(folded: Folded, words: list[Token], people: Sequence[Person], rule: Rule) -> Iterator[Span]:
    forms = {form for each in people for form in each.full}
    for _, start, end in joined(folded, words, forms, loosely=True):
        yield Span(rule, "certain", *folded.span(start, end))
    for token in words:
        if any(len(form) >= INSIDE_A_WORD and form in token.text for form in forms):
            yield Span(rule, "certain", *folded.span(token.start, token.end))


def _parts(folded: Folded, words: list[Token], people: Sequence[Person], rule: Rule) -> Iterator[Span]:
    parts = {part for each in people for part in each.parts} - PARTICLES
    forms = parts | {f"{part}s" for part in parts}  # the Kowalskis; Jason's loses its apostrophe in Jasons
    capitals = {token.start: token.capital for token in words}
    for spelt, start, end in joined(folded, words, forms, loosely=False):
        yield Span(rule, _level(folded, spelt, start, capitals[start]), *folded.span(start, end))
    long = {part for part in parts if len(part) >= INSIDE_A_WORD}
    for token in words:
        if len(token.text) > INSIDE_A_WORD and any(part in token.text for part in long):
            yield Span(rule, "certain", *folded.span(token.start, token.end))


def _level(folded: Folded, spelt: str, start: int, capital: bool) -> Level:
    """A name that is also a word (Grace, Young, Will) is certain only where it is written as a name."""
    word = spelt in ordinary() or spelt.removesuffix("s") in ordinary()
    if not word and (capital or len(spelt) > 3):
        return "certain"
    return "certain" if word and capital and not _begins_sentence(folded, start) else "likely"


def _begins_sentence(folded: Folded, start: int) -> bool:
    before = folded.text[:start].rstrip(" \t*_#>\"'(-1234567890.")
    return not before or folded.text[len(before) - 1] in "\n:?!" or "." in folded.text[len(before) : start]


def _otherwise(folded: Folded, words: list[Token], people: Sequence[Person]) -> Iterator[Span]:
    """One slip of a finger or a pen in five letters, two in eight. Short names are too like too much."""
    parts = sorted({part for each in people for part in each.parts if len(part) >= 4} - PARTICLES)
    near = {token.text: _is_near(token.text, parts) for token in words}
    for token in words:
        if near[token.text] and (token.capital or len(token.text) >= 6):
            yield Span("name spelt otherwise", "likely", *folded.span(token.start, token.end))


def _is_near(word: str, parts: Sequence[str]) -> bool:
    if len(word) < 4 or word in ordinary() or word.removesuffix("s") in ordinary() or word in parts:
        return False
    return any(_slips(word, part) <= _allowed(part) for part in parts)


def _slips(word: str, part: str) -> int:
    return min(
        DamerauLevenshtein.distance(word, part, score_cutoff=2),
        DamerauLevenshtein.distance(word.removesuffix("s"), part, score_cutoff=2),
    )


def _allowed(part: str) -> int:
    return 2 if len(part) >= 7 else 1


def _nicknames(folded: Folded, words: list[Token], people: Sequence[Person]) -> Iterator[Span]:
    for each in people:
        short = {form for part in each.parts for form in short_forms(part)} - set(each.parts)
        for token in words:
            if not token.capital or token.text not in short:
                continue
            if token.text not in ordinary() or not _begins_sentence(folded, token.start):
                yield Span("nickname", "likely", *folded.span(token.start, token.end))

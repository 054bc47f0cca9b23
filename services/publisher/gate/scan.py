"""The whole scan of one text: every rule over every part, as written and as shown."""

from collections.abc import Collection, Iterator, Mapping

from services.publisher.gate import ages, dates, initials, names, numbers, places, quasi
from services.publisher.gate.finding import Finding, Hasher, Span, strongest
from services.publisher.gate.folding import fold, has_unseen, squeezed
from services.publisher.gate.identifiers import Identifiers
from services.publisher.gate.parts import hidden
from services.publisher.gate.tokens import tokens

EDITION = "1"  # of these rules; a higher one makes every text be looked at again before it is certified
_AROUND = 60  # characters to each side that a finding's id is bound to


def spans(text: str, known: Identifiers) -> list[Span]:
    """What is found in one plain text."""
    found = [*_in(text, known, "")]
    if has_unseen(text):
        found += _in(text, known, " ")  # it may have stood between two words, or inside one
    return strongest(found)


def _in(text: str, known: Identifiers, unseen: str) -> Iterator[Span]:
    folded = fold(text, unseen)
    words = tokens(folded)
    yield from names.find(folded, words, known)
    yield from initials.find(folded, known)
    yield from dates.find(folded, known)
    yield from ages.find(folded)
    yield from places.find(folded, words, known)
    yield from numbers.find(folded, known)
    yield from quasi.find(text, folded)


def scan(parts: Mapping[str, str], known: Identifiers, hasher: Hasher) -> tuple[Finding, ...]:
    """Every part as written; then what only shows, which is told for the part as a whole."""
    found: list[Finding] = []
    for part, text in parts.items():
        seen = spans(text, known)
        told = {(span.rule, squeezed(text[span.start : span.end])) for span in seen}
        found += [_finding(part, text, span, hasher) for span in seen]
        for shown in hidden(text):
            for span in spans(shown, known):
                words = shown[span.start : span.end]
                if (span.rule, squeezed(words)) not in told:
                    told.add((span.rule, squeezed(words)))
                    found.append(_concealed(part, text, shown, span, hasher))
    return tuple(found)


def _finding(part: str, text: str, span: Span, hasher: Hasher) -> Finding:
    words = text[span.start : span.end]
    around = text[max(0, span.start - _AROUND) : span.end + _AROUND]
    return Finding(_id(hasher, part, span, around), span.rule, span.level, part, span.start, span.end, words)


def _concealed(part: str, text: str, shown: str, span: Span, hasher: Hasher) -> Finding:
    """Nowhere in the text as written: the whole part is marked."""
    words = shown[span.start : span.end]
    return Finding(_id(hasher, part, span, words), span.rule, span.level, part, 0, len(text), words)


def _id(hasher: Hasher, part: str, span: Span, around: str) -> str:
    return hasher(f"{part}\n{span.rule}\n{around}")[:16]


def of_pseudonym(
    pseudonym: str, known: Identifiers, earlier: Collection[str], hasher: Hasher
) -> Iterator[Finding]:
    """Used for another child before, or beginning as a real name of this one does."""
    spelt = squeezed(pseudonym)
    whole = Span("pseudonym used before", "certain", 0, len(pseudonym))
    if spelt in {squeezed(each) for each in earlier}:
        yield _finding("pseudonym", pseudonym, whole, hasher)
    if any(part[:2] == spelt[:2] for each in known.people if each.child for part in each.parts):
        like = Span("pseudonym like a real name", "likely", 0, len(pseudonym))
        yield _finding("pseudonym", pseudonym, like, hasher)

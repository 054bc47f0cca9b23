"""Initials of the case's people: J.K., JK, J K, Child J, J's mother."""

import re
from collections.abc import Iterator

from services.publisher.gate.finding import Span
from services.publisher.gate.folding import Folded
from services.publisher.gate.identifiers import Identifiers

_SEVERAL = tuple(  # of two, three and four letters: "J.K. a year before" must not be read as three
    re.compile(rf"(?<![a-z0-9])(?:[a-z]{{{n + 1}}}|[a-z](?:\. ?[a-z]){{{n}}}|[a-z](?: [a-z]){{{n}}})(?![a-z0-9])")
    for n in (1, 2, 3)
)
_CALLED = (
    r"(?:child|baby|infant|boy|girl|young person|mother|father|mum|dad|sibling|brother|sister|parent|carer"
    r"|family|subject)"
)
_ONE = re.compile(
    rf"(?<![a-z0-9]){_CALLED} ?(?:called |known as |[\"'(])?\b([a-z])\b"
    r"|(?<![a-z0-9.'])([b-hj-z])(?:'s\b|\.(?= [a-z]))"
)


def find(folded: Folded, known: Identifiers) -> Iterator[Span]:
    several = {initials for each in known.people for initials in each.initials}
    ones = {part[0] for each in known.people if each.child for part in each.parts[:1]}
    for match in (match for pattern in _SEVERAL for match in pattern.finditer(folded.text)):
        letters = "".join(character for character in match[0] if character.isalpha())
        if letters in several and all(folded.upper[at] for at in _letters(match)):
            yield Span("initials", "likely", *folded.span(match.start(), match.end()))
    for match in _ONE.finditer(folded.text):
        group = 1 if match[1] else 2
        if match[group] in ones and folded.upper[match.start(group)]:
            yield Span("initials", "likely", *folded.span(match.start(), match.end()))


def _letters(match: re.Match[str]) -> Iterator[int]:
    return (match.start() + at for at, character in enumerate(match[0]) if character.isalpha())

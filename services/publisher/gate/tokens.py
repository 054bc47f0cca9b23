"""Words of a folded text, and how they may be put together again when somebody split them.

"Ja-son", "J a s o n", "Ja\\nson", "JusticeForJason" and "jason_kowalski" are read as a person reads them.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from services.publisher.gate.folding import Folded

MOST_PIECES = 14
_WORD = re.compile(r"[^\W_]+")
_TIGHT = re.compile(r"[^\w\s]{0,4}_?[^\w\s]{0,4}")  # punctuation and no space: Ja-son, O'Brien
_BROKEN_LINE = re.compile(r"[-*_>]{0,3}\s?\n\s{0,4}>?\s?")  # one line's end


@dataclass(frozen=True, slots=True)
class Token:
    """`start` and `end` are places in the folded text; `capital`: begins with one."""

    text: str
    start: int
    end: int
    capital: bool
    all_capitals: bool


def tokens(folded: Folded) -> list[Token]:
    found: list[Token] = []
    for match in _WORD.finditer(folded.text):
        found += _humps(folded, match.start(), match.end())
    return found


def _humps(folded: Folded, start: int, end: int) -> Iterator[Token]:
    """camelCase and letters beside digits are several words."""
    since = start
    for at in range(start + 1, end + 1):
        if at == end or _turns(folded, at):
            upper = folded.upper[since:at]
            yield Token(folded.text[since:at], since, at, upper[0], all(upper))
            since = at


def _turns(folded: Folded, at: int) -> bool:
    before, after = folded.text[at - 1], folded.text[at]
    hump = folded.upper[at] and not folded.upper[at - 1] and before.isalpha()
    return hump or before.isdigit() != after.isdigit()


def joined(
    folded: Folded, words: list[Token], targets: Collection[str], *, loosely: bool
) -> Iterator[tuple[str, int, int]]:
    """(target, first place, last place) wherever words next to one another spell one.

    Loosely: with whatever stands between, for targets of several words. Otherwise only over punctuation, a line's
    end, or spaces between single letters.
    """
    longest = max(map(len, targets), default=0)
    for first, token in enumerate(words):
        spelt = ""
        for last in range(first, min(first + MOST_PIECES, len(words))):
            if last > first and not _may_join(folded, words[last - 1], words[last], loosely=loosely):
                break
            spelt += words[last].text
            if len(spelt) > longest:
                break
            if spelt in targets:
                yield spelt, token.start, words[last].end


def _may_join(folded: Folded, left: Token, right: Token, *, loosely: bool) -> bool:
    between = folded.text[left.end : right.start]
    if loosely:
        return len(between) <= 6
    if _TIGHT.fullmatch(between) or _BROKEN_LINE.fullmatch(between):
        return True
    return between.strip(" .") == "" and len(left.text) == len(right.text) == 1

"""A text as an eye reads it: accents off, look-alikes made one, what nobody sees left out.

Zero-width characters, soft hyphens and combining marks go; letters that look Latin become Latin;
and each letter knows its place in the original.
"""

import unicodedata
from dataclasses import dataclass

# What looks the same to a reader and not to a machine; and Latin letters that do not come apart in NFKD.
_ALIKE = dict(
    zip(
        "абвеɡһіјкӏмнорԛстуԝхуѕԁαβεικνορτυχηωϲłđøæœßðþıƒ",
        "a b b e g h i j k l m h o p q c t y w x y s d".split()
        + "a b e i k v o p t u x n w c".split()
        + "l d o ae oe ss d th i f".split(),
        strict=True,
    )
)
_UNSEEN = {"Cf", "Mn", "Me", "Cc"}
_FILLERS = "\u115f\u1160\u3164\uffa0\u2800"
_TYPOGRAPHIC = {"‘": "'", "’": "'", "ʼ": "'", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-"}


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` in small letters; its character i was character `at[i]` of the original; `upper[i]`: a capital."""

    text: str
    at: tuple[int, ...]
    upper: tuple[bool, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Places in the original."""
        return self.at[start], self.at[end - 1] + 1


def fold(text: str, unseen: str = "") -> Folded:
    """`unseen` stands for what leaves nothing on paper: nothing, or a space where it may have parted words."""
    letters: list[str] = []
    at: list[int] = []
    upper: list[bool] = []
    for index, character in enumerate(text):
        for each in _plain(character, unseen):
            letters.append(each)
            at.append(index)
            upper.append(character.isupper())
    return Folded("".join(letters), tuple(at), tuple(upper))


def _plain(character: str, unseen: str) -> str:
    if character in "\n\t":
        return character
    if character in _FILLERS or unicodedata.category(character) in {"Cf", "Cc"}:
        return unseen
    decomposed = unicodedata.normalize("NFKD", _TYPOGRAPHIC.get(character, character)).casefold()
    kept = (_ALIKE.get(each, each) for each in decomposed if unicodedata.category(each) not in _UNSEEN)
    return "".join(kept)


def has_unseen(text: str) -> bool:
    return any(unicodedata.category(each) == "Cf" or each in _FILLERS for each in text)


def squeezed(text: str) -> str:
    """Letters and digits only, as `fold` makes them."""
    return "".join(each for each in fold(text).text if each.isalnum())

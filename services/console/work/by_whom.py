"""Each of those whom a form knows, in a row of their own: what was typed for them, wherever it stood. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence

from services.console.work.schema import MOST_ROWS

Typed = Mapping[str, str]


def by_whom(name: str, typed: Typed, known: Sequence[str]) -> dict[str, str]:
    """`typed`, with the pairs of the field `name` in the order of `known`; whoever else was typed comes after.

    The partnership's file may have changed since a draft was kept, so that a row's number says nothing: the id
    beside a value does. A value without one belongs to the row in which it was chosen.
    """
    pairs = [_pair(typed, f"{name}.{n}") for n in range(MOST_ROWS)]
    ordered = [*_of_known(pairs, known), *((key, said) for key, said in pairs if key and key not in known)]
    row = re.compile(rf"{re.escape(name)}\.\d+\.(key|value)")
    others = {each: said for each, said in typed.items() if not row.fullmatch(each)}
    for n, (key, said) in enumerate(ordered):
        others |= {f"{name}.{n}.key": key, f"{name}.{n}.value": said}
    return others


def _of_known(pairs: Sequence[tuple[str, str]], known: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Of two values for one id the last, which is the one that would be sent."""
    said = {key: value for key, value in pairs if key and value}
    for id_, (key, value) in zip(known, pairs, strict=False):
        yield id_, said.get(id_, "" if key else value)


def _pair(typed: Typed, row: str) -> tuple[str, str]:
    return typed.get(f"{row}.key", "").strip(), typed.get(f"{row}.value", "").strip()

"""Words that are ordinary in a review: like a name's spelling, or a name themselves, they are weighed."""

from functools import cache
from importlib.resources import files


@cache
def ordinary() -> frozenset[str]:
    text = (files(__package__) / "ordinary.txt").read_text("utf-8")
    return frozenset(line for line in text.split() if not line.startswith("#"))

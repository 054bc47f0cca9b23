"""One fact that is counted in the figures."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Fact:
    """`item`: which notification, duty or action of the case it is about; a kind says once of each or often."""

    kind: str
    label: str
    item: str = ""
    day: date | None = None  # none: the day on which it was recorded
    number: int = 1

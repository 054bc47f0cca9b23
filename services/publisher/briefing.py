"""The professionals' briefing: six steps on one page.

No source gives the six headings: a partnership words its own, in its file (`[site] briefing`).
"""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from shared.edge import Name, Text

STEPS = 6
MOST_CHARACTERS = 700  # a step; six of them still print on one sheet of A4

Step = tuple[
    Annotated[Name, Field(title="Heading")],
    Annotated[Text, StringConstraints(max_length=MOST_CHARACTERS), Field(title="What it says, in Markdown")],
]


def _six_or_none(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    if steps and len(steps) != STEPS:
        raise ValueError("must have exactly six steps, or none yet")
    return steps


Briefing = Annotated[tuple[Step, ...], Field(json_schema_extra={"maxItems": STEPS}), AfterValidator(_six_or_none)]


def is_written(steps: tuple[tuple[str, str], ...]) -> bool:
    """Whether every step says something."""
    return len(steps) == STEPS and all(text.strip() for _, text in steps)

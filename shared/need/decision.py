"""What was decided about whoever asked: kept apart from what came of it, for both are to be told to others."""

from dataclasses import dataclass
from typing import Literal

# What a route does, as far as it matters to who may ask for it. See shared/need/table.py for who may.
Action = Literal[
    "look up",  # nothing of any case: forms, themes, the calendar
    "list",  # of cases: whoever asks is shown those that they may read
    "read metadata",  # of a case: who did what and when, what is due; never what about
    "read",  # of a case: what it is about
    "contribute",  # what an organisation gives to a case that it was asked about
    "work",  # on a case: what its officers do from day to day
    "decide",  # on a case: what the authority or the partners decide
    "approve",  # a second signature on a case
    "notify",  # what the account of the Department for Education is for
    "review",  # what a review group or a reviewer does
    "publish",  # what becomes public
    "grant",  # who may see a case, and who must not
    "break glass",  # to see a case without a grant, at once, and be asked about it
    "erase",
    "oversee",  # what the partnership does that is of no one case
    "operate",  # how the services are, and what was set aside: no content
]
# How whoever asked stands to the case.
Relation = Literal["any case", "assigned", "reported", "granted", "broken glass", "own agency", "no case", "none"]


@dataclass(frozen=True)
class Decision:
    """`action`: none where the route names none, which is refused. `reason`: a rule's name, to be shown and kept,
    never a value of the request. `case`: empty where the route is of no one case.
    """

    allowed: bool
    action: Action | None
    relation: Relation
    reason: str
    case: str = ""

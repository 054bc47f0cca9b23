"""What was decided about whoever asked: kept apart from what came of it, for both are to be told to others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

# What a route does, as far as it matters to who may ask for it. Who may: shared/need/table.py.
Action = Literal[
    "begin",  # the first page: what waits, of the cases that whoever looks may see
    "look up",  # nothing of any case: forms, themes, the calendar; what another route decides for itself
    "count",  # figures over all cases
    "list metadata",  # of cases: what is due, and who waits for whom
    "list",  # of cases: with what they are about
    "read metadata",  # of a case: who did what and when, what is due; never what about
    "read",  # of a case: what it is about
    "work",  # on a case: what its officers do from day to day
    "decide",  # on a case: what the authority or the partners decide
    "approve",  # a second signature on a case
    "notify",  # what the account of the Department for Education is for
    "review",  # what a review group or a reviewer does
    "read draft",  # what is to become public, made anonymous or being so
    "publish",  # what is made ready for the public
    "grant",  # who may see a case, and who must not
    "declare",  # that oneself must not see it
    "break glass",  # to see a case that is closed to oneself, at once, and be asked about it
    "erase",
    "answer",  # a request for a copy, which is of no case
    "see who looked",  # at a case: who answers for it has to know
    "audit",  # what anybody looked at, of every case and of none
    "oversee",  # what the partnership does that is of no one case
    "operate",  # how the services are, and what was set aside: no content
]
ACTIONS: Sequence[Action] = get_args(Action)
# How whoever asked stands to the case; what any of several would do, the first of these is told.
Relation = Literal[
    "no case",
    "any case",
    "assigned",
    "team",  # assigned to somebody of the same team
    "reported",
    "nobody's yet",
    "granted",
    "to be notified",
    "to be published",
    "own agency",
    "broken glass",
    "none",
]
RELATIONS: Sequence[Relation] = get_args(Relation)


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

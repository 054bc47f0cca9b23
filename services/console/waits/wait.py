"""One thing that waits, as an event begins or ends it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Signature = Literal[
    "reclassification",
    "backdating",
    "notification",
    "supplement",
    "holiday",
    "holiday taken back",
    "recipient change",
    "certificate",
    "publication",
    "correction",
    "removal",
    "erasure",
    "broken glass",
    "export",
]
ForAPerson = Literal["dispatch", "request", "copy comment", "comment", "duplicate"]
What = Signature | ForAPerson | Literal["record", "decision"]
Group = Literal["signature", "aside", "person", "undated"]
GROUPS: Mapping[Group, tuple[What, ...]] = {
    "signature": get_args(Signature),
    "aside": ("record",),
    "person": get_args(ForAPerson),
    "undated": ("decision",),  # read from the cases themselves
}
DUE, IN_DOUBT, NOT_DELIVERED = "due", "in doubt", "not delivered"  # why a dispatch waits
TO_OVERSEE: tuple[What, ...] = ("export",)  # to nobody else does its page open, or is it told who asked
PORTAL = "portal"  # the channel of what goes by hand
SETTLED: Literal["settled"] = "settled"  # beside a pair of cases alike: somebody looked. It waits for nobody.
OF_A_PAIR = ("duplicate", SETTLED)  # `item` is the other case


@dataclass(frozen=True)
class Begun:
    """`item`: which of its kind on this subject. `name`: what a form must be told beside it. `by`: who may not be
    the second person; `asked`: who is hoped to be. `recipient`: to whom something is sent, and `channel`: by what;
    empty leaves them as they were.

    A dispatch that is due waits for a person only while its recipient is reached by hand.
    """

    what: What | Literal["settled"]
    item: str
    name: str = ""
    by: str = ""
    asked: str = ""
    recipient: str = ""
    channel: str = ""


@dataclass(frozen=True)
class Done:
    """`item`: empty ends all of the kind on this subject."""

    what: What | Literal["settled"]
    item: str = ""


@dataclass(frozen=True)
class Agreed:
    """A second person agreed, which may be taken back (`back`): then it waits again, as it was."""

    what: What
    back: bool = False


Change = Begun | Done | Agreed

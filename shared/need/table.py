"""Who may do what, by which relation to the case: the one table, and where each row is from.

What is in no row is refused. The roles are those that the field names; the law says that information is used for
its function alone (Children Act 2004 s16H), and leaves to each partnership who does what. So a row is local
practice unless its reason names a source. A conflict of interest closes every row: see can.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.events.need import Purpose
from shared.identity.principal import Role
from shared.need.decision import Action, Relation

ANY: Sequence[Relation] = ("any case",)
OWN: Sequence[Relation] = ("assigned", "team", "reported", "nobody's yet", "granted")
LET_IN: Sequence[Relation] = ("granted",)
GLASS: Sequence[Relation] = ("broken glass",)
SEEING: Sequence[Action] = ("list metadata", "list", "read metadata", "read")
REVIEWING: Sequence[Action] = (*SEEING, "read draft", "review")
SCRUTINISING: Sequence[Action] = (*SEEING, "read draft", "see who looked")
DRAFTING: Sequence[Action] = ("list metadata", "list", "read draft", "publish")


@dataclass(frozen=True)
class Row:
    """Whoever has the `role` may do the `actions` by any of the relations that it `needs`."""

    role: Role
    actions: Sequence[Action]
    needs: Sequence[Relation]
    why: str


def _of_the_partnership(role: Role, actions: Sequence[Action], why: str) -> Row:
    return Row(role, (*SEEING, "read draft", "count", "declare", "operate", *actions), ANY, why)


_CLOSED_TO: Sequence[Role] = (  # most cases are, and one may have to be looked into at once
    "referrer",
    "notifier",
    "review group member",
    "lead reviewer",
    "independent scrutineer",
)


def _at_once(role: Role) -> Sequence[Row]:
    """Any case is declared on, and any glass broken; what is behind it is seen, and nothing is done with it."""
    return (
        Row(role, ("break glass", "declare"), ANY, "a child's safety does not wait for office hours"),
        Row(role, SEEING, GLASS, "four hours, and another person asks why"),
    )


ROWS: Sequence[Row] = (
    _of_the_partnership(
        "decision-maker",
        ("work", "decide", "notify", "approve", "review", "grant", "see who looked", "oversee"),
        "the authority holds the duty to notify (Children Act 2004 s16C) and answers for all its incidents",
    ),
    _of_the_partnership(
        "safeguarding partner lead",
        ("work", "decide", "approve", "review", "grant", "see who looked", "oversee"),
        "the partners decide on reviews together and accept their reports (s16F; Working Together ch. 5)",
    ),
    _of_the_partnership(
        "business manager",
        (
            *("work", "approve", "notify", "review", "publish", "answer"),
            *("grant", "erase", "see who looked", "oversee"),
        ),
        "runs the partnership's business in the partners' name",
    ),
    _of_the_partnership(
        "legal and data protection",
        ("approve", "grant", "erase", "see who looked", "audit", "oversee"),
        "answers for lawful use, holds and retention (UK GDPR art. 39)",
    ),
    Row("referrer", (*SEEING, "work"), OWN, "what they brought in, have or share in a team; what nobody has yet"),
    Row("referrer", ("see who looked",), ("assigned",), "whose case it is, answers for who sees it"),
    Row("notifier", (*SEEING, "notify"), ("to be notified", "granted"), "what was decided to be notified"),
    Row("review group member", REVIEWING, LET_IN, "sits on the group of this case, for as long as it sits"),
    Row("lead reviewer", REVIEWING, LET_IN, "appointed to this case, for as long as it takes"),
    Row(
        "independent scrutineer",
        (*SEEING, "read draft", "see who looked"),
        LET_IN,
        "looks at what partners show",
    ),
    Row("independent scrutineer", ("count",), ANY, "figures name nobody"),
    Row("publisher", ("read metadata", "read"), LET_IN, "to publish nobody needs to know who it is about"),
    Row("publisher", DRAFTING, ("to be published", "granted"), "anonymised drafts, from the accepted report on"),
    Row("publisher", ("answer",), ANY, "whoever asks for a copy is no child of any case"),
    Row("agency contributor", ("list", "read", "work", "review"), ("own agency",), "returns, until the meeting"),
    Row("auditor", ("list metadata", "read metadata", "count", "operate"), ANY, "who and when, never what about"),
    Row("auditor", ("see who looked", "audit"), ANY, "what the audit log is for"),
    Row("system operator", ("operate",), ANY, "how the services are: no content"),
    *(row for role in _CLOSED_TO for row in _at_once(role)),
)
# Nothing of any case is in it, so whoever was let in at all may.
EVERYBODY: Sequence[Action] = ("begin", "look up")
# What is let in for one purpose opens what serves that one (s16H: for the function that it was asked for).
SERVES: Mapping[Purpose, Sequence[Action]] = {
    "screening": (*SEEING, "work"),
    "rapid review": REVIEWING,
    "practice review": REVIEWING,
    "scrutiny": SCRUTINISING,
    "publication": (*SEEING, "read draft", "publish", "notify"),
    "legal advice": (*SEEING, "read draft"),
}

"""Who is told when a date comes near: a chain of roles, each with a mailbox. Local practice, not law."""

from collections.abc import Sequence
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

When = Literal["two working days", "one working day", "four office hours", "missed"]


class Escalation(BaseModel):
    """`when` this is left before the date, or the date was missed, `role` is told at `address`, a mailbox."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    when: When
    role: str = Field(min_length=1, max_length=60, pattern=r"^\S(.*\S)?$")
    address: str


Chain = Sequence[Escalation]


def wrong_chain(chain: Chain) -> str:
    """Why nobody can be told by it; empty when somebody can.

    Who is told last before a date must be another than who is told first, or nothing would ever be escalated.
    """
    if [each.when for each in chain] != list(get_args(When)):
        return "must name who is told at " + ", ".join(get_args(When)) + ", in this order"
    first, *_, last, _ = chain
    if first.role == last.role:
        return f"must name another role at {last.when} than at {first.when}"
    return ""


def told(chain: Chain, when: str) -> Escalation:
    """Raises LookupError for an instant that no chain has."""
    for each in chain:
        if each.when == when:
            return each
    raise LookupError(when)


def address_of(chain: Chain, role: str) -> str:
    """Where the role is reached now; empty for one that the file no longer has."""
    return next((each.address for each in chain if each.role == role), "")

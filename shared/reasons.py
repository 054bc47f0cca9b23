"""What staff wrote as grounds and reasons for what they did on a case: opened again on purpose: said first.

Each service answers for what it said itself. Nothing that is opened may be kept, logged or cached.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from pydantic import BaseModel

from shared.decider import Command, Decider, Occasion
from shared.event_log import Database
from shared.events.amendments import AMENDMENTS
from shared.events.base import Event, Recorded
from shared.events.intake import IncidentReported
from shared.events.openings import Purpose, ReasonsOpened
from shared.keys import Keyring
from shared.sealed import Sealed

# The fields in which a decision, a correction or a judgement says why; what was found out stands elsewhere.
_WRITTEN = (
    *("stated_grounds", "stated_independence", "reasons", "reason", "information", "justification"),
    *(
        "rationale",
        "explanation",
        "account",
        "finding",
        "suitability",
        "improvements",
        "systemic_reasons",
        "untold_because",
        "response",
        "note",
    ),
)
# By the end of an event's type, the field that says why in the clear; a reviewer's declaration did, once.
_IN_THE_CLEAR = {"anonymity-certificate-signed": "method", "reviewer-appointed": "independence"}
_AN_AGENCYS = (IncidentReported, *AMENDMENTS)  # read with its report


class OpenReasons(Command):
    """What staff gave as grounds and reasons for what they did on this case."""

    case: str
    purpose: Purpose


class Nothing(NamedTuple):
    """No opening depends on those before it."""


def subject_of(case: str) -> str:
    """A stream of its own: reading a case changes nothing on it."""
    return f"opening/{case}"


def decide(command: OpenReasons, _: Nothing, __: Occasion) -> list[Event]:
    """Each time anew: whoever reads twice has read twice. A repeat of one request is noticed by its id."""
    return [ReasonsOpened(case=command.case, purpose=command.purpose)]


def evolve(nothing: Nothing, _: Event) -> Nothing:
    return nothing


opening: Decider[Nothing] = Decider(commands=(OpenReasons,), initial=Nothing(), decide=decide, evolve=evolve)


class Reason(BaseModel):
    """`event` is its type. `text` by what it is: `grounds`, `reasons`, `finding` and so on; `about`: of which of
    several, such as a criterion, a purpose or a hold.
    """

    at: datetime
    event: str
    by: str
    about: str = ""
    text: dict[str, str]


async def reasons_told(
    keyring: Keyring, db: Database, known: Iterable[Recorded], source: str, purpose: Purpose
) -> list[Reason]:
    """Of all that this service said of the case, the oldest first. Raises KeyNotHere."""
    found = [
        Reason(
            at=recorded.time,
            event=recorded.type,
            by=recorded.actor,
            about=_about(recorded.data),
            text=await _text(keyring, db, recorded, purpose),
        )
        for recorded in known
        if recorded.source == source and not isinstance(recorded.data, _AN_AGENCYS)
    ]
    return [reason for reason in found if reason.text]


async def _text(keyring: Keyring, db: Database, recorded: Recorded, purpose: Purpose) -> dict[str, str]:
    values = {name: getattr(recorded.data, name, None) for name in _WRITTEN}
    sealed = {
        name.removeprefix("stated_"): await keyring.open(db, value, str, purpose)
        for name, value in values.items()
        if isinstance(value, Sealed)
    }
    plain = _IN_THE_CLEAR.get(recorded.type.split(".")[2], "")
    said = getattr(recorded.data, plain) if plain else ""
    return {plain: said, **sealed} if said else sealed


def _about(event: Event) -> str:
    names = ("criterion", "purpose", "circumstance", "heading", "next_step", "step", "decision", "ground")
    return next((value for name in names if isinstance(value := getattr(event, name, None), str)), "")

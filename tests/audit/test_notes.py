"""What becomes an entry, how a flood is counted, and what is owed while the database is away."""

from collections.abc import Mapping
from typing import Any

import asyncpg
import pytest

from shared.audit.flood import EACH
from shared.audit.notes import MOST_OWED, Notes
from shared.event_log import NotOpen
from shared.looking import Looking
from tests.identity.tokens import Hand


class Kept:
    """In place of the table."""

    def __init__(self) -> None:
        self.entries: list[Mapping[str, Any]] = []
        self.away = False
        self.fault: Exception = NotOpen()

    async def note(self, *contents: Mapping[str, Any]) -> None:
        if self.away:
            raise self.fault
        self.entries += contents


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def notes(kept: Kept, clock: Hand) -> Notes:
    return Notes(kept, "intake", clock)  # type: ignore[arg-type]


@pytest.fixture
def clock() -> Hand:
    return Hand()


def opened(*cases: str) -> dict[str, set[str]]:
    return {case: {"composing a notice"} for case in cases}


def refused() -> Looking:
    return Looking(address="10.0.0.7", reason="unknown-key", action="GET")


async def test_beyond_the_first_refusals_of_a_minute_there_is_one_count(
    notes: Notes, kept: Kept, clock: Hand
) -> None:
    for _ in range(EACH + 30):
        await notes.answered(refused(), "denied")
    assert len(kept.entries) == EACH
    clock.passes(60)
    await notes.settle()
    [count] = kept.entries[EACH:]
    assert (count["times"], count["reason"], count["address"]) == (30, "unknown-key", "10.0.0.7")
    assert count["at"] == "2026-11-03T09:00:00.000+00:00"


async def test_what_is_allowed_is_never_counted_away(notes: Notes, kept: Kept) -> None:
    for _ in range(500):
        await notes.answered(Looking(actor="person:m.ellis", action="GET /cases"), "allowed")
    assert len(kept.entries) == 500


async def test_a_read_that_cannot_be_noted_is_told_to_who_answers(notes: Notes, kept: Kept) -> None:
    kept.away = True
    with pytest.raises(NotOpen):
        await notes.answered(Looking(action="GET /cases/{case}", case="case-1"), "allowed")


async def test_each_case_whose_key_was_used_is_an_entry(notes: Notes, kept: Kept) -> None:
    looking = Looking(
        action="GET /cases/{case}/plan", case="case-1", opened={"case-1": {"gathering"}, "case-2": {"gathering"}}
    )
    await notes.answered(looking, "allowed")
    assert [(each["case"], each["opened"]) for each in kept.entries] == [("case-1", 1), ("case-2", 1)]
    assert {each["request"] for each in kept.entries} == {looking.request}


async def test_what_each_key_was_used_for_is_told_beside_its_case(notes: Notes, kept: Kept) -> None:
    used = {"case-1": {"composing a notice"}, "case-2": {"composing a letter", "composing a notice"}}
    await notes.used(Looking(actor="service:notifier", action="work Sender", opened=used))
    told = {each["case"]: each["purpose"] for each in kept.entries}
    assert told == {"case-1": "composing a notice", "case-2": "composing a letter, composing a notice"}


async def test_what_was_stated_and_refused_is_told_too(notes: Notes, kept: Kept) -> None:
    refused = Looking(
        actor="person:m.ellis", case="case-1", purpose="subject access", reason="not-for-this-purpose"
    )
    await notes.answered(refused, "denied")
    [entry] = kept.entries
    assert (entry["purpose"], entry["opened"]) == ("subject access", None)


async def test_whose_key_was_not_used_is_not_said_to_be_opened(notes: Notes, kept: Kept) -> None:
    await notes.answered(Looking(action="GET /cases/{case}", case="case-1"), "allowed")
    assert kept.entries[0]["opened"] is None


async def test_a_worker_that_opened_nothing_has_no_entry(notes: Notes, kept: Kept) -> None:
    await notes.used(Looking(actor="service:notifier", action="work Sender"))
    assert kept.entries == []


async def test_what_a_worker_opened_is_noted_when_the_database_is_back(notes: Notes, kept: Kept) -> None:
    kept.away = True
    await notes.used(Looking(actor="service:notifier", action="work Sender", opened=opened("case-2", "case-1")))
    await notes.used(Looking(actor="service:notifier", action="work Sender", opened=opened("case-3")))
    kept.away = False
    await notes.settle()
    await notes.settle()
    assert [each["case"] for each in kept.entries] == ["case-1", "case-2", "case-3"]


@pytest.mark.parametrize("fault", [asyncpg.InsufficientPrivilegeError, asyncpg.UndefinedTableError, OSError])
async def test_whatever_the_database_says_against_it_stays_owed(
    notes: Notes, kept: Kept, fault: type[Exception]
) -> None:
    kept.away, kept.fault = True, fault("refused")
    await notes.used(Looking(actor="service:notifier", action="work Sender", opened=opened("case-1")))
    await notes.settle()
    kept.away = False
    await notes.settle()
    assert [each["case"] for each in kept.entries] == ["case-1"]


async def test_what_is_owed_has_a_bound(notes: Notes, kept: Kept) -> None:
    kept.away = True
    await notes.used(
        Looking(action="work Sender", opened=opened(*(f"case-{number}" for number in range(MOST_OWED + 5))))
    )
    kept.away = False
    await notes.settle()
    assert len(kept.entries) == MOST_OWED

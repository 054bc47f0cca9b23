"""How often a command asks PostgreSQL: a count, for a time says nothing on a busy machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import asyncpg
import pytest


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every statement that is sent meanwhile, each a round trip."""
    sent: list[str] = []
    with monkeypatch.context() as patched:
        for name in ("execute", "executemany", "fetch", "fetchval", "fetchrow", "copy_records_to_table"):
            really = getattr(asyncpg.Connection, name)

            async def noted(self, what, *args, _really=really, **options):
                sent.append(what)
                return await _really(self, what, *args, **options)

            patched.setattr(asyncpg.Connection, name, noted)
        yield sent


async def test_a_command_of_a_new_case_costs_four_round_trips(pair, monkeypatch):
    """Begin under the lock; what must be known; all that is written; told and done."""
    teller, _ = pair
    await teller.tell(1, "case-a")

    with counted(monkeypatch) as sent:
        await teller.tell(2, "case-b")

    assert len(sent) == 4, sent


async def test_a_stream_that_was_asked_for_before_is_not_asked_for_again(pair, monkeypatch):
    teller, _ = pair
    await teller.tell(1, "case-a")
    await teller.tell(2, "case-b")

    with counted(monkeypatch) as sent:
        async with teller.service.transaction() as tx:
            await tx.foresee(["case-c"], ())
            assert (await tx.stream("case-a")).states[0] == frozenset({1})

    assert len(sent) == 3, sent


async def test_what_another_instance_said_meanwhile_is_noticed(pair):
    teller, _ = pair
    await teller.tell(1, "case-a")
    other = replace(teller, service=replace(teller.service))  # on the same log, with a memory of its own
    await other.tell(2, "case-a")

    async with teller.service.transaction() as tx:
        await tx.foresee(["case-b"], ())
        assert (await tx.stream("case-a")).states[0] == frozenset({1, 2})


async def test_what_another_instance_said_before_our_own_last_word_is_noticed(pair):
    """The log ends with what we said, and still holds what the other said about a case that we remember."""
    teller, _ = pair
    await teller.tell(1, "case-a")
    other = replace(teller, service=replace(teller.service))
    await other.tell(2, "case-a")
    await teller.tell(3, "case-b")

    async with teller.service.transaction() as tx:
        await tx.foresee(["case-c"], ())
        assert (await tx.stream("case-a")).states[0] == frozenset({1, 2})

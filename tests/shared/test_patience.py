"""A page waits for the database no longer than its reader would."""

import asyncio

import pytest

from shared.patience import in_time


async def answers() -> int:
    return 7


async def fails() -> int:
    raise ConnectionRefusedError


async def will_not_be_cancelled(thawed: asyncio.Event) -> int:
    while not thawed.is_set():
        try:
            await thawed.wait()
        except asyncio.CancelledError:
            continue
    raise ConnectionResetError


async def test_what_is_read_in_time_is_given() -> None:
    assert await in_time(answers(), 60) == 7


async def test_what_fails_fails() -> None:
    with pytest.raises(ConnectionRefusedError):
        await in_time(fails(), 60)


async def test_a_frozen_database_keeps_nobody_waiting() -> None:
    thawed = asyncio.Event()
    with pytest.raises(TimeoutError):
        await in_time(will_not_be_cancelled(thawed), 0.05)
    assert not thawed.is_set()
    thawed.set()
    await asyncio.sleep(0)

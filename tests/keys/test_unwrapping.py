"""A token that is slow holds up nobody but who waits for it, and that not for long."""

import asyncio
from dataclasses import dataclass, field
from threading import Event

import pytest
from cryptography.exceptions import InvalidTag

from shared.unwrapping import Unwrapping
from shared.wrapping import KeyServiceAway, WrappingKeys
from tests.toys import until

KEY, PATIENCE_SECONDS = bytes(range(32)), 60


@dataclass
class Slow:
    """It answers once it may. `asked`: how often it was."""

    may: Event = field(default_factory=Event)
    asked: int = 0
    hashing_key: bytes = b"h" * 32

    def unwrap(self, wrapped: bytes, key_id: str) -> bytes:
        self.asked += 1
        assert self.may.wait(PATIENCE_SECONDS)
        if wrapped != b"wrapped":
            raise InvalidTag
        return KEY

    def wrap(self, key: bytes, key_id: str) -> bytes:
        return b"wrapped"

    def recognises(self, wrapped: bytes, key_id: str) -> bool:
        return True

    def beginnings(self) -> list[bytes]:
        return []

    def is_newest(self, wrapped: bytes, key_id: str) -> bool:
        return True


async def test_while_a_token_is_asked_everything_else_goes_on() -> None:
    slow = Slow()
    waits = asyncio.create_task(Unwrapping(slow, PATIENCE_SECONDS).unwrap(b"wrapped", "case"))

    async def asked() -> bool:
        return slow.asked == 1

    await until(asked)
    slow.may.set()  # by the very loop that would be blocked
    assert await waits == KEY


async def test_what_it_says_is_said() -> None:
    slow = Slow()
    slow.may.set()
    with pytest.raises(InvalidTag):
        await Unwrapping(slow, PATIENCE_SECONDS).unwrap(b"another", "case")


async def test_a_token_that_does_not_answer_in_time_is_away() -> None:
    """And is left alone for a while: not one more waits for it, until it came back and the while is over."""
    now, slow = 0.0, Slow()
    unwrapping = Unwrapping(slow, deadline_seconds=0.01, rest_seconds=5, clock=lambda: now)
    for moment in (0.0, 4.9, 5.1, 3600.0):
        now = moment
        with pytest.raises(KeyServiceAway):
            await unwrapping.unwrap(b"wrapped", "case")
    assert slow.asked == 1
    slow.may.set()
    unwrapping._deadline = PATIENCE_SECONDS

    async def back() -> bool:
        return unwrapping._late is not None and unwrapping._late.done()

    await until(back)
    assert await unwrapping.unwrap(b"wrapped", "case") == KEY


async def test_a_token_that_came_back_late_rests_all_the_same() -> None:
    now, slow = 0.0, Slow()
    unwrapping = Unwrapping(slow, deadline_seconds=0.01, rest_seconds=5, clock=lambda: now)
    with pytest.raises(KeyServiceAway):
        await unwrapping.unwrap(b"wrapped", "case")
    slow.may.set()
    unwrapping._deadline = PATIENCE_SECONDS
    assert unwrapping._late
    await asyncio.wrap_future(unwrapping._late)
    with pytest.raises(KeyServiceAway):
        await unwrapping.unwrap(b"wrapped", "case")
    now = 5.0
    assert await unwrapping.unwrap(b"wrapped", "case") == KEY


async def test_a_key_file_is_asked_at_once() -> None:
    keys = WrappingKeys(b"o" * 32)
    unwrapping = Unwrapping(keys, deadline_seconds=0.0)
    assert await unwrapping.unwrap(keys.wrap(KEY, "case"), "case") == KEY

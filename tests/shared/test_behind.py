"""One thing is done behind whoever goes on."""

import asyncio

import pytest

from shared.behind import OneBehind


async def test_one_at_a_time_in_the_order_in_which_they_were_given():
    done: list[str] = []
    may = asyncio.Event()

    async def first() -> None:
        await may.wait()
        done.append("first")

    async def second() -> None:
        done.append("second")

    async with OneBehind() as behind:
        await behind.begin(first())
        assert done == []  # whoever gave it goes on
        asyncio.get_running_loop().call_soon(may.set)
        await behind.begin(second())
        assert done == ["first"]
    assert done == ["first", "second"]


async def test_what_one_raises_comes_at_the_next_and_the_next_is_not_begun():
    begun: list[str] = []

    async def fails() -> None:
        raise LookupError

    async def never() -> None:
        begun.append("never")

    with pytest.raises(LookupError):
        async with OneBehind() as behind:
            await behind.begin(fails())
            await behind.begin(never())
    assert begun == []


async def test_what_the_last_raises_comes_on_leaving():
    async def fails() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        async with OneBehind() as behind:
            await behind.begin(fails())


async def test_whoever_leaves_by_an_exception_leaves_nothing_running():
    ended: list[str] = []

    async def waits() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cancelled")

    with pytest.raises(ZeroDivisionError):
        async with OneBehind() as behind:
            await behind.begin(waits())
            await asyncio.sleep(0)
            raise ZeroDivisionError
    assert ended == ["cancelled"]

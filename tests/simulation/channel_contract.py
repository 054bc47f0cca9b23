"""What the sender relies on in each channel. Two modules run it: on the simulation's fakes, and on real servers.

`ground.mail(...)`, `ground.webhook(...)` and `ground.file()` give a channel whose recipient does, one after the
other, as it is told: `send()` sends the same message each time, `got()` is what the recipient has: (key, words).
"""

import hashlib

import pytest

from shared.dispatch.outgoing import HadItAlready, NotNow, OutcomeUnknown, Refusal
from tests.channels.examples import KEY


async def test_mail_that_is_taken_is_there_under_its_name(ground):
    async with ground.mail("takes") as channel:
        assert await channel.send()
        assert [key for key, _ in channel.got()] == [KEY]


async def test_a_mail_server_that_is_busy_has_nothing(ground):
    async with ground.mail("busy", "takes") as channel:
        with pytest.raises(NotNow) as caught:
            await channel.send()
        assert (caught.value.perhaps_arrived, channel.got()) == (False, [])
        assert await channel.send()


async def test_a_mail_server_refuses_for_good(ground):
    async with ground.mail("refuses") as channel:
        with pytest.raises(Refusal):
            await channel.send()
        assert channel.got() == []


async def test_of_mail_without_an_answer_nobody_knows_and_a_second_copy_has_the_same_name(ground):
    async with ground.mail("answer lost", "takes") as channel:
        with pytest.raises(OutcomeUnknown):
            await channel.send()
        await channel.send()
        assert [key for key, _ in channel.got()] == [KEY, KEY]


async def test_a_system_takes_a_webhook_under_its_id(ground):
    async with ground.webhook("takes") as channel:
        assert (await channel.send()).startswith("HTTP 202")
        assert [key for key, _ in channel.got()] == [KEY]


async def test_a_system_that_is_not_there_has_nothing(ground):
    async with ground.webhook("not there") as channel:
        with pytest.raises(NotNow) as caught:
            await channel.send()
        assert (caught.value.perhaps_arrived, channel.got()) == (False, [])


async def test_a_system_that_throttles_says_how_long(ground):
    async with ground.webhook("throttles") as channel:
        with pytest.raises(NotNow) as caught:
            await channel.send()
        assert caught.value.throttled and caught.value.retry_after
        assert caught.value.retry_after.total_seconds() == 900


async def test_a_system_refuses_for_good(ground):
    async with ground.webhook("refuses") as channel:
        with pytest.raises(Refusal):
            await channel.send()


@pytest.mark.parametrize("trouble", ["answer lost", "in trouble"])
async def test_a_system_that_may_have_it_is_told_the_same_again_and_knows_it(ground, trouble):
    async with ground.webhook(trouble, "knows it") as channel:
        with pytest.raises(NotNow) as caught:
            await channel.send()
        assert caught.value.perhaps_arrived
        with pytest.raises(HadItAlready):
            await channel.send()
        first, second = channel.got()
        assert first == second and first[0] == KEY


async def test_a_file_is_there_whole_with_its_checksum(ground):
    async with ground.file() as channel:
        answer = await channel.send()
        ((name, content),) = channel.got()
        assert (name, answer) == (KEY, f"{KEY}.json {hashlib.sha256(content).hexdigest()}")
        told = (channel.folder / f"{KEY}.json.sha256").read_text()
        assert told.split() == [hashlib.sha256(content).hexdigest(), f"{KEY}.json"]
        assert len(list(channel.folder.iterdir())) == 2


async def test_the_same_file_again_is_known(ground):
    async with ground.file() as channel:
        await channel.send()
        with pytest.raises(HadItAlready):
            await channel.send()


async def test_what_was_carried_away_comes_again_under_its_name_with_the_same_bytes(ground):
    async with ground.file() as channel:
        await channel.send()
        first = channel.got()
        for file in [*channel.folder.iterdir()]:
            file.unlink()
        await channel.send()
        assert channel.got() == first


async def test_a_folder_that_is_not_mounted_has_nothing(ground):
    async with ground.file() as channel:
        channel.folder.rmdir()
        with pytest.raises(NotNow):
            await channel.send()
        assert not channel.folder.exists()

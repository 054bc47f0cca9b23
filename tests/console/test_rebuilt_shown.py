"""While a service's views are really built anew, the System page shows how far that has got, and then no more."""

import asyncio

import asyncpg
import pytest

from deploy.local.ports import free_base_port
from shared import views
from shared.event_log import ONE_WRITER
from tests.browser.serving import served
from tests.console.conftest import Console, MakeConsole
from tests.console.story import whole_case
from tests.console.test_pages import look
from tests.toys import until

pytestmark = pytest.mark.real
FOLDED = 5


async def test_how_far_views_are_built_is_shown_while_they_are(make_console: MakeConsole) -> None:
    """Held up where it wants to be the only writer, it has folded all that there was. It is asked over HTTP."""
    port = free_base_port()
    console = await make_console({"console": f"http://127.0.0.1:{port}"})
    await console.hears(list(whole_case())[:FOLDED])
    writer = await asyncpg.connect(console.module.settings.database_url.get_secret_value())
    try:
        async with served(console.module.app, port):
            assert "<progress" not in await _system(console)
            await writer.execute("SELECT pg_advisory_lock($1)", ONE_WRITER)
            building = asyncio.create_task(_built_anew(console))
            bar = f'<progress value="{FOLDED}" max="{FOLDED}" aria-label="How far the views of console are built">'
            await until(lambda: _shows(console, bar))
            await writer.execute("SELECT pg_advisory_unlock($1)", ONE_WRITER)
            await building
            assert "<progress" not in await _system(console)
    finally:
        await writer.close()


async def _built_anew(console: Console) -> None:
    async with console.service.log.pool.acquire() as connection:
        assert await views.rebuild(console.service, connection) == FOLDED


async def _shows(console: Console, bar: str) -> bool:
    return bar in await _system(console)


async def _system(console: Console) -> str:
    return (await look(console, "/system")).text

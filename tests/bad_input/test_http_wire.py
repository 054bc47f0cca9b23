"""Below HTTP's own rules: bytes on a socket, as the server that we ship reads them."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from deploy.local.ports import free_base_port
from shared.edge import MAX_BYTES
from shared.serving import serve
from shared.settings import Settings
from tests.bad_input.door import ACTOR, JSON, Door
from tests.bad_input.made import CANARY, document, wired
from tests.intake.examples import body
from tests.toys import until

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]
_numbers = itertools.count(1)
HEAD = b"POST /reports HTTP/1.1\r\nHost: intake\r\nActor: agency:hospital\r\nContent-Type: application/json\r\n"
PATIENCE_SECONDS = 90.0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def port(intake: Door) -> AsyncIterator[int]:
    settings = Settings(
        port=free_base_port(),
        database_url="postgresql://nobody@nowhere.example/nothing",
        wrapping_key_file=Path("no"),
    )
    server = serve(intake.app, settings)
    running = asyncio.create_task(server._serve())  # `serve` would take over pytest's signals

    async def started() -> bool:
        return server.started

    await until(started)
    yield settings.port
    server.should_exit = True
    await running


async def answered(port: int, *pieces: bytes, breaks_off: bool = False) -> bytes:
    """What comes back until the server closes, or has nothing more to say."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        if breaks_off:
            return b""
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await reader.read(64 * 1024)
    except (ConnectionResetError, BrokenPipeError):
        return b""
    finally:
        writer.close()


async def what_follows_goes_through(port: int) -> None:
    async with httpx.AsyncClient(timeout=PATIENCE_SECONDS) as http:
        sent = wired(body(id=f"wire-{next(_numbers)}"))
        answer = await http.post(f"http://127.0.0.1:{port}/reports", content=sent, headers={**ACTOR, **JSON})
    assert answer.status_code == 202


RUBBISH = {
    "no request": b"\x00\x01\x02\x03\r\n\r\n",
    "a TLS greeting": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 32 + b"\r\n\r\n",
    "another protocol": b"EHLO attacker.example\r\n\r\n",
    "a version to come": b"POST /reports HTTP/9.9\r\nHost: a\r\n\r\n",
    "no host": b"POST /reports HTTP/1.1\r\nActor: agency:hospital\r\n\r\n",
    "a header of 100 KB": HEAD + b"X-Other: " + b"x" * 100_000 + b"\r\n\r\n",
    "ten thousand headers": HEAD + b"X-Other: x\r\n" * 10_000 + b"\r\n",
    "NUL in a header": HEAD + b"X-Other: Kanarien\x00vogel\r\n\r\n",
    "a header over two lines": HEAD + b"X-Other: Kanarienvogel\r\n more\r\nContent-Length: 2\r\n\r\n{}",
    "a header without a name": HEAD + b": Kanarienvogel\r\nContent-Length: 2\r\n\r\n{}",
    "two lengths": HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
    "a length and chunks": HEAD + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "a length below nothing": HEAD + b"Content-Length: -1\r\n\r\n{}",
    "a length of a hundred digits": HEAD + b"Content-Length: " + b"9" * 100 + b"\r\n\r\n{}",
    "a chunk of no size": HEAD + b"Transfer-Encoding: chunked\r\n\r\nKanarienvogel\r\n",
    "a coding for the way": HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "a path of bytes": b"GET /cases/\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n",
    "a path of 70 KB": b"GET /cases/" + b"x" * 70_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    "a whole address of another": b"GET http://169.254.169.254/latest HTTP/1.1\r\nHost: a\r\n\r\n",
    "a request for a tunnel": b"CONNECT attacker.example:443 HTTP/1.1\r\nHost: a\r\n\r\n",
    "a length too long": HEAD + b"Content-Length: %d\r\n\r\n" % (MAX_BYTES + 1),
    "a length too long, may it come": HEAD + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % 10**9,
}


@pytest.mark.parametrize("sent", RUBBISH.values(), ids=RUBBISH.keys())
async def test_it_is_refused_or_hung_up_on(intake: Door, port: int, sent: bytes) -> None:
    answer = await answered(port, sent)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 4"), answer[:200]
    assert CANARY.encode() not in answer
    await what_follows_goes_through(port)


async def test_whoever_asks_first_whether_it_may_come_is_told_no(intake: Door, port: int) -> None:
    assert (await answered(port, RUBBISH["a length too long, may it come"])).startswith(b"HTTP/1.1 413")


async def test_chunks_without_end_are_answered_before_they_end(intake: Door, port: int) -> None:
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    answer = await answered(port, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *([chunk] * 20))
    assert answer == b"" or answer.startswith(b"HTTP/1.1 413")
    await what_follows_goes_through(port)


@pytest.mark.parametrize("part", [0, 1, 100])
async def test_a_sender_who_breaks_off_holds_nothing_up(
    intake: Door, port: int, part: int, caplog: pytest.LogCaptureFixture
) -> None:
    await answered(port, HEAD + b"Content-Length: 1000\r\n\r\n" + document()[:part], breaks_off=True)
    await what_follows_goes_through(port)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]

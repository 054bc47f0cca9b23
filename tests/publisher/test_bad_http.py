"""Whatever is sent to the public site over a socket is answered below 500, or not at all; then it serves on."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import httpx
import pytest

from services.publisher.site import site
from shared.service import Service
from tests.browser.serving import served
from tests.publisher import examples as ex

pytestmark = pytest.mark.real
PATHS = (
    b"/../../etc/passwd",
    b"/reviews/../../etc/passwd",
    b"/%2e%2e/%2e%2e/etc/passwd",
    b"/reviews/..%252f..%252fetc",
    b"//elsewhere.example/",
    b"/\\..\\..\\windows",
    b"/reviews/%00",
    b"/reviews/%ff%fe/briefing",
    b"/reviews/%f0%9f%92%a9/report.pdf",
    b"/site.css/../../settings.py",
    b"/search?q=%00&year=%00",
    b"/search?q=" + b"a" * 30_000,
    b"/search?" + b"q=a&" * 8_000,
    b"/search?year=99999999999999999999&page=-1",
    b"/search?page=1e9",
    b"/search?q='%20OR%201=1--",
    b"/search?q=((((%26|!<->",
    b"/search?q=%ed%a0%80",
    b"/search?type[]=x&theme=%ff",
    b"/ask/%2e%2e",
    b"/requests/x/y/z",
    b"/copies/00000000-0000-0000-0000-000000000000/9999-99-99/x",
    b"/?" + b"%" * 3_000,
    b"*",
    b"http://elsewhere.example/reviews/",
)
HEADERS = (
    b"Range: bytes=0-,0-,0-,0-",
    b"Range: bytes=-99999999999999999999",
    b"If-None-Match: " + b'"x",' * 2_000,
    b"If-Modified-Since: yesterday",
    b"Accept-Encoding: gzip;q=nan, \xff",
    b"Accept: " + b"a/b," * 5_000,
    b"Host: elsewhere.example",
    b"X-Forwarded-Host: elsewhere.example",
    b"X-Forwarded-For: " + b"1.2.3.4, " * 3_000,
    b"Cookie: " + b"a=b; " * 3_000,
    b"Content-Length: -1",
    b"Transfer-Encoding: chunked, identity",
    b"Expect: 200-ok",
    b"Upgrade: websocket\r\nConnection: Upgrade",
    b"Content-Type: application/x-www-form-urlencoded; charset=utf-99",
    b"Bad Header",
    b": nameless",
)
METHODS = (b"POST", b"PUT", b"DELETE", b"PATCH", b"OPTIONS", b"TRACE", b"CONNECT", b"BREW", b"get", b"\x00")
REQUESTS = (
    *(b"GET " + path + b" HTTP/1.1\r\nHost: site\r\n" for path in PATHS),
    *(b"GET / HTTP/1.1\r\nHost: site\r\n" + header + b"\r\n" for header in HEADERS),
    *(method + b" / HTTP/1.1\r\nHost: site\r\nContent-Length: 0\r\n" for method in METHODS),
    b"GET / HTTP/9.9\r\n",
    b"GET /\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
)


@pytest.fixture
async def address(service: Service) -> AsyncIterator[tuple[str, int]]:
    async with served(site(service, ex.partnership(), is_ready=lambda: True)) as url:
        parts = urlsplit(url)
        assert parts.hostname and parts.port
        yield parts.hostname, parts.port


async def send(address: tuple[str, int], request: bytes) -> int:
    """The status of the answer; 0 when the connection was closed without one."""
    reader, writer = await asyncio.open_connection(*address)
    try:
        writer.write(request + b"Connection: close\r\n\r\n")
        await writer.drain()
        line = await asyncio.wait_for(reader.readline(), 90)
    except ConnectionError:
        return 0
    finally:
        writer.close()
    return int(line.split()[1]) if line.startswith(b"HTTP/1.1 ") else 0


async def test_no_request_however_odd_is_answered_with_a_fault_of_ours(address: tuple[str, int]) -> None:
    answers = {request[:70]: await send(address, request) for request in REQUESTS}
    assert {request: status for request, status in answers.items() if status >= 500} == {}
    assert sum(status in (200, 400, 404, 405) for status in answers.values()) > len(PATHS)
    async with httpx.AsyncClient(base_url=f"http://{address[0]}:{address[1]}", timeout=90) as client:
        assert (await client.get("/")).status_code == 200


async def test_what_a_request_calls_our_host_is_never_repeated(address: tuple[str, int]) -> None:
    told = {"Host": "elsewhere.example", "X-Forwarded-Host": "elsewhere.example"}
    async with httpx.AsyncClient(base_url=f"http://{address[0]}:{address[1]}", timeout=90) as client:
        for path in ("/", "/feed.atom", "/feed.json", "/sitemap.xml", "/robots.txt", "/none"):
            assert "elsewhere" not in (await client.get(path, headers=told)).text, path

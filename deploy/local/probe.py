"""Asking whether something on this machine answers, cheaply enough to ask twenty times a second."""

import asyncio
import ssl

_PATIENCE_SECONDS = 5


async def port_answers(port: int) -> bool:
    """Whether something accepts connections there."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


async def http_status(port: int, path: str, trusting: ssl.SSLContext | None = None) -> int | None:
    """The status of `GET path`, or None when nothing answers it as a web server would.

    `trusting`: it is asked over TLS, and must prove itself to be 127.0.0.1 by an authority of these.
    """
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusting)
            try:
                ask = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
                writer.write(ask.encode())
                return int((await reader.readline()).split()[1])
            finally:
                writer.close()
    except (OSError, TimeoutError, IndexError, ValueError):
        return None

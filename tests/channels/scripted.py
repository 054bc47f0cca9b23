"""Recipients that do as they are told: real servers that write down what came before they answer, or do not."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.hurry import until_they_give_up


@dataclass(frozen=True)
class Request:
    """One request, as it came: header names in small letters."""

    line: str
    headers: dict[str, str]
    body: bytes


@dataclass
class HttpRecipient:
    """Answers the nth request by the nth step, and every later one by the last.

    A step is the answer's bytes, or: "hang" (never answers), "reset" (breaks off).
    """

    script: list[bytes | str]
    got: list[Request] = field(default_factory=list)
    port: int = 0
    scheme: str = "http"
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"{self.scheme}://localhost:{self.port}/notices?from=cspr"

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        self.got.append(Request(head[0], headers, body))
        step = self.script[min(len(self.got), len(self.script)) - 1]
        if step == "hang":
            await until_they_give_up(reader.at_eof)
            return
        if step == "reset":
            writer.transport.abort()
            return
        assert isinstance(step, bytes)
        writer.write(step)
        await writer.drain()
        writer.close()

    def hang_up(self) -> None:
        for writer in self._open:
            writer.transport.abort()


def http(status: str, *headers: str, body: bytes = b"") -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "Connection: close", "", ""]
    return "\r\n".join(lines).encode() + body


OK = http("202 Accepted", body=b'{"reference": "R-1"}')


@asynccontextmanager
async def http_recipient(*script: bytes | str, tls: ssl.SSLContext | None = None) -> AsyncIterator[HttpRecipient]:
    recipient = HttpRecipient(list(script), scheme="https" if tls else "http")
    server = await asyncio.start_server(recipient.take, "127.0.0.1", 0, ssl=tls)
    recipient.port = server.sockets[0].getsockname()[1]
    try:
        yield recipient
    finally:
        recipient.hang_up()
        server.close()


@dataclass
class MailRecipient:
    """Answers the nth message by the nth step, and every later one by the last.

    A step is an SMTP answer after the text, "RCPT <answer>" for one before it, "greeting" (says nothing from the
    beginning), "hang" or "reset" (after the text).
    """

    script: list[str]
    got: list[Message] = field(default_factory=list)
    asked: int = 0
    port: int = 0
    signed_in: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    _hanging: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def smtp(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.asked += 1
        step = self._step()
        if step.startswith("RCPT "):
            return step.removeprefix("RCPT ")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.got.append(message_from_bytes(envelope.content))
        self.encrypted.append(session.ssl is not None)
        step = self._step()
        assert isinstance(server.transport, asyncio.Transport)
        if step == "hang":
            await until_they_give_up(server.transport.is_closing)
        if step == "reset":
            server.transport.abort()
        if step[3:4] == "-":  # there is more to come, and it does not
            self._hanging.add(asyncio.create_task(until_they_give_up(server.transport.is_closing)))
        return step

    def _step(self) -> str:
        return self.script[min(max(self.asked, 1), len(self.script)) - 1]

    def unmarked(self) -> list[Message]:
        return [message for message in self.got if not message["X-Possible-Duplicate"]]


class _Silent(asyncio.Protocol):
    def __init__(self, connections: set[asyncio.Transport]) -> None:
        self._connections = connections

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._connections.add(transport)
        self._hanging = asyncio.create_task(until_they_give_up(transport.is_closing))


@asynccontextmanager
async def mail_recipient(
    *script: str, tls: ssl.SSLContext | None = None, password: str = ""
) -> AsyncIterator[MailRecipient]:
    recipient = MailRecipient(list(script))
    connections: set[asyncio.Transport] = set()

    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        recipient.signed_in.append(data.login.decode())
        return AuthResult(success=data.password.decode() == password, handled=False)

    def protocol() -> asyncio.Protocol:
        if script[0] == "greeting":
            return _Silent(connections)
        return SMTP(
            recipient,
            hostname="localhost",
            tls_context=tls,
            require_starttls=tls is not None,
            auth_required=bool(password),
            auth_require_tls=tls is not None,
            authenticator=authenticate if password else None,
        )

    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
    recipient.port = server.sockets[0].getsockname()[1]
    try:
        yield recipient
    finally:
        for transport in connections:
            transport.abort()
        server.close()


Recipient = Callable[..., Any]

"""Mail over SMTP. The server's answer is the evidence of the hand-over."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Literal

import aiosmtplib

from shared.dispatch.outgoing import Mail, NotNow, OutcomeUnknown, Post, Refusal

TIMEOUT_SECONDS = 20.0
Security = Literal["opportunistic", "starttls", "tls"]
_SEVEN_BIT = SMTP.clone(cte_type="7bit")  # what every server on the way takes as it is
_AWAY = (aiosmtplib.SMTPException, OSError)


@dataclass(frozen=True)
class SmtpPost:
    """One mail server. With "starttls" or "tls" nothing goes unencrypted, or to a bad certificate."""

    server: str  # host:port
    sender: str
    security: Security = "opportunistic"
    user: str = ""
    password: str = field(default="", repr=False)
    authorities: Path | None = None  # certificates to trust instead of the machine's
    timeout_seconds: float = TIMEOUT_SECONDS

    async def send(self, mail: Mail, at: datetime) -> str:
        """Until the text is sent a failure is certain; after that, only an answer is."""
        message = self._message(mail, at).as_bytes(policy=_SEVEN_BIT)
        async with self._connected() as client:
            try:
                await client.mail(self.sender)
                await client.rcpt(mail.to)
            except aiosmtplib.SMTPResponseException as error:
                raise _by_code(error.code, NotNow) from None
            except _AWAY as error:
                raise NotNow(type(error).__name__) from None
            try:
                _, answer = await client.data(message)
                return str(answer)
            except aiosmtplib.SMTPResponseException as error:
                raise _by_code(error.code, OutcomeUnknown) from None
            except _AWAY as error:
                raise OutcomeUnknown(type(error).__name__) from None

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[aiosmtplib.SMTP]:
        """Greeted, encrypted and signed in; whatever fails on the way there, nothing has left."""
        client = self._client()
        try:
            try:
                await client.connect()
            except _AWAY as error:
                raise NotNow(type(error).__name__) from None
            yield client
        finally:
            client.close()

    def _client(self) -> aiosmtplib.SMTP:
        host, _, port = self.server.rpartition(":")
        return aiosmtplib.SMTP(
            hostname=host,
            port=int(port),
            timeout=self.timeout_seconds,
            username=self.user or None,
            password=self.password or None,
            use_tls=self.security == "tls",
            start_tls={"opportunistic": None, "starttls": True, "tls": False}[self.security],
            cert_bundle=str(self.authorities) if self.authorities else None,
        )

    def _message(self, mail: Mail, at: datetime) -> EmailMessage:
        message = EmailMessage(policy=_SEVEN_BIT)
        message["From"], message["To"] = self.sender, mail.to
        message["Subject"], message["Message-ID"] = mail.subject, mail.message_id
        message["Date"] = format_datetime(at)
        for name, value in mail.headers:
            message[name] = value
        message.set_content(mail.text)
        if mail.html:
            message.add_alternative(mail.html, subtype="html")
        for file_name, text in mail.attachments:
            message.add_attachment(text, subtype="markdown", filename=file_name)
        for file in mail.files:
            main, _, sub = file.media_type.partition("/")
            message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
        return message


def _by_code(code: int, rubbish: type[NotNow | OutcomeUnknown]) -> Exception:
    """`rubbish` is what it means when the server's answer is none."""
    if 400 <= code < 600:
        return (Refusal if code >= 500 else NotNow)(f"SMTP {code}")
    return rubbish("no SMTP answer")


__all__ = ["Mail", "NotNow", "OutcomeUnknown", "Post", "Refusal", "Security", "SmtpPost"]

"""Mail over SMTP. The server's answer is the evidence of the hand-over."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Protocol

import aiosmtplib

TIMEOUT_SECONDS = 20.0


class Refusal(Exception):
    """The server said no, for good (5xx): a person must look."""


class NotNow(Exception):
    """It certainly did not leave, but may later: 4xx, or no connection."""


class OutcomeUnknown(Exception):
    """The connection broke after the text was sent: it may or may not have arrived."""


@dataclass(frozen=True)
class Mail:
    """A message as composed. No personal data in `subject`: it is shown on every screen it passes."""

    to: str
    subject: str
    text: str
    message_id: str
    headers: tuple[tuple[str, str], ...] = ()
    attachments: tuple[tuple[str, str], ...] = ()  # (file name, text)


class Post(Protocol):
    """The port that mail leaves by."""

    async def send(self, mail: Mail, at: datetime) -> str:
        """The server's answer. `at` is the date it bears. Raises Refusal, NotNow or OutcomeUnknown."""


@dataclass(frozen=True)
class SmtpPost:
    server: str  # host:port
    sender: str

    async def send(self, mail: Mail, at: datetime) -> str:
        host, _, port = self.server.rpartition(":")
        client = aiosmtplib.SMTP(hostname=host, port=int(port), timeout=TIMEOUT_SECONDS, start_tls=None)
        try:
            await client.connect()
        except (aiosmtplib.SMTPException, OSError) as error:
            raise NotNow(type(error).__name__) from None
        try:
            _, answer = await client.send_message(self._message(mail, at))
            return str(answer)
        except aiosmtplib.SMTPResponseException as error:
            raise (Refusal if error.code >= 500 else NotNow)(f"SMTP {error.code}") from None
        except aiosmtplib.SMTPRecipientsRefused as error:
            codes = {refused.code for refused in error.recipients}
            raise (Refusal if min(codes) >= 500 else NotNow)("recipient refused") from None
        except (aiosmtplib.SMTPException, OSError) as error:
            raise OutcomeUnknown(type(error).__name__) from None
        finally:
            client.close()

    def _message(self, mail: Mail, at: datetime) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message["From"], message["To"] = self.sender, mail.to
        message["Subject"], message["Message-ID"] = mail.subject, mail.message_id
        message["Date"] = format_datetime(at)
        for name, value in mail.headers:
            message[name] = value
        message.set_content(mail.text)
        for file_name, text in mail.attachments:
            message.add_attachment(text, subtype="markdown", filename=file_name)
        return message

"""What leaves, the port that it leaves by, and the ways in which a recipient may not take it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from shared.events.dispatch import Channel


class Refusal(Exception):
    """The recipient said no, for good: a person must look."""


class NotNow(Exception):
    """It was not taken, but may be later.

    `retry_after`: the recipient asked us to wait so long. `perhaps_arrived`: there was no answer, and it can tell
    a repeat by its key, so that sending again is safe.
    """

    def __init__(
        self,
        detail: str,
        *,
        retry_after: timedelta | None = None,
        throttled: bool = False,
        perhaps_arrived: bool = False,
    ) -> None:
        super().__init__(detail)
        self.retry_after = retry_after
        self.throttled = throttled
        self.perhaps_arrived = perhaps_arrived


class OutcomeUnknown(Exception):
    """The connection broke after the text was sent, and the recipient could not tell a repeat."""


class HadItAlready(Exception):
    """An earlier attempt arrived: this one counts as handed over. The argument is the recipient's answer."""


@dataclass(frozen=True)
class Attached:
    """A file that goes with a message. Its name tells nothing about people."""

    name: str
    media_type: str
    content: bytes

    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Mail:
    """A message as composed, whatever channel it goes by. `key` is the same for every attempt.

    No personal data in `subject`: it is shown on every screen it passes.
    """

    to: str
    subject: str
    text: str
    message_id: str
    headers: tuple[tuple[str, str], ...] = ()
    attachments: tuple[tuple[str, str], ...] = ()  # (file name, text)
    channel: Channel = "email"
    recipient: str = ""
    key: str = ""
    html: str = ""  # the text once more, for who reads mail as pages
    files: tuple[Attached, ...] = ()

    def document_hash(self) -> str:
        """Of the document that it carries; empty when it is all in the text."""
        return self.files[0].sha256() if self.files else ""


class Post(Protocol):
    """The port that everything leaves by."""

    async def send(self, mail: Mail, at: datetime) -> str:
        """The recipient's answer; `at` is the date that it bears.

        Raises Refusal, NotNow, OutcomeUnknown or HadItAlready.
        """

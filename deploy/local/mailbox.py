"""What the local mail server keeps: a file a message, on disk before it counts as received."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path


@dataclass(frozen=True)
class Kept:
    """One message, as people and tests read it."""

    received: int  # 1 for the first; the order of receipt
    sender: str
    to: list[str]  # who it was delivered to, copies included; not what its header claims
    subject: str
    date: str
    message_id: str
    extra: dict[str, str]  # the X- headers
    body: str

    def as_json(self) -> dict[str, object]:
        kept = {key: value for key, value in vars(self).items() if key not in ("sender", "extra")}
        return {**kept, "from": self.sender, "headers": self.extra}


class Mailbox:
    """Like a Maildir: written under `tmp`, flushed, then moved to `new` in one step."""

    def __init__(self, directory: Path) -> None:
        self._tmp, self._new = directory / "tmp", directory / "new"
        for folder in (self._tmp, self._new):
            folder.mkdir(parents=True, exist_ok=True)
        self._last = max((int(path.stem) for path in self._new.glob("*.eml")), default=0)

    def keep(self, sender: str, recipients: Sequence[str], content: bytes) -> int:
        """Returns its number once the message would survive a power cut."""
        self._last += 1
        envelope = [f"Return-Path: <{sender}>", *(f"Delivered-To: {one}" for one in recipients)]
        name = f"{self._last:06d}.eml"
        with (self._tmp / name).open("xb") as file:
            file.write("".join(f"{line}\r\n" for line in envelope).encode() + content)
            file.flush()
            os.fsync(file.fileno())
        (self._tmp / name).rename(self._new / name)
        _flush_names(self._new)
        return self._last

    def messages(self) -> Iterator[Kept]:
        """All of them, in the order of receipt."""
        for path in sorted(self._new.glob("*.eml")):
            yield _read(path)

    def message(self, received: int) -> Kept | None:
        path = self._new / f"{received:06d}.eml"
        return _read(path) if path.exists() else None


def _flush_names(folder: Path) -> None:
    """A new name is on disk only once its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read(path: Path) -> Kept:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    return Kept(
        received=int(path.stem),
        sender=str(message["From"] or message["Return-Path"] or ""),
        to=[str(one) for one in message.get_all("Delivered-To", [])],
        subject=str(message["Subject"] or ""),
        date=str(message["Date"] or ""),
        message_id=str(message["Message-ID"] or "").strip(),
        extra={name: str(value) for name, value in message.items() if name[:2].upper() == "X-"},
        body=_body(message),
    )


def _body(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    try:
        return str(part.get_content()).replace("\r\n", "\n")
    except (LookupError, ValueError):  # a charset nobody knows: show what can be shown
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""

"""A real SMTP server for one machine: it keeps what it receives, and sends nothing on.

Run as `python -m deploy.local.mail`; `LocalMail` holds such a process.
"""

import argparse
import asyncio
import sys
from pathlib import Path

import uvicorn
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.local.mail_viewer import viewer
from deploy.local.mailbox import Mailbox
from deploy.local.probe import port_answers
from deploy.local.process import Child, OneChild

MAX_MESSAGE_BYTES = 32 * 1024 * 1024
READY_SECONDS = 30
STOP_SECONDS = 10


class LocalMail(OneChild):
    """The mail server as a child process; what it answered 250 to is in `data_dir`."""

    name = "mail"

    def __init__(self, data_dir: Path, port: int, viewer_port: int, logs: Path | None = None) -> None:
        self.port = port
        self.viewer_port = viewer_port
        child = Child(
            "the mail server",
            [
                *(sys.executable, "-m", "deploy.local.mail", "--dir", str(data_dir)),
                *("--port", str(port), "--viewer-port", str(viewer_port)),
            ],
            (logs or data_dir) / "mail.log",
            cwd=Path(__file__).parents[2],
        )
        super().__init__(child, STOP_SECONDS)

    @property
    def smtp(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def viewer_url(self) -> str:
        return f"http://127.0.0.1:{self.viewer_port}"

    async def start(self) -> None:
        if not self.child.running:
            self.child.spawn()
            await self.child.until(self._listens, READY_SECONDS)

    async def _listens(self) -> bool:
        return await port_answers(self.port) and await port_answers(self.viewer_port)


class _KeepsThenAnswers:
    """The 250 is a promise, so the message is on disk first."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        if not isinstance(content, bytes):
            return "554 no content"
        recipients = [str(one) for one in envelope.rcpt_tos]
        number = self._mailbox.keep(str(envelope.mail_from or ""), recipients, content)
        return f"250 kept as {number}"


async def serve(directory: Path, port: int, viewer_port: int) -> None:
    """Receive and show mail until SIGTERM or Ctrl-C, which uvicorn listens for."""
    mailbox = Mailbox(directory)
    smtp = await asyncio.get_running_loop().create_server(
        lambda: SMTP(
            _KeepsThenAnswers(mailbox),
            hostname="localhost",
            data_size_limit=MAX_MESSAGE_BYTES,
            enable_SMTPUTF8=True,
        ),
        "127.0.0.1",
        port,
    )
    settings = uvicorn.Config(viewer(mailbox), host="127.0.0.1", port=viewer_port, log_level="warning")
    async with smtp:
        await uvicorn.Server(settings).serve()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--viewer-port", type=int, required=True)
    options.add_argument("--dir", type=Path, required=True)
    chosen = options.parse_args()
    asyncio.run(serve(chosen.dir, chosen.port, chosen.viewer_port))


if __name__ == "__main__":
    main()

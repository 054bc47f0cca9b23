"""The local mail server keeps a message before it promises to."""

from email.message import EmailMessage

import aiosmtplib
import httpx
import pytest

from deploy.local.mail import LocalMail


def notice(subject: str = "Notification 7", body: str = "Please read.\n") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "partnership@example.org"
    message["To"] = "panel@example.org"
    message["Subject"] = subject
    message["Message-ID"] = "<notice-7@example.org>"
    message["X-Dispatch"] = "7/1"
    message.set_content(body)
    return message


async def send(server: LocalMail, message: EmailMessage, to: list[str] | None = None) -> str:
    _, answer = await aiosmtplib.send(
        message, hostname="127.0.0.1", port=server.port, recipients=to, start_tls=False
    )
    return answer


async def messages(server: LocalMail) -> list[dict[str, object]]:
    async with httpx.AsyncClient(base_url=server.viewer_url, timeout=90) as client:
        found: list[dict[str, object]] = (await client.get("/messages.json")).json()
        return found


async def test_a_message_answered_250_survives_the_servers_death(mail_server: LocalMail) -> None:
    assert "kept as 1" in await send(mail_server, notice())
    mail_server.kill()
    await mail_server.start()
    [kept] = await messages(mail_server)
    assert kept["subject"] == "Notification 7"
    assert kept["message_id"] == "<notice-7@example.org>"
    assert kept["from"] == "partnership@example.org"
    assert kept["headers"] == {"X-Dispatch": "7/1"}
    assert kept["body"] == "Please read.\n"


async def test_messages_are_numbered_in_the_order_received(mail_server: LocalMail) -> None:
    for subject in ("first", "second", "third"):
        await send(mail_server, notice(subject))
    told = [(message["received"], message["subject"]) for message in await messages(mail_server)]
    assert told == [(1, "first"), (2, "second"), (3, "third")]


async def test_to_is_who_it_was_delivered_to(mail_server: LocalMail) -> None:
    await send(mail_server, notice(), ["panel@example.org", "copy@example.org"])
    [kept] = await messages(mail_server)
    assert kept["to"] == ["panel@example.org", "copy@example.org"]


@pytest.mark.parametrize("page", ["/", "/messages/1"])
async def test_nothing_in_a_message_becomes_markup(mail_server: LocalMail, page: str) -> None:
    await send(mail_server, notice("<script>alert(1)</script>", "<img src=x onerror=alert(1)>\n"))
    async with httpx.AsyncClient(base_url=mail_server.viewer_url, timeout=90) as client:
        answer = await client.get(page)
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert "<img" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert '<html lang="en-GB">' in answer.text


async def test_a_message_that_is_not_there_is_not_found(mail_server: LocalMail) -> None:
    async with httpx.AsyncClient(base_url=mail_server.viewer_url, timeout=90) as client:
        assert (await client.get("/messages/12")).status_code == 404

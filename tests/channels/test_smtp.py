"""A notice by mail, to a real server that writes down what came before it answers."""

from dataclasses import replace
from pathlib import Path

import pytest

from shared.dispatch.email import SmtpPost
from shared.dispatch.outgoing import NotNow, OutcomeUnknown, Refusal
from tests.channels.examples import AT, certificate, mail
from tests.channels.scripted import MailRecipient, mail_recipient
from tests.hurry import PATIENCE_SECONDS

SENDER = "notifications@portsea-meon.example"


def post(recipient: MailRecipient, **more: object) -> SmtpPost:
    return SmtpPost(recipient.smtp, SENDER, timeout_seconds=PATIENCE_SECONDS, **more)  # type: ignore[arg-type]


async def test_it_arrives_word_for_word_under_the_dispatchs_own_message_id() -> None:
    async with mail_recipient("250 kept as 1") as recipient:
        answer = await post(recipient).send(mail, AT)
    (message,) = recipient.got
    assert answer == "kept as 1"
    assert message["Message-ID"] == mail.message_id
    assert message["Date"] == "Thu, 09 Apr 2026 10:00:00 +0000"
    text = message.get_payload(decode=True)
    assert isinstance(text, bytes)
    assert text.decode().replace("\r\n", "\n") == mail.text


async def test_an_attachment_goes_with_it() -> None:
    with_copy = replace(mail, attachments=(("report.md", "# Łucja\n"),))
    async with mail_recipient("250 OK") as recipient:
        await post(recipient).send(with_copy, AT)
    _, attached = recipient.got[0].get_payload()  # type: ignore[misc]
    assert attached.get_filename() == "report.md"  # type: ignore[union-attr]
    assert attached.get_payload(decode=True).decode().splitlines() == ["# Łucja"]  # type: ignore[union-attr]


@pytest.mark.parametrize("step", ["550 No such mailbox", "554 Refused", "RCPT 550 Unknown", "RCPT 553 Never"])
async def test_a_five_is_for_good(step: str) -> None:
    async with mail_recipient(step) as recipient:
        with pytest.raises(Refusal) as caught:
            await post(recipient).send(mail, AT)
    assert str(caught.value) == f"SMTP {step.removeprefix('RCPT ')[:3]}"


@pytest.mark.parametrize("step", ["451 Later", "452 Full", "421 Closing", "RCPT 450 Busy", "RCPT 451 Grey"])
async def test_a_four_is_certain_and_passing(step: str) -> None:
    async with mail_recipient(step) as recipient:
        with pytest.raises(NotNow) as caught:
            await post(recipient).send(mail, AT)
    assert not caught.value.perhaps_arrived


@pytest.mark.parametrize("step", ["hang", "reset", "rubbish", "999 what", "250-half an answer"])
async def test_after_the_text_only_an_answer_is_certain(step: str) -> None:
    async with mail_recipient(step) as recipient:
        with pytest.raises(OutcomeUnknown):
            await post(recipient).send(mail, AT)
    assert len(recipient.got) == 1


@pytest.mark.parametrize("step", ["greeting", "RCPT rubbish"])
async def test_before_the_text_everything_is_certain(step: str) -> None:
    async with mail_recipient(step) as recipient:
        with pytest.raises(NotNow):
            await post(recipient).send(mail, AT)
    assert recipient.got == []


async def test_nobody_there_is_certain() -> None:
    async with mail_recipient("250 OK") as recipient:
        pass
    with pytest.raises(NotNow):
        await post(recipient).send(mail, AT)


async def test_it_signs_in_over_starttls(tmp_path: Path) -> None:
    trusted, context = certificate(tmp_path)
    async with mail_recipient("250 OK", tls=context, password="right") as recipient:
        server = f"localhost:{recipient.port}"
        signed_in = SmtpPost(
            server, SENDER, security="starttls", user="cspr", password="right", authorities=trusted
        )
        await signed_in.send(mail, AT)
    assert (recipient.signed_in, recipient.encrypted) == (["cspr"], [True])


async def test_a_wrong_password_is_ours_to_mend_and_nothing_leaves(tmp_path: Path) -> None:
    trusted, context = certificate(tmp_path)
    async with mail_recipient("250 OK", tls=context, password="right") as recipient:
        server = f"localhost:{recipient.port}"
        wrong = SmtpPost(server, SENDER, security="starttls", user="cspr", password="wrong", authorities=trusted)
        with pytest.raises(NotNow):
            await wrong.send(mail, AT)
    assert recipient.got == []


async def test_told_to_encrypt_it_sends_nothing_to_a_server_that_cannot() -> None:
    async with mail_recipient("250 OK") as recipient:
        with pytest.raises(NotNow):
            await post(recipient, security="starttls").send(mail, AT)
    assert recipient.got == []


async def test_told_to_encrypt_it_sends_nothing_to_a_server_it_does_not_know(tmp_path: Path) -> None:
    _, context = certificate(tmp_path)
    async with mail_recipient("250 OK", tls=context) as recipient:
        server = f"localhost:{recipient.port}"
        with pytest.raises(NotNow):
            await SmtpPost(server, SENDER, security="starttls").send(mail, AT)
    assert recipient.got == []


@pytest.mark.parametrize("field", ["subject", "to"])
async def test_no_line_break_gets_into_a_header(field: str) -> None:
    broken = replace(mail, **{field: "a@b.example\r\nBcc: everybody@elsewhere.example"})
    async with mail_recipient("250 OK") as recipient:
        with pytest.raises(ValueError):
            await post(recipient).send(broken, AT)
    assert recipient.got == []

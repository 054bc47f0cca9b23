"""All channels together: each message leaves by its recipient's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shared.dispatch.email import SmtpPost
from shared.dispatch.file import FileDrop
from shared.dispatch.outgoing import Mail, Post
from shared.dispatch.signatures import Secrets
from shared.dispatch.webhook import WebhookPost
from shared.events.dispatch import Channel
from shared.partnership import Partnership
from shared.settings import Settings

# Whoever is sent the same again by these can tell, by its key: after a crash they are tried again, never in doubt.
SAFE_TO_REPEAT: frozenset[Channel] = frozenset({"webhook", "file"})
BY_HAND: frozenset[Channel] = frozenset({"portal"})


@dataclass(frozen=True)
class Channels:
    posts: Mapping[Channel, Post]

    async def send(self, mail: Mail, at: datetime) -> str:
        return await self.posts[mail.channel].send(mail, at)


class NoSecret(Exception):
    """A recipient with a webhook has no secret to sign with."""


def channels(settings: Settings, partnership: Partnership, secrets: Secrets) -> Channels:
    """As configured. Raises NoSecret: nothing runs on half a configuration."""
    _check(partnership, secrets)
    return Channels(
        {
            "email": mail(settings, partnership),
            "webhook": WebhookPost(
                secrets,
                frozenset(recipient.address for recipient in partnership.recipients if recipient.private_network),
                authorities=settings.authorities,
            ),
            "file": FileDrop(),
        }
    )


def mail(settings: Settings, partnership: Partnership) -> SmtpPost:
    """The one mail server that everything by mail leaves by: notices, and reminders to our own people."""
    return SmtpPost(
        settings.smtp,
        partnership.sender,
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value(),
        authorities=settings.smtp_authorities or settings.authorities,
    )


def _check(partnership: Partnership, secrets: Secrets) -> None:
    for recipient in partnership.recipients:
        if recipient.channel == "webhook" and recipient.id not in secrets:
            raise NoSecret(f"{recipient.id} has a webhook, and no secret in CSPR_RECIPIENT_SECRETS")

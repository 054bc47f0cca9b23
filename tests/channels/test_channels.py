"""All channels, as an installation is told of them."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from shared.dispatch.channels import NoSecret, channels
from shared.dispatch.email import SmtpPost
from shared.dispatch.webhook import WebhookPost
from shared.settings import Settings
from tests import examples as ex
from tests.channels.conftest import told_by
from tests.channels.examples import SECRETS

WEBHOOK = told_by("webhook", "https://panel.example/notices")


def settings(tmp_path: Path, **more: object) -> Settings:
    return Settings(database_url=SecretStr("x"), wrapping_key_file=tmp_path / "key", **more)  # type: ignore[arg-type]


def test_a_webhook_without_a_secret_keeps_the_service_from_starting(tmp_path: Path) -> None:
    with pytest.raises(NoSecret, match="national-panel"):
        channels(settings(tmp_path), WEBHOOK, {})


def test_every_channel_that_leaves_by_itself_is_there(tmp_path: Path) -> None:
    assert set(channels(settings(tmp_path), WEBHOOK, SECRETS).posts) == {"email", "webhook", "file"}


def test_mail_is_secured_as_the_settings_say(tmp_path: Path) -> None:
    more = {"smtp_security": "starttls", "smtp_user": "cspr", "smtp_password": SecretStr("right")}
    smtp = channels(settings(tmp_path, **more), ex.partnership(), {}).posts["email"]
    assert isinstance(smtp, SmtpPost)
    assert (smtp.security, smtp.user, smtp.password) == ("starttls", "cspr", "right")
    assert "right" not in repr(smtp)


def test_only_the_files_own_address_may_be_private(tmp_path: Path) -> None:
    webhook = channels(settings(tmp_path), WEBHOOK, SECRETS).posts["webhook"]
    assert isinstance(webhook, WebhookPost)
    assert webhook.private_network == {"https://panel.example/notices"}

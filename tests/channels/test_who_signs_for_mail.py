"""Whom the mail server must prove itself to: an authority of its own where one is named, else as for webhooks."""

from pathlib import Path

import pytest

from shared.dispatch.channels import mail
from shared.settings import Settings
from tests.publisher import examples as ex

ALL, OF_MAIL = Path("all.pem"), Path("mail.pem")


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ({"authorities": ALL, "smtp_authorities": OF_MAIL}, OF_MAIL),
        ({"smtp_authorities": OF_MAIL}, OF_MAIL),
        ({"authorities": ALL}, ALL),
        ({}, None),
    ],
)
def test_an_authority_for_mail_alone_is_for_mail_alone(told: dict[str, Path], asked: Path | None) -> None:
    settings = Settings(database_url="postgresql://x", wrapping_key_file=Path("key"), **told)
    assert mail(settings, ex.partnership()).authorities == asked
    assert settings.authorities == told.get("authorities")  # webhooks go on as they did

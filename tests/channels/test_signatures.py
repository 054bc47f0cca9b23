"""Whoever signs knows a secret, and does so now."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError
from standardwebhooks import Webhook

from shared.dispatch.signatures import Forged, secrets_of, signed, verify
from tests.channels.examples import AT, KEY, NEW, OLD, OTHERS

BODY = '{"reference": "Łucja"}'.encode()


def test_the_standards_own_example_comes_out_the_same() -> None:
    """From the specification of Standard Webhooks."""
    secret = SecretStr("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    headers = signed(
        (secret,), "msg_p5jXN8AQM9LWM0D4loKWxJek", datetime.fromtimestamp(1614265330, UTC), b'{"test": 2432232314}'
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_recipients_own_library_believes_it() -> None:
    now = datetime.now(UTC)
    Webhook(OLD.get_secret_value()).verify(BODY, signed((NEW, OLD), KEY, now, BODY))


def test_what_was_signed_with_either_secret_is_believed() -> None:
    for secret in (OLD, NEW):
        assert verify((NEW, OLD), signed((secret,), KEY, AT, BODY), BODY, AT) == KEY


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_clocks_may_differ_by_five_minutes(seconds: int) -> None:
    assert verify((NEW,), signed((NEW,), KEY, AT + timedelta(seconds=seconds), BODY), BODY, AT) == KEY


GOOD = signed((NEW,), KEY, AT, BODY)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (signed((OTHERS,), KEY, AT, BODY), BODY),
        (signed((NEW,), KEY, AT - timedelta(seconds=301), BODY), BODY),
        (signed((NEW,), KEY, AT + timedelta(seconds=301), BODY), BODY),
        (GOOD, BODY + b" "),
        (GOOD, b"\xff"),
        ({**GOOD, "webhook-id": "another"}, BODY),
        ({**GOOD, "webhook-id": ""}, BODY),
        ({**GOOD, "webhook-timestamp": str(int(AT.timestamp()) + 1)}, BODY),
        ({**GOOD, "webhook-timestamp": "1e9"}, BODY),
        ({**GOOD, "webhook-timestamp": "²"}, BODY),
        ({**GOOD, "webhook-timestamp": "9" * 400}, BODY),
        ({**GOOD, "webhook-signature": GOOD["webhook-signature"].replace("v1,", "v2,")}, BODY),
        ({**GOOD, "webhook-signature": "v1,"}, BODY),
        ({**GOOD, "webhook-signature": "é"}, BODY),
        ({**GOOD, "webhook-signature": ""}, BODY),
        ({}, BODY),
    ],
)
def test_what_is_forged_or_old_is_not(headers: dict[str, str], body: bytes) -> None:
    with pytest.raises(Forged):
        verify((NEW, OLD), headers, body, AT)


def test_without_a_file_there_are_no_secrets() -> None:
    assert secrets_of(None) == {}


def test_secrets_are_read_by_recipient(tmp_path: Path) -> None:
    file = tmp_path / "secrets.toml"
    file.write_text(f'national-panel = ["{NEW.get_secret_value()}", "{OLD.get_secret_value()}"]\n')
    assert secrets_of(file) == {"national-panel": (NEW, OLD)}
    assert NEW.get_secret_value() not in repr(secrets_of(file))


@pytest.mark.parametrize("secrets", ['["whsec_c2hvcnQ="]', '["plain"]', '["whsec_?"]', "[]", "1", '["a","b","c"]'])
def test_a_secret_that_is_none_names_its_recipient_and_not_itself(tmp_path: Path, secrets: str) -> None:
    file = tmp_path / "secrets.toml"
    file.write_text(f"national-panel = {secrets}\n")
    with pytest.raises(ValidationError) as caught:
        secrets_of(file)
    assert "national-panel" in str(caught.value)
    assert "c2hvcnQ" not in str(caught.value) and "plain" not in str(caught.value)

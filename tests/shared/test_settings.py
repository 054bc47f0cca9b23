"""A service is told who it is at Kafka wholly or not at all, and never says its password."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from shared.broker import client, login_of, security, user_of
from shared.settings import KafkaSettings

WHO = {"kafka_security": "sasl_plaintext", "kafka_user": "intake", "kafka_password": "hidden"}


def test_a_password_can_be_given_as_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("hidden\n")
    given = KafkaSettings(kafka_security="sasl_plaintext", kafka_user="intake", kafka_password_file=file)
    assert client(given.broker)["sasl_plain_password"] == "hidden"


def test_who_is_asked_nothing_says_nothing() -> None:
    plain = KafkaSettings(kafka="here:1").broker
    assert client(plain) == {"bootstrap_servers": "here:1"}
    assert (security(plain), login_of(plain), user_of(plain)) == (None, None, "ANONYMOUS")


def test_scram_is_said_in_words_that_aiokafka_takes() -> None:
    options = client(KafkaSettings(**WHO).broker)
    assert (options["security_protocol"], options["sasl_mechanism"]) == ("SASL_PLAINTEXT", "SCRAM-SHA-512")
    assert options["sasl_plain_username"] == "intake"


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({**WHO, "kafka_user": ""}, "needs CSPR_KAFKA_USER"),
        ({**WHO, "kafka_password": ""}, "needs CSPR_KAFKA_USER and CSPR_KAFKA_PASSWORD"),
        ({**WHO, "kafka_security": "sasl_ssl"}, "CSPR_KAFKA_AUTHORITIES belongs to"),
        ({**WHO, "kafka_authorities": Path("ca.pem")}, "CSPR_KAFKA_AUTHORITIES belongs to"),
    ],
)
def test_a_half_said_identity_is_refused_with_what_is_missing(given: dict, rule: str) -> None:
    with pytest.raises(ValidationError, match=rule) as refused:
        KafkaSettings(**given)
    assert "hidden" not in str(refused.value)


def test_settings_do_not_show_the_password() -> None:
    assert "hidden" not in repr(KafkaSettings(**WHO))

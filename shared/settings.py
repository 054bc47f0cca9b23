"""What a service is told from outside, by environment variables that begin with CSPR_."""

from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.addresses import is_loopback, wrong_url
from shared.broker import Broker, Login


class KafkaSettings(BaseSettings):
    """Where Kafka is, and who we are there. A password is given as itself or as a file that holds it."""

    model_config = SettingsConfigDict(env_prefix="CSPR_", hide_input_in_errors=True)

    kafka: str = "127.0.0.1:8405"
    kafka_security: Literal["plaintext", "sasl_plaintext", "sasl_ssl"] = "plaintext"
    kafka_user: str = ""
    kafka_password: SecretStr = SecretStr("")
    kafka_password_file: Path | None = None
    kafka_authorities: Path | None = None  # certificates to trust, PEM; with sasl_ssl, and no other

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """A half-said identity would be found out much later, as a Kafka that cannot be reached."""
        if self.kafka_security == "plaintext":
            return self
        if not self.kafka_user or not (self.kafka_password.get_secret_value() or self.kafka_password_file):
            raise ValueError("CSPR_KAFKA_SECURITY needs CSPR_KAFKA_USER and CSPR_KAFKA_PASSWORD, or its file")
        if (self.kafka_security == "sasl_ssl") != (self.kafka_authorities is not None):
            raise ValueError("CSPR_KAFKA_AUTHORITIES belongs to CSPR_KAFKA_SECURITY=sasl_ssl, and that to it")
        return self

    @property
    def broker(self) -> Broker:
        """Raises OSError when the password's file cannot be read."""
        if self.kafka_security == "plaintext":
            return Broker(self.kafka)
        password = self.kafka_password
        if self.kafka_password_file:
            password = SecretStr(self.kafka_password_file.read_text().strip())
        return Broker(self.kafka, Login(self.kafka_user, password, self.kafka_authorities))


class WrappingSettings(BaseSettings):
    """Where the wrapping key is kept: in a file, or in a token that is reached by its library."""

    model_config = SettingsConfigDict(env_prefix="CSPR_", hide_input_in_errors=True)

    wrapping_key_file: Path
    pkcs11_module: Path | None = None
    pkcs11_token: str = "cspr"  # the token's label
    pkcs11_pin_file: Path | None = None

    @model_validator(mode="after")
    def _token(self) -> Self:
        if (self.pkcs11_module is None) != (self.pkcs11_pin_file is None):
            raise ValueError("CSPR_PKCS11_MODULE needs CSPR_PKCS11_PIN_FILE, and that it")
        return self


class TlsSettings(BaseSettings):
    """What a process proves itself with to whoever asks it over HTTP, and whom it believes of its neighbours.

    Without a certificate it listens in the clear, for which the loopback address is meant.
    """

    model_config = SettingsConfigDict(env_prefix="CSPR_", hide_input_in_errors=True)

    host: str = "127.0.0.1"
    port: int = 8400
    tls_certificate: Path | None = None  # PEM, with those between it and its authority
    tls_key: Path | None = None  # PEM; absent: in the same file
    tls_ca: Path | None = None  # PEM: who signs for our own services, and no other; absent: the machine's

    @model_validator(mode="after")
    def _proves_itself(self) -> Self:
        if self.tls_key and not self.tls_certificate:
            raise ValueError("CSPR_TLS_KEY needs CSPR_TLS_CERTIFICATE")
        return self


class Settings(KafkaSettings, WrappingSettings, TlsSettings):
    database_url: SecretStr
    clock_file: Path | None = None  # absent: real time
    partnership: Path = Path("deploy/partnership.toml")
    smtp: str = "127.0.0.1:8407"
    smtp_security: Literal["opportunistic", "starttls", "tls"] = "opportunistic"
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    authorities: Path | None = None  # certificates to trust, PEM, for mail and webhooks; absent: the machine's
    smtp_authorities: Path | None = None  # the same for mail alone
    issuers: Path | None = None  # TOML: whose tokens say who asks; absent: an Actor header does, on loopback alone
    signing_key_file: Path | None = None  # a private JWK, mode 600: of a service that makes tokens
    requests_per_second: float = 20.0  # of each agency and each person that shows tokens, to each instance
    recipient_secrets: Path | None = None  # TOML: a recipient's id = its one or two webhook secrets
    scanner: str = ""  # clamd, which looks for malware: host:port, or its socket's path; absent: none does
    services: dict[str, str] = {}  # name -> address, as they reach one another, and for the console's health page
    console_url: str = ""  # where browsers reach the console, for links in mails; absent: where services do

    @property
    def console_link(self) -> str:
        return self.console_url or self.services.get("console", "")

    @model_validator(mode="after")
    def _reached_by_browsers(self) -> Self:
        wrong = wrong_url(self.console_url, plain=is_loopback) if self.console_url else ""
        if wrong or self.console_url.endswith("/") or urlsplit(self.console_url).path:
            raise ValueError(f"CSPR_CONSOLE_URL {wrong or 'must end with the host and its port'}")
        return self

"""What a service is told from outside, by environment variables that begin with CSPR_."""

from pathlib import Path
from typing import Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="CSPR_", hide_input_in_errors=True)

    kafka: str = "127.0.0.1:8405"
    database_url: SecretStr
    host: str = "127.0.0.1"
    port: int = 8400
    clock_file: Path | None = None  # absent: real time
    partnership: Path = Path("deploy/partnership.toml")
    wrapping_key_file: Path
    smtp: str = "127.0.0.1:8407"
    smtp_security: Literal["opportunistic", "starttls", "tls"] = "opportunistic"
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    authorities: Path | None = None  # certificates to trust, PEM, for mail and webhooks; absent: the machine's
    issuers: Path | None = None  # TOML: whose tokens say who asks; absent: an Actor header does, on loopback alone
    signing_key_file: Path | None = None  # a private JWK, mode 600: of a service that makes tokens
    requests_per_second: float = 20.0  # of each agency and each person that shows tokens, to each instance
    recipient_secrets: Path | None = None  # TOML: a recipient's id = its one or two webhook secrets
    services: dict[str, str] = {}  # name -> address, for links and for the console's health page

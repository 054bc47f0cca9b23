"""What the watcher is told by its environment: variables that begin with CSPR_, like a service's."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class WatcherSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="CSPR_", hide_input_in_errors=True)

    kafka: str = "127.0.0.1:8405"
    host: str = "127.0.0.1"
    port: int = 8414
    partnership: Path = Path("deploy/partnership.toml")
    services: dict[str, str] = {}  # name -> address; of intake, where canaries are sent
    lag_seconds: float = 10.0  # between two rounds over all groups
    canary_seconds: float = 60.0  # between two canaries; 0: none
    signing_key_file: Path | None = None  # to say to intake who it is; none where nobody need
    verified: Path | None = None  # the file in which `cspr verify` keeps what it found; none: it is not told

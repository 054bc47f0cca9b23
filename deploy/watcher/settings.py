"""What the watcher is told by its environment: variables that begin with CSPR_, like a service's."""

from pathlib import Path

from shared.settings import KafkaSettings, TlsSettings


class WatcherSettings(KafkaSettings, TlsSettings):
    port: int = 8414
    partnership: Path = Path("deploy/partnership.toml")
    services: dict[str, str] = {}  # noqa: RUF012  # name -> address; of intake, where canaries are sent
    lag_seconds: float = 10.0  # between two rounds over all groups
    canary_seconds: float = 60.0  # between two canaries; 0: none
    signing_key_file: Path | None = None  # to say to intake who it is; none where nobody need

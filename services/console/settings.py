"""What the console is told beyond what every service is told: how people say who they are, and where."""

from pathlib import Path
from typing import Literal, Self

from pydantic import model_validator

from shared.addresses import is_loopback
from shared.settings import Settings


class ConsoleSettings(Settings):
    """`identity`: the file of issuers. `sign_in`: oidc is meant where there is one; nothing is ever meant
    instead.
    """

    sign_in: Literal["", "oidc", "declared"] = ""
    identity: Path | None = None

    @property
    def url(self) -> str:
        return self.console_url or f"http://127.0.0.1:{self.port}"

    @property
    def by_issuers(self) -> bool:
        return self.sign_in == "oidc" or (not self.sign_in and self.identity is not None)

    @model_validator(mode="after")
    def _somebody_is_asked(self) -> Self:
        if not self.sign_in and self.identity is None:
            raise ValueError(
                "CSPR_IDENTITY must name the file of issuers; for development on one machine CSPR_SIGN_IN=declared"
                " believes whoever says a name"
            )
        if self.by_issuers and self.identity is None:
            raise ValueError("CSPR_SIGN_IN=oidc needs CSPR_IDENTITY, the file of issuers")
        if not self.by_issuers and not is_loopback(self.host):
            raise ValueError("CSPR_SIGN_IN=declared believes anybody: CSPR_HOST must be a loopback address")
        return self

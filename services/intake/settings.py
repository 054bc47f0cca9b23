from shared.settings import Settings


class IntakeSettings(Settings):
    """`token_url`: where agencies reach POST /token, as their assertions name it; absent: at its address."""

    token_url: str = ""

    @property
    def tokens_at(self) -> str:
        return self.token_url or self.services.get("intake", f"http://{self.host}:{self.port}") + "/token"

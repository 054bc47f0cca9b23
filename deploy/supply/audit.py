"""Is anything known against what others wrote? By pip-audit and `npm audit`, of exactly what the lock files name.

"Nothing found" is worth something only from somebody who could look: pip-audit ends well when it found nothing
to look at, so what it skipped is counted here.
"""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LOCKS = ("requirements/run.txt", "requirements/test.txt")
PATIENCE_SECONDS = 600


@dataclass(frozen=True)
class Answer:
    """`found`: a line for each known weakness. `not_looked`: why nobody can tell, where nobody could."""

    of: str
    looked_at: int
    found: tuple[str, ...] = ()
    not_looked: str = ""

    @property
    def good(self) -> bool:
        return self.looked_at > 0 and not self.found and not self.not_looked


def of_python(lock: str, said: str) -> Answer:
    """From what `pip-audit --format json` printed."""
    try:
        packages = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Answer(lock, 0, not_looked="pip-audit gave no answer")
    skipped = [each["name"] for each in packages if "skip_reason" in each]
    found = [
        f"{each['name']} {each['version']}: {weakness['id']}"
        for each in packages
        for weakness in each.get("vulns", ())
    ]
    why = f"nothing could be asked about {len(skipped)} of {len(packages)} packages" if skipped else ""
    return Answer(lock, len(packages) - len(skipped), tuple(found), why)


def of_npm(folder: str, said: str) -> Answer:
    """From what `npm audit --json` printed."""
    try:
        told: dict[str, Any] = json.loads(said)
        counted = told["metadata"]["dependencies"]["total"]
        found = [f"{name}: {each['severity']}" for name, each in told["vulnerabilities"].items()]
    except (ValueError, KeyError, TypeError):
        return Answer(folder, 0, not_looked="npm's list of advisories did not answer")
    return Answer(folder, counted, tuple(found))


def run(command: Sequence[str], cwd: Path) -> str:
    """What it printed, whatever its exit code: that also says what was found. "" when it did not end in time."""
    try:
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=PATIENCE_SECONDS).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


def asked(project: Path, tools: Path, npm: Path) -> list[Answer]:
    """`tools`: the folder of pip-audit's program."""
    answers = []
    for lock in LOCKS:
        pip_audit = [str(tools / "pip-audit"), "--requirement", lock, "--require-hashes", "--disable-pip"]
        answers.append(of_python(lock, run([*pip_audit, "--format", "json"], project)))
    answers.append(of_npm("tests/browser", run([str(npm), "audit", "--json"], project / "tests" / "browser")))
    return answers

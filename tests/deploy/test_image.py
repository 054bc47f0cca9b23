"""What the services' image holds: what an installation needs, and neither the demo nor the measurements."""

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

PROJECT = Path(__file__).parents[2]
IGNORED = (PROJECT / "deploy" / "Dockerfile.dockerignore").read_text().splitlines()
LEFT_OUT = ("deploy.demo", "deploy.bench")


def is_sent(path: str) -> bool:
    """As Docker reads it: the last line that names a path, or a folder above it, decides."""
    sent = True
    for line in IGNORED:
        if line and not line.startswith("#"):
            pattern, excepted = line.removeprefix("!"), line.startswith("!")
            above = [path, *(str(each) for each in Path(path).parents if str(each) != ".")]
            if any(fnmatch(each, pattern) or fnmatch(each, pattern.replace("**/", "")) for each in above):
                sent = excepted
    return sent


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{each.name}" for each in node.names)


def test_neither_the_demo_nor_the_measurements_nor_a_test_is_in_it() -> None:
    for path in (
        "deploy/demo/run.py",
        "deploy/bench/run.py",
        "deploy/bench/peers/plain.py",
        "deploy/identity/provider.mjs",
        "deploy/identity/people.json",
        "tests/conftest.py",
        "docs/security.md",
        ".git/config",
        "secrets/authority.key",
    ):
        assert not is_sent(path), path


def test_what_runs_there_is() -> None:
    for path in (
        "requirements/run.txt",
        "shared/edge.py",
        "services/console/pages/layout.html",
        "services/publisher/gate/ordinary.txt",
        "deploy/provision.py",
        "deploy/partnership.toml",
        "deploy/identity/compose.toml",
        "deploy/supply/jars.txt",
    ):
        assert is_sent(path) and (PROJECT / path).exists(), path


def test_nothing_that_is_in_it_needs_what_is_left_out() -> None:
    """But the one command that measures, which says so where it cannot."""
    files = [file for place in ("services", "shared", "deploy") for file in (PROJECT / place).rglob("*.py")]
    needing = {
        str(file.relative_to(PROJECT))
        for file in files
        if is_sent(str(file.relative_to(PROJECT))) and any(each.startswith(LEFT_OUT) for each in imports(file))
    }
    assert needing == {"deploy/commands/bench.py"}
    assert "except ModuleNotFoundError" in (PROJECT / "deploy" / "commands" / "bench.py").read_text()

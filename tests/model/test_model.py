"""The model of relay, hearing and dispatch, every interleaving and every stop: what must hold holds, and each
safeguard that is taken out is missed. Needs Spin and a C compiler, and fails without them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

MODEL = Path(__file__).with_name("outbox.pml")
SMALLEST = 1_000  # states: fewer, and the model has looked at nothing


def check(folder: Path, claim: str, *defined: str) -> tuple[int, int]:
    """(errors, states) of the whole state space under this claim."""
    for program in ("spin", "cc"):
        assert shutil.which(program), f"{program} is missing: see deploy/system-packages.sh"
    flags = [f"-D{name}" for name in defined]
    _run(folder, "spin", "-a", *flags, str(MODEL))
    _run(
        folder,
        "cc",
        "-O0" if len(defined) > 2 else "-O1",
        "-w",
        "-DNFAIR=4",
        "-DMEMLIM=1024",
        "-o",
        "pan",
        "pan.c",
    )
    fair = ["-f"] if claim == "arrives" else []
    told = _run(folder, "./pan", "-a", *fair, "-m100000", "-N", claim)
    assert "max search depth too small" not in told and "pan: out of memory" not in told, told
    errors, states = re.search(r"errors: (\d+)", told), re.search(r"([0-9.e+]+) states, stored", told)
    assert errors and states, told
    return int(errors[1]), int(float(states[1]))


def _run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_whoever_stops_twice_wherever_nothing_is_doubled_or_invented(tmp_path):
    errors, states = check(tmp_path, "safe", "N=1", "CRASHES=2")

    assert errors == 0
    assert states > SMALLEST


def test_whoever_stops_wherever_it_arrives(tmp_path):
    errors, states = check(tmp_path, "arrives", "N=1", "CRASHES=1")

    assert errors == 0
    assert states > SMALLEST


@pytest.mark.parametrize(
    ("bug", "claim"),
    [
        ("OFFSET_FIRST", "arrives"),
        ("MARK_FIRST", "arrives"),
        ("NO_TAIL", "safe"),
        ("NO_FENCE", "safe"),
        ("ONE_STARTED", "safe"),
        ("NO_MARKERS", "safe"),
        ("NO_CAS", "safe"),
        ("NO_ATTEMPT", "safe"),
        ("NO_DOUBT", "safe"),
    ],
)
def test_without_one_of_its_safeguards_the_model_fails(tmp_path, bug, claim):
    errors, _ = check(tmp_path, claim, "N=1", "CRASHES=2", bug)

    assert errors > 0

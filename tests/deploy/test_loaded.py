"""A service that a command takes into its own process leaves nothing of its settings there."""

import json
import os
from pathlib import Path

import pytest

from deploy.access.users import BESIDE, KafkaUsers
from deploy.commands.services import load
from deploy.local.record import Record
from deploy.partnership import DEFAULT_PARTNERSHIP


@pytest.mark.parametrize("clock", [True, False])
def test_what_a_service_was_told_is_told_to_nobody_else(tmp_path: Path, clock: bool) -> None:
    before = dict(os.environ)
    load(_record(tmp_path, clock=clock), "intake")
    assert dict(os.environ) == before


def _record(folder: Path, *, clock: bool) -> Record:
    for name in ("wrapping.key", "admin.password"):
        (folder / name).write_bytes(b"k" * 32)
    (folder / "passwords.json").write_text(json.dumps({"intake": "secret"}))
    KafkaUsers(folder / "kafka.json").ensure(["intake", *BESIDE])
    return Record(
        base_port=8400,
        services=["intake"],
        ports={"postgres": 8406},
        urls={},
        kafka="127.0.0.1:9",
        partnership=str(DEFAULT_PARTNERSHIP),
        clock_file=str(folder / "clock.json") if clock else None,
        wrapping_key_file=str(folder / "wrapping.key"),
        passwords_file=str(folder / "passwords.json"),
        admin_password_file=str(folder / "admin.password"),
        supervisor=1,
        children={},
        witness_key_file="",
        notes="",
        kafka_users_file=str(folder / "kafka.json"),
    )

"""An agency's keys in the partnership's file: added, taken out, and nothing else of the file touched."""

import errno
import json
import os
import shutil
import tomllib
from dataclasses import asdict
from itertools import cycle
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy.agency_keys import add_key, id_of, public_text, revoke_key
from deploy.commands.agency import agency as agency_commands
from deploy.commands.agency import told_of
from deploy.local.issuing import ISSUERS, Issuing
from deploy.local.record import lock
from deploy.onboarding import Underway, alone
from deploy.partnership import DEFAULT_PARTNERSHIP, PartnershipUnreadable
from deploy.partnership_file import AgencyRefused, agency_of
from shared.identity.issuers import read_issuers
from shared.identity.keys import key_id, new_key, public_document
from shared.identity.minting import minted, signer
from shared.identity.verifying import verified
from shared.partnership import load
from tests.deploy.test_record import RECORD, written
from tests.identity.tokens import Hand, agency_key


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "partnership.toml"
    shutil.copy(DEFAULT_PARTNERSHIP, path)
    return path


def keys_of(file: Path, agency: str = "hospital") -> list[str]:
    (found,) = (each for each in load(file).agencies if each.id == agency)
    return [id_of(key) for key in found.keys]


def test_a_key_is_added_and_taken_out_and_the_file_is_as_it_was(file: Path, tmp_path: Path) -> None:
    before = file.read_text()
    add_key(file, tmp_path, "hospital", agency_key(1).text)
    assert keys_of(file) == [agency_key(1).id]
    added = [line for line in file.read_text().splitlines() if line not in before.splitlines()]
    assert [line.partition(" = ")[0] for line in added] == ["keys"]
    revoke_key(file, tmp_path, "hospital", agency_key(1).id)
    assert file.read_text() == before


def test_keys_change_one_after_the_other(file: Path, tmp_path: Path) -> None:
    add_key(file, tmp_path, "schools", agency_key(1).text)
    add_key(file, tmp_path, "schools", agency_key(2).text)
    add_key(file, tmp_path, "police", agency_key(3).text)
    with pytest.raises(AgencyRefused, match="2 live keys"):
        add_key(file, tmp_path, "schools", agency_key(4).text)
    revoke_key(file, tmp_path, "schools", agency_key(1).id)
    add_key(file, tmp_path, "schools", agency_key(4).text)
    assert keys_of(file, "schools") == [agency_key(2).id, agency_key(4).id]
    assert keys_of(file, "police") == [agency_key(3).id]
    assert keys_of(file, "hospital") == []


@pytest.mark.parametrize("beginning", ["-", "--"])
def test_a_key_whose_id_begins_with_a_dash_is_taken_out_by_the_command(
    file: Path, tmp_path: Path, beginning: str
) -> None:
    """A thumbprint is base64 for addresses: one in 64 begins as an option does."""
    key = next(made for made in iter(new_key, None) if key_id(made).startswith(beginning))
    before = file.read_text()
    add_key(file, tmp_path, "hospital", json.dumps(public_document(key)))
    written(tmp_path, {**asdict(RECORD), "partnership": str(file)})
    with lock(tmp_path):
        told = CliRunner().invoke(
            agency_commands, ["revoke-key", "hospital", key_id(key), "--data-dir", str(tmp_path)]
        )
    assert told.exit_code == 0, told.output
    assert file.read_text() == before


def test_the_same_key_again_changes_nothing(file: Path, tmp_path: Path) -> None:
    add_key(file, tmp_path, "hospital", agency_key(1).text)
    before = file.read_text()
    add_key(file, tmp_path, "hospital", agency_key(1).text)
    assert file.read_text() == before


def test_another_agency_s_key_is_refused(file: Path, tmp_path: Path) -> None:
    add_key(file, tmp_path, "hospital", agency_key(1).text)
    before = file.read_text()
    with pytest.raises(PartnershipUnreadable, match="each agency's own"):
        add_key(file, tmp_path, "police", agency_key(1).text)
    assert file.read_text() == before


def test_what_is_not_there_is_refused(file: Path, tmp_path: Path) -> None:
    with pytest.raises(AgencyRefused, match="no agency"):
        add_key(file, tmp_path, "elsewhere", agency_key(1).text)
    with pytest.raises(AgencyRefused, match="none of the keys"):
        revoke_key(file, tmp_path, "hospital", agency_key(1).id)


def test_one_command_at_a_time_writes_the_file(file: Path, tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(Underway):
        add_key(file, tmp_path, "hospital", agency_key(1).text)


def test_keys_over_several_lines_are_people_s_to_change(file: Path, tmp_path: Path) -> None:
    several = f"keys = [\n  {json.dumps(agency_key(1).text)},\n]\n"
    file.write_text(file.read_text().replace('id = "hospital"\n', f'id = "hospital"\n{several}'))
    before = file.read_text()
    with pytest.raises(PartnershipUnreadable):
        add_key(file, tmp_path, "hospital", agency_key(2).text)
    assert file.read_text() == before


@pytest.mark.parametrize("document", [b"", b"{}", agency_key().private.encode(), b"-----BEGIN PUBLIC KEY-----"])
def test_what_is_no_public_key_is_refused_and_not_repeated(document: bytes) -> None:
    with pytest.raises(AgencyRefused) as refused:
        public_text(document)
    assert not document or document.decode() not in str(refused.value)


def test_an_agency_may_join_with_its_key_and_the_list_shows_its_id(file: Path) -> None:
    new = agency_of(id="ward-9", kind="health", name="Ward 9", address="", keys=(agency_key(1).text,))
    assert f"key {agency_key(1).id}" in told_of(new, None)
    assert tomllib.loads(file.read_text())  # and the file that it is added to is one


def test_an_installation_makes_its_issuers_once_and_for_its_owner_alone(tmp_path: Path, clock: Hand) -> None:
    issuing = Issuing(tmp_path / "issuers")
    issuing.ensure()
    made = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    issuing.ensure()
    assert made == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    for issuer, kinds in ISSUERS.items():
        assert issuing.key_file(issuer).stat().st_mode & 0o077 == 0
        by = signer(issuer, issuing.key_file(issuer))
        for kind in kinds:
            actor = f"service:{issuer}" if kind == "service" else f"{kind}:one"
            token = minted(by, actor=actor, audience="intake", clock=clock)
            found = verified(token, issuers=read_issuers(issuing.file), audience="intake", clock=clock)
            assert found.actor == actor


def test_what_an_installation_makes_is_whole_or_not_there_however_often_it_breaks_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, to_disk, breaks = tmp_path / "issuers", os.fsync, cycle((True, False))

    def every_second_time(file: int) -> None:
        """Each file's first: what stands is not written again."""
        if next(breaks):
            raise OSError(errno.ENOSPC, "no space left")
        to_disk(file)

    monkeypatch.setattr("os.fsync", every_second_time)
    for _ in range(2 * len(ISSUERS) + 1):
        with pytest.raises(OSError, match="no space"):
            Issuing(folder).ensure()
        for file in (*folder.rglob("*.json"), *folder.rglob("*.toml"), *folder.rglob("*.key")):
            assert (tomllib if file.suffix == ".toml" else json).loads(file.read_text()), file.name
    Issuing(folder).ensure()
    read_issuers(Issuing(folder).file)


@pytest.fixture
def clock() -> Hand:
    return Hand()

"""Kafka's users and their passwords: made once, kept, rotated and turned away."""

import json
import stat
from pathlib import Path

import pytest

from deploy.access.users import BESIDE, BROKER, CONTROLLER, OPERATOR, KafkaUsers, agency_of
from deploy.local.keys import Keys


@pytest.fixture
def users(tmp_path: Path) -> KafkaUsers:
    made = KafkaUsers(tmp_path / "keys" / "kafka.json")
    made.ensure(["intake"], ["hospital", "hospital-2"])
    return made


def test_everybody_gets_a_password_of_their_own(users: KafkaUsers) -> None:
    passwords = users.live()
    everybody = {OPERATOR, BROKER, CONTROLLER, "intake", "partner.hospital", "partner.hospital-2"}
    assert passwords.keys() == everybody
    assert len(set(passwords.values())) == len(everybody)
    assert min(len(password) for password in passwords.values()) >= 43  # 32 random bytes


def test_only_the_owner_can_read_them(users: KafkaUsers) -> None:
    assert stat.S_IMODE(users.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(users.file.parent.stat().st_mode) == 0o700


def test_a_password_stays_as_it_is_when_others_are_made(users: KafkaUsers) -> None:
    before = users.live()
    users.ensure(["intake", "console"], ["hospital", "police"])
    after = users.live()
    assert {user: after[user] for user in before} == before
    assert after.keys() - before.keys() == {"console", "partner.police"}


def test_a_rotated_agency_is_a_new_user_and_the_one_before_is_turned_away(users: KafkaUsers) -> None:
    before = users.password("partner.hospital")
    assert [users.rotate("hospital") for _ in range(10)][-1] == "partner.hospital.11"
    assert users.of_agency("hospital") == "partner.hospital.11"
    assert [user for user in users.live() if agency_of(user) == "hospital"] == ["partner.hospital.11"]
    assert users.password("partner.hospital.11") != before
    assert users.of_agency("hospital-2") == "partner.hospital-2"


def test_an_agency_that_was_turned_away_stays_away_until_it_is_given_a_new_password(users: KafkaUsers) -> None:
    users.revoke("hospital")
    users.ensure(["intake"], ["hospital"])
    assert users.of_agency("hospital") is None
    with pytest.raises(KeyError):
        users.password("partner.hospital")
    assert users.rotate("hospital") == "partner.hospital.2"
    assert users.of_agency("hospital") == "partner.hospital.2"


def test_an_agency_can_be_turned_away_before_it_ever_had_a_user(users: KafkaUsers) -> None:
    users.revoke("school")
    users.ensure([], ["school"])
    assert users.of_agency("school") is None


@pytest.mark.parametrize(
    ("user", "agency"),
    [
        ("partner.hospital", "hospital"),
        ("partner.hospital.2", "hospital"),
        ("partner.hospital-2", "hospital-2"),
        ("intake", None),
        ("partner", None),
        ("partner.hospital.2.3", None),
    ],
)
def test_whose_a_user_is_says_its_name(user: str, agency: str | None) -> None:
    assert agency_of(user) == agency


def test_an_installation_that_knew_no_users_makes_them_beside_the_keys_it_has(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    keys.ensure(["intake"])
    wrapping, passwords = keys.wrapping_key_file.read_bytes(), keys.passwords_file.read_bytes()
    keys.kafka.file.unlink()
    keys.ensure(["intake"])
    assert keys.wrapping_key_file.read_bytes() == wrapping
    assert keys.passwords_file.read_bytes() == passwords
    assert json.loads(keys.kafka.file.read_text()).keys() == {OPERATOR, BROKER, CONTROLLER, "intake", *BESIDE}

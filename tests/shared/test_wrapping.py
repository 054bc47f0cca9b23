"""The wrapping keys: the newest wraps, the earlier ones still open, and hashes stay what they were."""

from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from shared.keys import Keyring
from shared.wrapping import HASHING, WrappingKeys

OLD, NEW, OTHER = b"o" * 32, b"n" * 32, b"x" * 32
KEY = bytes(range(32))


def keys_in(folder: Path, *keys: bytes) -> WrappingKeys:
    (folder / "wrapping.key").write_bytes(b"".join(keys))
    return WrappingKeys(folder / "wrapping.key")


def test_one_key_wraps_and_unwraps(tmp_path: Path) -> None:
    one = keys_in(tmp_path, OLD)
    assert one.unwrap(one.wrap(KEY, "case"), "case") == KEY


def test_what_the_old_key_wrapped_the_old_and_the_new_open(tmp_path: Path) -> None:
    old = WrappingKeys(OLD).wrap(KEY, "case")
    both = keys_in(tmp_path, NEW, OLD)
    assert both.unwrap(old, "case") == KEY
    assert not both.is_newest(old, "case")
    assert both.is_newest(both.wrap(KEY, "case"), "case")


def test_a_key_that_is_in_no_file_opens_nothing(tmp_path: Path) -> None:
    both = keys_in(tmp_path, NEW, OLD)
    with pytest.raises(InvalidTag):
        both.unwrap(WrappingKeys(OTHER).wrap(KEY, "case"), "case")
    with pytest.raises(InvalidTag):
        both.is_newest(WrappingKeys(OTHER).wrap(KEY, "case"), "case")


def test_a_running_service_takes_the_new_key_up_without_a_restart(tmp_path: Path) -> None:
    """Whichever comes first: something to unwrap, or something to wrap."""
    running, also = keys_in(tmp_path, OLD), WrappingKeys(tmp_path / "wrapping.key")
    fresh = tmp_path / "fresh"
    fresh.write_bytes(NEW + OLD)
    fresh.rename(tmp_path / "wrapping.key")
    by_new = WrappingKeys(NEW).wrap(KEY, "case")
    assert running.unwrap(by_new, "case") == KEY
    assert WrappingKeys(NEW).unwrap(also.wrap(KEY, "case"), "case") == KEY


def test_what_was_retired_opens_nothing_any_more(tmp_path: Path) -> None:
    with pytest.raises(InvalidTag):
        keys_in(tmp_path, NEW).unwrap(WrappingKeys(OLD).wrap(KEY, "case"), "case")


def test_hashes_stay_what_they_were_when_the_key_is_rotated_and_the_old_one_retired(tmp_path: Path) -> None:
    """Or no repeat would be known again, no draft opened, no link of a requester's be good."""
    before = Keyring(keys_in(tmp_path, OLD))
    (tmp_path / HASHING).write_bytes(OLD)
    for kept in ((NEW, OLD), (NEW,)):
        after = Keyring(keys_in(tmp_path, *kept))
        assert after.fingerprint("a command") == before.fingerprint("a command")
        assert after.hasher("marks")("a name") == before.hasher("marks")("a name")
        assert after.key_for("drafts") == before.key_for("drafts")


def test_a_file_of_another_length_is_refused(tmp_path: Path) -> None:
    for content in (b"", OLD[:-1], OLD + b"\n"):
        with pytest.raises(ValueError, match="32 bytes"):
            keys_in(tmp_path, content)

"""The same of both adapters, a key file and a token: what wraps, what opens, what a rotation changes."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pkcs11
import pytest
from cryptography.exceptions import InvalidTag
from structlog.testing import capture_logs

from deploy.local.secret_file import write_secret
from deploy.rewrapping import begin, begin_in_token, retire, retire_in_token
from shared.token_keys import PUBLIC, Token, TokenKeys
from shared.wrapping import HASHING, KeyServiceAway, Wrapping, WrappingKeys
from tests.keys.conftest import MODULE, SoftToken

KEY = bytes(range(32))


@dataclass
class Installation:
    """`keys` as a running service has them; `again` as one that starts."""

    file: Path
    again: Callable[[], Wrapping]
    rotate: Callable[[], bool]
    retire: Callable[[], None]
    keys: Wrapping


@pytest.fixture(params=["file", "token"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Installation:
    file = tmp_path / "wrapping.key"
    file.write_bytes(b"o" * 32)
    if request.param == "file":

        def again() -> Wrapping:
            return WrappingKeys(file)

        return Installation(
            file, again, lambda: begin(file, write_secret), lambda: retire(file, write_secret), again()
        )
    soft: SoftToken = request.getfixturevalue("soft")
    begin_in_token(soft.token, file, write_secret)
    retire_in_token(soft.token, file, write_secret)

    def of_token() -> Wrapping:
        return TokenKeys(soft.token, file)

    return Installation(
        file,
        of_token,
        lambda: begin_in_token(soft.token, file, write_secret),
        lambda: retire_in_token(soft.token, file, write_secret),
        of_token(),
    )


def test_what_was_wrapped_opens_and_is_known_for_ours(made: Installation) -> None:
    wrapped = made.keys.wrap(KEY, "case")
    assert wrapped != made.keys.wrap(KEY, "case")  # each time under another nonce
    assert KEY not in wrapped
    for keys in (made.keys, made.again()):
        assert keys.unwrap(wrapped, "case") == KEY
        assert keys.recognises(wrapped, "case") and keys.is_newest(wrapped, "case")


def test_a_key_opens_for_no_other_case(made: Installation) -> None:
    wrapped = made.keys.wrap(KEY, "case")
    with pytest.raises(InvalidTag):
        made.keys.unwrap(wrapped, "another")


@pytest.mark.parametrize("place", [0, 3, -1])
def test_a_key_that_was_tampered_with_opens_nothing(made: Installation, place: int) -> None:
    wrapped = bytearray(made.keys.wrap(KEY, "case"))
    wrapped[place] ^= 1
    with pytest.raises(InvalidTag):
        made.keys.unwrap(bytes(wrapped), "case")


def test_what_another_installation_wrapped_is_not_ours(made: Installation) -> None:
    theirs = WrappingKeys(b"x" * 32).wrap(KEY, "case")
    assert not made.keys.recognises(theirs, "case")
    with pytest.raises(InvalidTag):
        made.keys.unwrap(theirs, "case")
    with pytest.raises(InvalidTag):
        made.keys.is_newest(theirs, "case")


def test_a_running_service_takes_a_rotation_up_and_both_keys_open(made: Installation) -> None:
    old = made.keys.wrap(KEY, "case")
    assert made.rotate()
    new = made.keys.wrap(KEY, "case")
    assert made.keys.is_newest(new, "case") and not made.keys.is_newest(old, "case")
    assert made.keys.unwrap(old, "case") == made.keys.unwrap(new, "case") == KEY
    assert made.keys.recognises(old, "case") and made.keys.recognises(new, "case")
    assert not made.rotate()  # told again, it goes on with the one that is under way


def test_a_rotation_is_noticed_whatever_is_asked_first(made: Installation) -> None:
    """By `cspr keys rotate` too, which asks nothing else: it would wrap nothing anew."""
    old = made.keys.wrap(KEY, "case")
    made.rotate()
    assert not made.keys.is_newest(old, "case")


def test_a_key_that_was_retired_opens_nothing_any_more(made: Installation) -> None:
    old = made.keys.wrap(KEY, "case")
    made.rotate()
    new = made.keys.wrap(KEY, "case")
    made.retire()
    after = made.again()
    assert after.unwrap(new, "case") == KEY
    assert not after.recognises(old, "case")
    with pytest.raises(InvalidTag):
        after.unwrap(old, "case")


def test_what_opens_begins_as_it_is_told_and_what_was_retired_does_not(made: Installation) -> None:
    """Where the beginning tells anything: of a key file's it does not."""
    old = made.keys.wrap(KEY, "case")
    made.rotate()
    new = made.keys.wrap(KEY, "case")
    both = made.again().beginnings()
    assert all(old.startswith(tuple(both)) and new.startswith(tuple(both)) for _ in both)
    made.retire()
    left = made.again().beginnings()
    assert all(new.startswith(tuple(left)) and not old.startswith(tuple(left)) for _ in left)
    assert (len(both), len(left)) in ((0, 0), (2, 1))


def test_hashes_stay_what_they_were(made: Installation) -> None:
    before = made.keys.hashing_key
    made.rotate()
    made.retire()
    assert made.again().hashing_key == before == made.file.with_name(HASHING).read_bytes()


def test_from_a_key_file_to_a_token_is_a_rotation_like_any_other(soft: SoftToken, tmp_path: Path) -> None:
    file = tmp_path / "wrapping.key"
    file.write_bytes(b"o" * 32)
    old = WrappingKeys(file).wrap(KEY, "case")
    keys = TokenKeys(soft.token, file)
    assert keys.unwrap(old, "case") == KEY
    assert WrappingKeys(file).unwrap(keys.wrap(KEY, "case"), "case") == KEY  # before the rotation as it was
    assert begin_in_token(soft.token, file, write_secret)
    assert keys.beginnings() == []  # what the file wrapped opens too
    new = keys.wrap(KEY, "case")
    assert keys.unwrap(old, "case") == keys.unwrap(new, "case") == KEY
    assert not keys.is_newest(old, "case") and keys.is_newest(new, "case")
    retire_in_token(soft.token, file, write_secret)
    assert not file.exists() and keys.unwrap(new, "case") == KEY
    assert not old.startswith(tuple(keys.beginnings()))
    with pytest.raises(InvalidTag):
        keys.unwrap(old, "case")


def test_with_the_token_away_what_is_new_is_wrapped_and_what_is_wrapped_waits(
    soft: SoftToken, tmp_path: Path
) -> None:
    file = tmp_path / "wrapping.key"
    file.write_bytes(b"o" * 32)
    begin_in_token(soft.token, file, write_secret)
    keys = TokenKeys(soft.token, file)
    before = keys.wrap(KEY, "case")
    assert keys.unwrap(before, "case") == KEY
    soft.take_away()
    meanwhile = keys.wrap(KEY, "another")
    assert keys.recognises(meanwhile, "another")
    for _ in range(2):
        with pytest.raises(KeyServiceAway):
            keys.unwrap(before, "case")
    assert TokenKeys(soft.token, file).wrap(KEY, "case")  # and whoever starts meanwhile
    soft.put_back()
    assert keys.unwrap(before, "case") == keys.unwrap(meanwhile, "another") == KEY


def test_a_wrong_pin_is_told_as_a_token_that_does_not_answer(soft: SoftToken, tmp_path: Path) -> None:
    file = tmp_path / "wrapping.key"
    file.write_bytes(b"o" * 32)
    begin_in_token(soft.token, file, write_secret)
    wrapped = TokenKeys(soft.token, file).wrap(KEY, "case")
    right = soft.pin_file.read_text()
    soft.pin_file.write_text("wrong")
    soft.token._forget()  # as after an error: it signs in anew
    with pytest.raises(KeyServiceAway):
        TokenKeys(soft.token, file).unwrap(wrapped, "case")
    soft.pin_file.write_text(right)
    assert TokenKeys(soft.token, file).unwrap(wrapped, "case") == KEY


class Counted(type(Path())):  # type: ignore[misc]
    """How often a PIN was taken from it, to sign in with."""

    taken: ClassVar[int] = 0

    def read_text(self, *args: Any, **more: Any) -> str:
        Counted.taken += 1
        return str(super().read_text(*args, **more))


def test_a_pin_that_was_refused_is_not_tried_again_before_its_file_has_changed(
    soft: SoftToken, tmp_path: Path
) -> None:
    """A token counts wrong ones, and locks itself after a few."""
    file = tmp_path / "wrapping.key"
    file.write_bytes(b"o" * 32)
    begin_in_token(soft.token, file, write_secret)
    wrapped = TokenKeys(soft.token, file).wrap(KEY, "case")
    right = soft.pin_file.read_text()
    soft.pin_file.write_text("wrong-pin")
    soft.token._pin_file, Counted.taken = Counted(soft.pin_file), 0
    soft.token._forget()
    keys = TokenKeys(soft.token, file)
    with capture_logs() as lines:
        for _ in range(5):
            with pytest.raises(KeyServiceAway):
                keys.unwrap(wrapped, "case")
    assert Counted.taken == 1
    assert [(line["event"], line["error_type"]) for line in lines] == [("token.pin_refused", "PinIncorrect")]
    soft.pin_file.write_text(right)
    assert keys.unwrap(wrapped, "case") == KEY


def test_two_in_one_process_may_ask_the_same_token(soft: SoftToken, tmp_path: Path) -> None:
    """As `cspr keys retire` does: it looks first, and then destroys."""
    file = tmp_path / "wrapping.key"
    file.write_bytes(b"o" * 32)
    begin_in_token(soft.token, file, write_secret)
    wrapped = TokenKeys(soft.token, file).wrap(KEY, "case")
    other = Token(MODULE, soft.label, soft.pin_file)
    assert TokenKeys(other, file).unwrap(wrapped, "case") == TokenKeys(soft.token, file).unwrap(wrapped, "case")
    retire_in_token(other, file, write_secret)
    assert TokenKeys(soft.token, file).unwrap(wrapped, "case") == KEY


def test_the_private_half_cannot_be_taken_out(soft: SoftToken) -> None:
    soft.token.make()
    with soft.token._at_work() as session:
        (private,) = session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY})
        assert private[pkcs11.Attribute.SENSITIVE] and not private[pkcs11.Attribute.EXTRACTABLE]
        with pytest.raises(pkcs11.AttributeSensitive):
            private[pkcs11.Attribute.PRIVATE_EXPONENT]


def test_the_public_half_stands_beside_the_file_for_whoever_wraps(soft: SoftToken, tmp_path: Path) -> None:
    file = tmp_path / "wrapping.key"
    file.write_bytes(b"o" * 32)
    begin_in_token(soft.token, file, write_secret)
    assert file.with_name(PUBLIC).read_text().count("BEGIN PUBLIC KEY") == 1

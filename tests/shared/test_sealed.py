"""What is sealed: only its own key opens it, it cannot leave unsealed, and it tells nothing of itself."""

import base64
import copy
import pickle
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticSerializationError

from shared.keys import sealed_under
from shared.sealed import Sealed, has_plain, replace_sealed
from shared.sealing import KEY_BYTES, NONCE_BYTES, new_key, seal, unseal, unwrap, wrap

KEY = bytes(range(32))
OTHER = bytes(32)
SECRET = "Ffion Example"


class Person(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str
    ages: tuple[int, ...] = ()


class Inner(BaseModel):
    model_config = ConfigDict(frozen=True)

    text: Sealed[str]


class Outer(BaseModel):
    model_config = ConfigDict(frozen=True)

    number: int = 7
    one: Sealed[str] | None = None
    inner: Inner | None = None
    several: tuple[Inner, ...] = ()


def boxed(text: str = SECRET, key_id: str = "case-1") -> Sealed[str]:
    return seal(Sealed.of(text), key_id, KEY)


# Round trip.


@given(st.text())
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert unseal(boxed(text), str, KEY) == text


def test_a_model_comes_back_as_it_was() -> None:
    person = Person(name="محمد", ages=(1, 2))
    assert unseal(seal(Sealed.of(person), "case-1", KEY), Person, KEY) == person


def test_it_survives_the_wire() -> None:
    wire = Inner(text=boxed()).model_dump_json()
    assert unseal(Inner.model_validate_json(wire).text, str, KEY) == SECRET


def test_the_same_value_makes_another_box_each_time() -> None:
    """Equal boxes would tell that two cases have the same thing in them."""
    assert boxed().box != boxed().box


def test_what_is_sealed_is_not_sealed_again() -> None:
    once = boxed()
    assert seal(once, "case-2", OTHER) is once


def test_keys_are_of_full_length_and_each_is_new() -> None:
    assert len(new_key()) == KEY_BYTES and new_key() != new_key()


# Another key, another id, another box.


def test_another_key_opens_nothing() -> None:
    with pytest.raises(InvalidTag):
        unseal(boxed(), str, OTHER)


def test_a_box_that_is_moved_to_another_case_opens_nothing() -> None:
    """The key's id is bound into the box: nobody can pass one child's record off as another's."""
    with pytest.raises(InvalidTag):
        unseal(Sealed(key="case-2", box=boxed().box), str, KEY)


@given(st.integers(0, NONCE_BYTES + 30))
def test_a_box_with_one_byte_changed_opens_nothing(position: int) -> None:
    raw = bytearray(base64.b64decode(boxed().box))
    raw[position % len(raw)] ^= 1
    with pytest.raises(InvalidTag):
        unseal(Sealed(key="case-1", box=base64.b64encode(bytes(raw)).decode()), str, KEY)


def test_a_wrapped_key_is_bound_to_its_id_and_to_the_wrapping_key() -> None:
    wrapped = wrap(KEY, "case-1", OTHER)
    assert unwrap(wrapped, "case-1", OTHER) == KEY
    with pytest.raises(InvalidTag):
        unwrap(wrapped, "case-2", OTHER)
    with pytest.raises(InvalidTag):
        unwrap(wrapped, "case-1", KEY)


# Nothing plain leaves.


def plain_ones() -> list[Any]:
    secret: Sealed[str] = Sealed.of(SECRET)
    return [Inner(text=secret), Outer(one=secret), Outer(several=(Inner(text=secret),))]


@pytest.mark.parametrize("model", plain_ones(), ids=["field", "optional", "nested"])
@pytest.mark.parametrize("how", ["model_dump_json", "model_dump"])
def test_what_is_not_sealed_is_not_serialised(model: BaseModel, how: str) -> None:
    with pytest.raises(PydanticSerializationError) as refused:
        getattr(model, how)()
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("show", [repr, str, "{}".format, "{!r}".format])
def test_it_tells_nothing_when_shown(show: Any) -> None:
    for value in (Sealed.of(SECRET), Inner(text=Sealed.of(SECRET)), Outer(one=Sealed.of(SECRET))):
        assert SECRET not in show(value)


def test_a_value_that_is_no_seal_is_refused_without_showing_it() -> None:
    with pytest.raises(ValidationError) as refused:
        Inner.model_validate({"text": {"key": "case-1"}})
    assert "not a sealed value" in str(refused.value)


@pytest.mark.parametrize("value", [SECRET, None, {"key": 1, "box": "x"}, {"box": "x"}, []])
def test_only_a_key_and_a_box_are_a_sealed_value(value: object) -> None:
    with pytest.raises(ValidationError):
        Inner.model_validate({"text": value})


def test_equality_compares_plain_values_and_boxes() -> None:
    assert Sealed.of(SECRET) == Sealed.of(SECRET) != Sealed.of("other")
    one = boxed()
    assert one == Sealed(key=one.key, box=one.box) != boxed()
    assert hash(one) == hash(Sealed(key=one.key, box=one.box))


def test_its_schema_promises_a_key_and_a_box_and_no_more() -> None:
    schema = Inner.model_json_schema()["properties"]["text"]
    assert set(schema["properties"]) == {"key", "box"}


# Sealing everything inside an event at once.


def test_everything_inside_is_sealed_under_the_cases_key() -> None:
    inner = Inner(text=Sealed.of("b"))
    before = Outer(one=Sealed.of("a"), inner=inner, several=(inner, Inner(text=Sealed.of("c"))))
    after = sealed_under(before, "case-1", KEY)
    assert has_plain(before) and not has_plain(after)
    found = [after.one, after.inner.text, *(each.text for each in after.several)]
    assert [unseal(each, str, KEY) for each in found] == ["a", "b", "b", "c"]
    assert {each.key for each in found} == {"case-1"} and after.number == 7


def test_one_plain_value_among_sealed_ones_is_found() -> None:
    assert has_plain(Outer(one=boxed(), several=(Inner(text=boxed()), Inner(text=Sealed.of("c")))))


def test_an_event_without_seals_is_left_as_it_is() -> None:
    outer = Outer()
    assert not has_plain(outer)
    assert replace_sealed(outer, lambda value: value) is outer


def test_an_event_that_is_sealed_already_is_left_as_it_is() -> None:
    outer = Outer(one=boxed(), several=(Inner(text=boxed()),))
    assert sealed_under(outer, "case-2", OTHER) is outer


def test_a_copy_is_the_same_value() -> None:
    one = boxed()
    assert copy.deepcopy(one) == one == pickle.loads(pickle.dumps(one))

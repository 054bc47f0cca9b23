"""What comes from outside: each rule, and that a refusal names the field and never the value."""

import json
from datetime import date, datetime
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from shared.edge import (
    MAX_BYTES,
    MAX_DEPTH,
    MOST_PROBLEMS,
    BadInput,
    Closed,
    Code,
    Day,
    Instant,
    Line,
    Name,
    Reasons,
    Text,
    parse,
    read,
)


class Part(Closed):
    name: Name = "x"
    number: Annotated[int, Field(ge=0, lt=2**63)] = 0
    yes: bool = False


class Document(Closed):
    """One field of each kind."""

    text: Text = ""
    line: Line = ""
    name: Name = "x"
    reasons: Reasons = "because"
    code: Code = "a"
    day: Day = date(2026, 4, 2)
    at: Instant | None = None
    number: Annotated[int, Field(ge=0, lt=2**63)] = 0
    kind: Literal["one", "two"] = "one"
    parts: tuple[Part, ...] = ()


def refusals(body: bytes) -> tuple[tuple[str, str], ...]:
    with pytest.raises(BadInput) as bad:
        read(body, Document)
    return bad.value.problems


def pointers(**fields: Any) -> list[str]:
    return [where for where, _ in refusals(json.dumps(fields).encode())]


def rule(body: bytes) -> str:
    ((where, why),) = refusals(body)
    assert where == ""
    return why


# The bytes, before any model.


def test_a_byte_order_mark_is_refused() -> None:
    assert rule(b"\xef\xbb\xbf{}") == "begins with a byte order mark"


@pytest.mark.parametrize("body", [b"\xff{}", '{"text":"é"}'.encode("latin-1"), "{}".encode("utf-16")])
def test_other_encodings_are_refused(body: bytes) -> None:
    assert rule(body) == "not UTF-8"


def test_a_surrogate_written_as_bytes_is_no_utf_8() -> None:
    assert rule(b'{"text":"\xed\xa0\x80"}') == "not UTF-8"


@pytest.mark.parametrize("body", [b'{"text":"\\ud800"}', b'{"text":"\\udc00\\ud800"}', b'{"\\ud800":1}'])
def test_half_a_surrogate_pair_is_refused(body: bytes) -> None:
    assert rule(body) == "half of a surrogate pair is no character"


def test_a_whole_surrogate_pair_is_a_character() -> None:
    assert read(b'{"text":"\\ud83d\\ude00"}', Document).text == "😀"


@pytest.mark.parametrize("body", [b'{"name":"a","name":"b"}', b'{"parts":[{"yes":true,"yes":true}]}'])
def test_the_same_name_twice_is_refused(body: bytes) -> None:
    assert rule(body) == "the same name twice in one object"


@pytest.mark.parametrize("value", [b"NaN", b"Infinity", b"-Infinity"])
def test_what_is_no_number_is_refused(value: bytes) -> None:
    assert rule(b'{"number":' + value + b"}") == "NaN and Infinity are not JSON"


@pytest.mark.parametrize("value", [b"1.0", b"1e3", b"-0.0", b"1E400"])
def test_a_number_with_a_fraction_is_refused(value: bytes) -> None:
    assert rule(b'{"number":' + value + b"}") == "no field takes a number with a fraction"


def test_a_number_of_five_thousand_digits_is_refused() -> None:
    assert rule(b'{"number":' + b"9" * 5000 + b"}") == "a number with too many digits"


@pytest.mark.parametrize("deep", [MAX_DEPTH + 1, 1000, 200_000])
def test_deep_nesting_is_refused(deep: int) -> None:
    assert rule(b"[" * deep + b"]" * deep) == f"nested deeper than {MAX_DEPTH}"


def test_the_deepest_that_is_allowed_is_read() -> None:
    nested = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    assert json.dumps(parse(nested)) == nested.decode()


def test_a_document_of_full_length_is_read_and_one_byte_more_refused() -> None:
    exactly = b'{"kind":"one"}'.ljust(MAX_BYTES)
    assert read(exactly, Document).kind == "one"
    assert rule(exactly + b" ") == f"longer than {MAX_BYTES} bytes"


@pytest.mark.parametrize(
    "body",
    [b"", b" ", b"{", b'{"text":"', b"{} {}", b"{}x", b"{'text':1}", b"{text:1}", b'{"a":1,}', b"// no\n{}"],
)
def test_what_is_not_json_is_refused_with_its_place(body: bytes) -> None:
    assert rule(body).startswith("not JSON (line 1, column ") or b"\n" in body


def test_a_control_character_standing_raw_in_a_text_is_not_json() -> None:
    assert rule(b'{"text":"a\x00b"}').startswith("not JSON")


@pytest.mark.parametrize("body", [b"null", b"[]", b"7", b"true", b'"text"'])
def test_another_shape_than_an_object_is_refused(body: bytes) -> None:
    assert rule(body) == "Input should be an object"


# Types: nothing is guessed.


@pytest.mark.parametrize("value", [True, "1", None, [1], -1, 2**63, 2**64])
def test_only_a_bounded_integer_is_an_integer(value: object) -> None:
    assert pointers(number=value) == ["/number"]


def test_the_largest_integer_that_postgres_keeps_is_read() -> None:
    assert read(b'{"number":9223372036854775807}', Document).number == 2**63 - 1


@pytest.mark.parametrize("value", [0, 1, "true", "yes", None])
def test_only_true_and_false_are_booleans(value: object) -> None:
    assert pointers(parts=[{"yes": value}]) == ["/parts/0/yes"]


@pytest.mark.parametrize("value", [1, True, None, ["a"], {"a": 1}])
def test_only_text_is_text(value: object) -> None:
    assert pointers(text=value) == ["/text"]


def test_an_unknown_field_is_refused() -> None:
    problem = ("", "it has a member of a name that is not known here")
    assert refusals(b'{"surprise": 1, "another": 2}') == (problem,)
    assert refusals(b'{"parts": [{}, {"surprise": 1}]}') == (("/parts/1", problem[1]),)


@pytest.mark.parametrize("value", ["three", "ONE", "", None])
def test_only_a_listed_word_is_one_of_them(value: object) -> None:
    assert pointers(kind=value) == ["/kind"]


# Text.


@pytest.mark.parametrize("code", [*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0x2028, 0x2029])
def test_a_control_character_is_refused(code: int) -> None:
    assert pointers(text=f"a{chr(code)}b") == ["/text"]


@pytest.mark.parametrize("text", ["a\nb", "a\tb", "", " ", "\u202eabc", "é", "e\u0301", "\ufeffbom inside"])
def test_other_text_is_kept_as_it_is(text: str) -> None:
    assert read(json.dumps({"text": text}).encode(), Document).text == text


@pytest.mark.parametrize("field", ["line", "name"])
@pytest.mark.parametrize("text", ["a\nb", "a\rb", "a\r\nBcc: x@y.example", "a\n", "\n"])
def test_a_line_is_one_line(field: str, text: str) -> None:
    """What stands in a mail's header must not begin another."""
    assert pointers(**{field: text}) == [f"/{field}"]


@pytest.mark.parametrize(
    ("field", "longest"), [("text", 100_000), ("line", 500), ("name", 200), ("reasons", 100_000), ("code", 100)]
)
def test_every_text_has_its_length(field: str, longest: int) -> None:
    read(json.dumps({field: "a" * longest}).encode(), Document)
    assert pointers(**{field: "a" * (longest + 1)}) == [f"/{field}"]


@pytest.mark.parametrize("blank", ["", " ", "\n\t "])
def test_blanks_are_no_reasons(blank: str) -> None:
    assert pointers(reasons=blank) == ["/reasons"]


@pytest.mark.parametrize("blank", ["", " ", "\t", "\u00a0\u3000", "\u200b\u2060", "\ufeff"])
def test_a_name_is_not_blank(blank: str) -> None:
    assert pointers(name=blank) == ["/name"]


@pytest.mark.parametrize("name", ["X", "Ŵ", "Łucja", "محمد", "Ọlá", "O'Brien", "王", "👩\u200d👧", " Ffion ", "-"])
def test_a_name_of_any_script_is_kept_as_it_is(name: str) -> None:
    assert read(json.dumps({"name": name}).encode(), Document).name == name


@pytest.mark.parametrize("code", ["a", "PGH-2026/17", "person:o.fficer_1", "9"])
def test_a_code_is_made_of_plain_characters(code: str) -> None:
    assert read(json.dumps({"code": code}).encode(), Document).code == code


@pytest.mark.parametrize("code", ["", "-a", "a b", "a\n", "ä", "a;b", "../a", "٣"])
def test_another_code_is_refused(code: str) -> None:
    assert pointers(code=code) == ["/code"]


# Times.


@pytest.mark.parametrize("day", ["1900-01-01", "2099-12-31", "2024-02-29"])
def test_a_day_of_our_time_is_read(day: str) -> None:
    assert read(json.dumps({"day": day}).encode(), Document).day == date.fromisoformat(day)


@pytest.mark.parametrize("day", ["1899-12-31", "2100-01-01", "2026-02-29", "2026-4-2", "", 20260402, None, False])
def test_another_day_is_refused(day: object) -> None:
    assert pointers(day=day) == ["/day"]


@pytest.mark.parametrize("digits", ["0", "-1", "1775088000", "1775088000000", "20260402", "1775088000.5"])
def test_digits_are_not_taken_for_seconds_since_1970(digits: str) -> None:
    """A system's "0" for a date that it does not know is nobody's date of birth."""
    assert pointers(day=digits, at=digits) == ["/day", "/at"]


@pytest.mark.parametrize(
    "at", ["2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00Z", "2026-04-02T16:50:00.5+05:30"]
)
def test_an_instant_has_its_zone(at: str) -> None:
    assert read(json.dumps({"at": at}).encode(), Document).at == datetime.fromisoformat(at)


@pytest.mark.parametrize(
    "at",
    [
        "2026-04-02T16:50:00",  # no zone
        "2026-04-02",
        "2026-04-02T24:00:00Z",
        "2026-04-02T23:59:60Z",
        "2026-04-02T16:50:00+25:00",
        "1899-12-31T23:59:59Z",
        "0001-01-01T00:00:00+14:00",  # in UTC there is no such year
        "9999-12-31T23:59:59-12:00",
        "2100-01-01T00:00:00Z",
        1775143800,
        True,
    ],
)
def test_another_instant_is_refused(at: object) -> None:
    assert pointers(at=at) == ["/at"]


# What a refusal says.

SECRET = "Tomasz"


@pytest.mark.parametrize(
    "fields",
    [
        {"text": f"{SECRET}\x00"},
        {"line": f"{SECRET}\n"},
        {"name": SECRET * 50},
        {"code": f"{SECRET}!"},
        {"day": SECRET},
        {"at": SECRET},
        {"number": SECRET},
        {"kind": SECRET},
        {"parts": SECRET},
        {"parts": [SECRET]},
        {"parts": [{"name": [SECRET]}]},
        {SECRET: 1},
        {f"{SECRET} Example": 1},
        {"parts": [{f"{SECRET} Example": 1}]},
    ],
)
def test_it_never_echoes_what_was_sent(fields: dict[str, Any]) -> None:
    problems = refusals(json.dumps(fields).encode())
    assert SECRET not in str(problems)


def test_a_name_that_the_sender_made_up_is_not_told_again() -> None:
    assert pointers(**{"Tomasz Example": 1, "tomasz": 1, "x" * 50: 1}) == [""]


def test_nor_is_a_name_that_stands_for_a_value() -> None:
    class Views(Closed):
        views: dict[Code, Literal["yes"]]

    with pytest.raises(BadInput) as bad:
        read(b'{"views": {"tomasz": "no", "Tom Asz": "yes"}}', Views)
    assert {where.split("/…")[0] for where, _ in bad.value.problems} == {"/views"}
    assert "tom" not in str(bad.value).lower()


def test_it_names_every_field_by_its_pointer() -> None:
    assert pointers(day="x", parts=[{}, {"number": -1, "yes": 1}]) == ["/day", "/parts/1/number", "/parts/1/yes"]


def test_of_ten_thousand_mistakes_it_tells_the_first() -> None:
    found = pointers(parts=[{"number": -1}] * 10_000)
    assert len(found) == MOST_PROBLEMS and found[0] == "/parts/0/number"


def test_as_text_it_is_readable() -> None:
    with pytest.raises(BadInput) as bad:
        read(b'{"name":""}', Document)
    assert str(bad.value) == "/name: String should have at least 1 character"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_whatever_comes_it_is_read_or_refused(body: bytes) -> None:
    try:
        read(body, Document)
    except BadInput as bad:
        assert all(isinstance(where, str) and why for where, why in bad.problems)


@given(st.dictionaries(st.sampled_from(list(Document.model_fields)), JSON))
def test_whatever_stands_in_the_fields_they_are_read_or_refused(fields: dict[str, Any]) -> None:
    try:
        read(json.dumps(fields).encode(), Document)
    except BadInput as bad:
        assert bad.problems

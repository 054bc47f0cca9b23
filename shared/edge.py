"""What comes from outside is parsed once, strictly, and refused with the field and the rule, never the value."""

import json
import re
from collections.abc import Collection
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, TypeVar
from unicodedata import category
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    ValidationError,
)
from pydantic_core import ErrorDetails

M = TypeVar("M", bound=BaseModel)
MAX_BYTES = 1024 * 1024
MAX_DEPTH = 32
MOST_PROBLEMS = 20  # told of one document: whoever sends ten thousand mistakes has made one
# C0, DEL and C1 (what Windows-1252 becomes when read as Latin-1), and what some programs end a line at.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_UNSEEN = {"Zs", "Zl", "Zp", "Cc", "Cf"}  # Unicode's categories of what leaves nothing on paper
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100  # beyond, converting between zones and adding years overflow


class BadInput(Exception):
    """Every refusal of one document, as (JSON Pointer, rule). Holds no value from it."""

    def __init__(self, *problems: tuple[str, str]) -> None:
        super().__init__("; ".join(f"{pointer or '/'}: {rule}" for pointer, rule in problems))
        self.problems = problems


def _clean(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("control characters other than newline and tab, U+2028 and U+2029 are not allowed")
    return text


def not_blank(text: str) -> str:
    """For a text that has to say something. Raises ValueError."""
    if all(category(character) in _UNSEEN for character in text):
        raise ValueError("must not be blank")
    return text


def _of_our_time(at: date) -> date:
    """A date or an instant, before any conversion."""
    if not EARLIEST_YEAR <= at.year < LATEST_YEAR:
        raise ValueError(f"must not be before {EARLIEST_YEAR} or after {LATEST_YEAR - 1}")
    return at


def _as_written(value: Any) -> Any:
    """Pydantic takes digits for seconds since 1970, strict or not: "0" would be somebody's date of birth."""
    if type(value) is date or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise ValueError("must be a valid date, written as 2026-11-02")


def _as_written_with_time(value: Any) -> Any:
    if isinstance(value, datetime) or (isinstance(value, str) and _DAY_AND_TIME.fullmatch(value)):
        return value
    raise ValueError("must be a valid date and time, written as 2026-11-03T08:55:00Z")


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY_AND_TIME = re.compile(_DAY.pattern + r"[Tt ][0-9].*")
_LONGEST = 100_000
_ONE_LINE = r"^[^\r\n]*$"
Text = Annotated[str, StringConstraints(max_length=_LONGEST), AfterValidator(_clean)]
Line = Annotated[str, StringConstraints(max_length=500, pattern=_ONE_LINE), AfterValidator(_clean)]
Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, pattern=_ONE_LINE),
    AfterValidator(_clean),
    AfterValidator(not_blank),
]
Reasons = Annotated[
    str,
    StringConstraints(max_length=_LONGEST, strip_whitespace=True),
    AfterValidator(_clean),
    AfterValidator(not_blank),
]
# Marks, in a document that describes an API, an id that the sender makes up: the same again is the same request.
MADE_UP_BY_SENDER = "x-made-up-by-sender"
OwnId = Annotated[UUID, Field(json_schema_extra={MADE_UP_BY_SENDER: True})]
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}")
Code = Annotated[str, StringConstraints(pattern=f"^{CODE.pattern}$")]
OF_ISSUER = "([a-z0-9][a-z0-9-]{0,39}/)?"  # how the references of one issuer's people may begin: police/m.ellis
# Not strict in pydantic's sense, because whatever reaches it was looked at before.
Day = Annotated[date, Strict(False), AfterValidator(_of_our_time), BeforeValidator(_as_written)]
Instant = Annotated[
    AwareDatetime, Strict(False), AfterValidator(_of_our_time), BeforeValidator(_as_written_with_time)
]


class Closed(BaseModel):
    """A document from outside: no unknown fields, no guessing at types."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, hide_input_in_errors=True
    )


def read(body: bytes, model: type[M]) -> M:
    """One document. Raises BadInput with every problem found, up to MOST_PROBLEMS."""
    value = parse(body)
    try:
        # What pydantic sees is what we parsed, written again: two parsers cannot disagree.
        return model.model_validate_json(json.dumps(value, ensure_ascii=False).encode())
    except UnicodeEncodeError:
        raise BadInput(("", "half of a surrogate pair is no character")) from None
    except ValidationError as error:
        raise BadInput(*problems(error, _names(model))) from None


def problems(error: ValidationError, names: Collection[str]) -> list[tuple[str, str]]:
    """Each once. A name that the sender made up is a value too: only `names`, our own, are told again."""
    found = error.errors(include_input=False, include_url=False, include_context=False)
    return list(dict.fromkeys(_problem(each, names) for each in found[:MOST_PROBLEMS]))


def _problem(error: ErrorDetails, names: Collection[str]) -> tuple[str, str]:
    where = tuple(part if isinstance(part, int) or part in names else "…" for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return pointer(where[:-1]), "it has a member of a name that is not known here"
    return pointer(where), error["msg"].removeprefix("Value error, ")


@cache
def _names(model: type[BaseModel]) -> frozenset[str]:
    """Of all fields of the document, at any level."""
    found: set[str] = set()
    level: list[Any] = [model.model_json_schema()]
    while level:
        found |= {name for each in level if isinstance(each, dict) for name in each.get("properties", ())}
        level = _inside(level)
    return frozenset(found)


def pointer(parts: tuple[Any, ...]) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def parse(body: bytes) -> Any:
    """Strict JSON: UTF-8 without BOM, no duplicate names, no fractions, NaN or Infinity, not too deep."""
    if len(body) > MAX_BYTES:
        raise BadInput(("", f"longer than {MAX_BYTES} bytes"))
    if body.startswith(b"\xef\xbb\xbf"):
        raise BadInput(("", "begins with a byte order mark"))
    try:
        value = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_without_duplicates,
            parse_constant=_no_constant,
            parse_float=_no_fraction,
        )
    except UnicodeDecodeError:
        raise BadInput(("", "not UTF-8")) from None
    except RecursionError:
        raise BadInput(("", f"nested deeper than {MAX_DEPTH}")) from None
    except json.JSONDecodeError as error:
        raise BadInput(("", f"not JSON (line {error.lineno}, column {error.colno})")) from None
    except ValueError:
        raise BadInput(("", "a number with too many digits")) from None
    if _depth(value) > MAX_DEPTH:
        raise BadInput(("", f"nested deeper than {MAX_DEPTH}"))
    return value


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadInput(("", "the same name twice in one object"))
    return found


def _no_constant(_: str) -> Any:
    raise BadInput(("", "NaN and Infinity are not JSON"))


def _no_fraction(_: str) -> Any:
    raise BadInput(("", "no field takes a number with a fraction"))


def _depth(value: Any) -> int:
    """Levels of nesting, without recursion."""
    deepest, level = 0, [value]
    while level:
        deepest += 1
        level = _inside(level)
    return deepest


def _inside(level: list[Any]) -> list[Any]:
    return [
        inner
        for each in level
        for inner in (each.values() if isinstance(each, dict) else each if isinstance(each, list) else ())
    ]

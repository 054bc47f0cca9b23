"""Personal data, sealed: ciphertext in the event, the key elsewhere.

A decider puts plain values into events with `Sealed.of`; the shell seals them before they are stored.
What is not sealed cannot be serialised, so nothing personal reaches the log or Kafka by mistake.
Folding never opens a seal: making and opening them is `shared.sealing`.
Destroying a case's key is erasure: everything still folds.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, Generic, TypeVar, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import core_schema

T = TypeVar("T")


class NotSealed(ValueError):
    """A plain value was about to leave the process."""


class Sealed(Generic[T]):
    """A value that only its case's key can read. Either `plain` is set, or `key` and `box` are."""

    __slots__ = ("box", "key", "plain")

    def __init__(self, *, plain: Any = None, key: str = "", box: str = "") -> None:
        self.plain, self.key, self.box = plain, key, box

    @classmethod
    def of(cls, value: T) -> "Sealed[T]":
        return cls(plain=value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash((self.key, self.box))

    def __repr__(self) -> str:
        return "Sealed(…)"  # a log line or a traceback must not tell

    def _parts(self) -> tuple[Any, str, str]:
        return (self.plain, self.key, self.box)

    @classmethod
    def __get_pydantic_core_schema__(cls, *_: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _read,
            serialization=core_schema.plain_serializer_function_ser_schema(_write),
            json_schema_input_schema=core_schema.dict_schema(core_schema.str_schema(), core_schema.str_schema()),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, *_: Any) -> dict[str, Any]:
        text = {"type": "string"}
        return {
            "type": "object",
            "description": "AES-256-GCM ciphertext and the id of its key",
            "properties": {"key": text, "box": text},
            "required": ["key", "box"],
        }


def _read(value: Any) -> Sealed[Any]:
    match value:
        case Sealed():
            return value
        case {"key": str(key), "box": str(box)}:
            return Sealed(key=key, box=box)
    raise ValueError("not a sealed value")


def _write(value: Sealed[Any]) -> dict[str, str]:
    if not value.box:
        raise NotSealed("a personal value must be sealed before it is stored or sent")
    return {"key": value.key, "box": value.box}


def has_plain(value: Any) -> bool:
    """Whether anything inside still waits to be sealed."""
    plain = False

    def look(sealed: Sealed[Any]) -> Sealed[Any]:
        nonlocal plain
        plain = plain or not sealed.box
        return sealed

    replace_sealed(value, look)
    return plain


def replace_sealed(value: Any, change: Callable[[Sealed[Any]], Sealed[Any]]) -> Any:
    """The same model or tuple with every Sealed inside it passed through `change`."""
    match value:
        case Sealed():
            return change(value)
        case BaseModel():
            fields = {name: getattr(value, name) for name in _may_hold_sealed(type(value))}
            new = {name: replace_sealed(old, change) for name, old in fields.items()}
            changed = {name: item for name, item in new.items() if item is not fields[name]}
            return value.model_copy(update=changed) if changed else value
        case tuple() if value:
            items = tuple(replace_sealed(item, change) for item in value)
            return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
        case _:
            return value


@cache
def _may_hold_sealed(model: type[BaseModel]) -> tuple[str, ...]:
    """The names of the fields in which a Sealed can be: most events have none, and are not searched."""
    return tuple(name for name, field in model.model_fields.items() if _mentions_sealed(field.annotation))


def _mentions_sealed(annotation: Any) -> bool:
    if (get_origin(annotation) or annotation) is Sealed:
        return True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return bool(_may_hold_sealed(annotation))
    return any(map(_mentions_sealed, get_args(annotation)))

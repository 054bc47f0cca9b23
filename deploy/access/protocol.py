"""What aiokafka has no words for: rights in one request rather than one by one, SCRAM credentials, setting quotas.

As of the protocol's own description (kafka.apache.org/protocol): CreateAcls 30 and DeleteAcls 31 in version 1,
AlterClientQuotas 49 in version 0, and 50 and 51 in version 0, which is flexible: compact strings, and tags after
each structure.
"""

from typing import Any

from aiokafka.errors import for_code
from aiokafka.protocol.admin import CreateAclsRequest_v1, DeleteAclsRequest_v1
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import (
    Array,
    Boolean,
    CompactArray,
    CompactBytes,
    CompactString,
    Float64,
    Int8,
    Int16,
    Int32,
    Schema,
    String,
    TaggedFields,
)

SCRAM_SHA_512 = 2


def check(code: int, message: Any) -> None:
    """Raises the KafkaError that an answer's code stands for."""
    if code:
        raise for_code(code)(message)


class CreateAcls(Request[CreateAclsRequest_v1]):  # type: ignore[misc]
    """Each: kind, name, pattern, principal, host, operation, permission."""

    API_KEY = 30

    def __init__(self, acls: list[tuple[Any, ...]]) -> None:
        self._acls = acls

    def build(self, request_struct_class: type[CreateAclsRequest_v1]) -> CreateAclsRequest_v1:
        return request_struct_class(self._acls)


class DeleteAcls(Request[DeleteAclsRequest_v1]):  # type: ignore[misc]
    """Those that are exactly so."""

    API_KEY = 31

    def __init__(self, acls: list[tuple[Any, ...]]) -> None:
        self._acls = acls

    def build(self, request_struct_class: type[DeleteAclsRequest_v1]) -> DeleteAclsRequest_v1:
        return request_struct_class(self._acls)


_WHO = Array(("type", String("utf-8")), ("name", String("utf-8")))


class AlterQuotasResponse(Response):  # type: ignore[misc]
    API_KEY = 49
    API_VERSION = 0
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        ("entries", Array(("error_code", Int16), ("error_message", String("utf-8")), ("who", _WHO))),
    )


class _AlterQuotas(RequestStruct):  # type: ignore[misc]
    API_KEY = 49
    API_VERSION = 0
    RESPONSE_TYPE = AlterQuotasResponse
    SCHEMA = Schema(
        (
            "entries",
            Array(
                ("who", _WHO),
                ("changes", Array(("name", String("utf-8")), ("value", Float64), ("remove", Boolean))),
            ),
        ),
        ("validate_only", Boolean),
    )


class AlterQuotas(Request[_AlterQuotas]):  # type: ignore[misc]
    """Each: whose, and its changes: name, value, and whether it is removed instead."""

    API_KEY = 49

    def __init__(self, entries: list[tuple[Any, ...]]) -> None:
        self._entries = entries

    def build(self, request_struct_class: type[_AlterQuotas]) -> _AlterQuotas:
        return request_struct_class(self._entries, False)


class DescribeScramResponse(Response):  # type: ignore[misc]
    API_KEY = 50
    API_VERSION = 0
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        ("error_code", Int16),
        ("error_message", CompactString("utf-8")),
        (
            "results",
            CompactArray(
                ("user", CompactString("utf-8")),
                ("error_code", Int16),
                ("error_message", CompactString("utf-8")),
                ("infos", CompactArray(("mechanism", Int8), ("iterations", Int32), ("tags", TaggedFields))),
                ("tags", TaggedFields),
            ),
        ),
        ("tags", TaggedFields),
    )


class _DescribeScram(RequestStruct):  # type: ignore[misc]
    FLEXIBLE_VERSION = True
    API_KEY = 50
    API_VERSION = 0
    RESPONSE_TYPE = DescribeScramResponse
    SCHEMA = Schema(
        ("users", CompactArray(("name", CompactString("utf-8")), ("tags", TaggedFields))), ("tags", TaggedFields)
    )


class DescribeScram(Request[_DescribeScram]):  # type: ignore[misc]
    """Of all users."""

    API_KEY = 50

    def build(self, request_struct_class: type[_DescribeScram]) -> _DescribeScram:
        return request_struct_class(None, {})


class AlterScramResponse(Response):  # type: ignore[misc]
    API_KEY = 51
    API_VERSION = 0
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        (
            "results",
            CompactArray(
                ("user", CompactString("utf-8")),
                ("error_code", Int16),
                ("error_message", CompactString("utf-8")),
                ("tags", TaggedFields),
            ),
        ),
        ("tags", TaggedFields),
    )


class _AlterScram(RequestStruct):  # type: ignore[misc]
    FLEXIBLE_VERSION = True
    API_KEY = 51
    API_VERSION = 0
    RESPONSE_TYPE = AlterScramResponse
    SCHEMA = Schema(
        (
            "deletions",
            CompactArray(("name", CompactString("utf-8")), ("mechanism", Int8), ("tags", TaggedFields)),
        ),
        (
            "upsertions",
            CompactArray(
                ("name", CompactString("utf-8")),
                ("mechanism", Int8),
                ("iterations", Int32),
                ("salt", CompactBytes),
                ("salted_password", CompactBytes),
                ("tags", TaggedFields),
            ),
        ),
        ("tags", TaggedFields),
    )


class AlterScram(Request[_AlterScram]):  # type: ignore[misc]
    """`deleted`: users. `upserted`: user, iterations, salt, salted password."""

    API_KEY = 51

    def __init__(self, deleted: list[str], upserted: list[tuple[str, int, bytes, bytes]]) -> None:
        self._deleted: list[tuple[Any, ...]] = [(user, SCRAM_SHA_512, {}) for user in deleted]
        self._upserted: list[tuple[Any, ...]] = [(user, SCRAM_SHA_512, *rest, {}) for user, *rest in upserted]

    def build(self, request_struct_class: type[_AlterScram]) -> _AlterScram:
        return request_struct_class(self._deleted, self._upserted, {})

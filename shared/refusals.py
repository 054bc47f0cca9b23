"""What Kafka refuses, told so that whoever runs the installation knows what to mend.

Left to itself, a wrong password looks like a network that is down, and a missing right is a type of error: neither
says who lacks what. Nothing is retried here, and nothing is given up: whoever asked goes on as before.
"""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import structlog
from aiokafka.conn import create_conn
from aiokafka.errors import (
    ClusterAuthorizationFailedError,
    GroupAuthorizationFailedError,
    KafkaConnectionError,
    KafkaError,
    SaslAuthenticationFailed,
    TopicAuthorizationFailedError,
    TransactionalIdAuthorizationFailed,
)

from shared.broker import client, user_of

log = structlog.get_logger()
PATIENCE_MS = 5_000
_MEND = "python -m deploy.provision, or cspr up, gives each its rights"
_LACKING: dict[type[KafkaError], str] = {
    TopicAuthorizationFailedError: "to read or to write the topic",
    GroupAuthorizationFailedError: "to use the consumer group",
    TransactionalIdAuthorizationFailed: "to publish under the transactional id",
    ClusterAuthorizationFailedError: "to publish at all, or to change the cluster",
}


@asynccontextmanager
async def explained(bootstrap: str) -> AsyncIterator[None]:
    """Whatever Kafka refuses meanwhile is told, and goes on as the error it was."""
    try:
        yield
    except KafkaConnectionError:
        await tell_why_not_connected(bootstrap)
        raise
    except KafkaError as error:
        tell(bootstrap, error)
        raise


def tell(bootstrap: str, error: BaseException) -> None:
    """One line when `error` is a right that is lacking; nothing when it is anything else."""
    for kind, right in _LACKING.items():
        if isinstance(error, kind):
            lacking = f"Kafka's user {user_of(bootstrap)} has no right {right}{_named(error)}: {_MEND}"
            log.error("kafka.right_missing", error_type=type(error).__name__, reason=lacking)


async def tell_why_not_connected(bootstrap: str) -> None:
    """One line when Kafka is there and will not have us; nothing when it is away."""
    options = client(bootstrap)
    host, _, port = options.pop("bootstrap_servers").split(",")[0].rpartition(":")
    try:
        connection = await create_conn(host, int(port), request_timeout_ms=PATIENCE_MS, **options)
    except SaslAuthenticationFailed:
        log.error("kafka.password_refused", reason=_refused(bootstrap))
    except ssl.SSLError:
        log.error("kafka.certificate_refused", reason=_untrusted())
    except (KafkaError, OSError, TimeoutError):
        return
    else:
        connection.close()


class RefusalsOnly:
    """A logger for FastStream that tells of refusals: what else it has to say, our own lines say better."""

    def __init__(self, bootstrap: str) -> None:
        self._bootstrap = bootstrap

    def log(self, _level: int, _message: Any, /, *, exc_info: Any = None, **_: Any) -> None:
        if isinstance(exc_info, BaseException):
            tell(self._bootstrap, exc_info)


def _named(error: BaseException) -> str:
    """Kafka's errors bear names of topics, groups and ids: nobody's words."""
    given = error.args[0] if error.args else None
    names = sorted(given) if isinstance(given, (set, frozenset, list, tuple)) else [given] if given else []
    return f" {', '.join(map(str, names))}" if names else ""


def _refused(bootstrap: str) -> str:
    return (
        f"Kafka refuses the password of its user {user_of(bootstrap)}, or has no such user: "
        "CSPR_KAFKA_USER and CSPR_KAFKA_PASSWORD must be as they were provisioned"
    )


def _untrusted() -> str:
    return "Kafka's certificate is not signed by the authorities in CSPR_KAFKA_AUTHORITIES, or names another host"

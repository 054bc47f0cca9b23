"""Making a broker know its operator: one that was formatted before anybody was asked who they are, or whose users'
file was lost. Whoever serves the metadata takes the controller's word for it, on the loopback address alone.
"""

from collections.abc import Mapping

from aiokafka.conn import create_conn
from aiokafka.errors import KafkaError

from deploy.access.granting import salted
from deploy.access.protocol import AlterScram, check
from deploy.access.users import BROKER, CONTROLLER, OPERATOR

PATIENCE_MS = 5_000


async def introduced(controller_port: int, passwords: Mapping[str, str]) -> bool:
    """Whether operator and broker are known now; False as long as the controller does not answer."""
    try:
        connection = await create_conn(
            "127.0.0.1",
            controller_port,
            request_timeout_ms=PATIENCE_MS,
            security_protocol="SASL_PLAINTEXT",
            sasl_mechanism="PLAIN",
            sasl_plain_username=CONTROLLER,
            sasl_plain_password=passwords[CONTROLLER],
        )
    except (KafkaError, OSError, TimeoutError):
        return False
    try:
        known = [salted(user, passwords[user]) for user in (OPERATOR, BROKER)]
        answer = await connection.send(AlterScram([], known))
        for _, code, message, _ in answer.results:
            check(code, message)
    except (KafkaError, OSError, TimeoutError):
        return False  # it has not found its feet yet
    finally:
        connection.close()
    return True

"""Telling a broker who its users are and what they may do: exactly the table, and nothing else.

What is not in the table is taken away, whoever gave it. In this order: limits are set, rights taken, users
turned away, users made, rights given. Stopped half way, somebody may do too little, never too much; the same again
goes on.
"""

import asyncio
import hashlib
import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError
from aiokafka.protocol.admin import DescribeAclsRequest

from deploy.access.limiting import limit, limits_there
from deploy.access.limits import Limits, limits_of
from deploy.access.protocol import AlterScram, CreateAcls, DeleteAcls, DescribeScram, check
from deploy.access.rights import Right
from deploy.access.users import BROKER, CONTROLLER, OPERATOR
from shared.broker import Broker, client

ITERATIONS = 4096  # Kafka's least: a password is 32 random bytes, and every connection pays for each round
SEEN_SECONDS = 30
_KINDS = {"topic": 2, "group": 3, "transactional-id": 5}
_OPERATIONS = {"read": 3, "write": 4, "describe": 8, "describe-configs": 10}
_ANY, _LITERAL, _PREFIXED, _ALLOW = 1, 3, 4, 3
_MADE_WITH_THE_BROKER = {OPERATOR, BROKER, CONTROLLER}
Acl = tuple[int, str, int, str, str, int, int]


@dataclass(frozen=True)
class Granted:
    """How many rights were given and taken, which users turned away, and how many users' limits set anew."""

    given: int
    taken: int
    turned_away: tuple[str, ...]
    limited: int

    def __str__(self) -> str:
        return f"{self.given} given, {self.taken} taken away, {self.limited} limits set"


async def grant(broker: Broker, passwords: Mapping[str, str], rights: Iterable[Right]) -> Granted:
    """Returns when the broker goes by it. `passwords`: of every user but the broker's own three.

    Raises KafkaError, and TimeoutError when the broker does not come to go by it.
    """
    wanted, limits = {_acl(right) for right in rights}, limits_of(passwords)
    admin = AIOKafkaAdminClient(**client(broker))
    await admin.start()
    try:
        limited = await limit(admin, limits)
        there = await _acls(admin)
        await _take(admin, there - wanted)
        known = await _users(admin)
        gone = sorted(known - passwords.keys() - _MADE_WITH_THE_BROKER)
        anew = await _not_let_in(broker, known, passwords)
        await _set_users(admin, gone, anew)
        await _give(admin, wanted - there)
        await _until(lambda: _is(admin, wanted, gone, limits))
    finally:
        await admin.close()
    await asyncio.gather(*(_until(partial(_lets_in, broker.as_(*each))) for each in anew.items()))
    return Granted(len(wanted - there), len(there - wanted), tuple(gone), limited)


def _acl(right: Right) -> Acl:
    pattern = _PREFIXED if right.prefixed else _LITERAL
    return _KINDS[right.kind], right.name, pattern, f"User:{right.user}", "*", _OPERATIONS[right.operation], _ALLOW


async def _acls(admin: AIOKafkaAdminClient) -> set[Acl]:
    """All there are, those that forbid too."""
    answer = await admin._send_request(DescribeAclsRequest(_ANY, None, _ANY, None, None, _ANY, _ANY))
    check(answer.error_code, answer.error_message)
    return {(kind, name, pattern, *acl) for kind, name, pattern, acls in answer.resources for acl in acls}


async def _take(admin: AIOKafkaAdminClient, acls: set[Acl]) -> None:
    if acls:
        answer = await admin._send_request(DeleteAcls(sorted(acls)))
        for code, message, _ in answer.filter_responses:
            check(code, message)


async def _give(admin: AIOKafkaAdminClient, acls: set[Acl]) -> None:
    if acls:
        answer = await admin._send_request(CreateAcls(sorted(acls)))
        for code, message in answer.creation_responses:
            check(code, message)


async def _users(admin: AIOKafkaAdminClient) -> set[str]:
    answer = await admin._send_request(DescribeScram())
    check(answer.error_code, answer.error_message)
    return {user for user, *_ in answer.results}


async def _set_users(admin: AIOKafkaAdminClient, gone: list[str], passwords: Mapping[str, str]) -> None:
    if not gone and not passwords:
        return
    answer = await admin._send_request(AlterScram(gone, [salted(*each) for each in passwords.items()]))
    for _, code, message, _ in answer.results:
        check(code, message)


def salted(user: str, password: str) -> tuple[str, int, bytes, bytes]:
    """As RFC 5802 has it: the password itself does not travel."""
    salt = secrets.token_bytes(24)
    return user, ITERATIONS, salt, hashlib.pbkdf2_hmac("sha512", password.encode(), salt, ITERATIONS)


async def _is(admin: AIOKafkaAdminClient, wanted: set[Acl], gone: list[str], limits: Limits) -> bool:
    """The controller answers before the broker has heard."""
    set_ = await _acls(admin) == wanted and await limits_there(admin) == limits
    return set_ and not await _users(admin) & set(gone)


async def _not_let_in(broker: Broker, known: set[str], passwords: Mapping[str, str]) -> dict[str, str]:
    """Whoever is let in stays as they are: a salt that changed would break a handshake that is under way."""
    there = [user for user in passwords if user in known]
    let_in = await asyncio.gather(*(_lets_in(broker.as_(user, passwords[user])) for user in there))
    stay = {user for user, yes in zip(there, let_in, strict=True) if yes}
    return {user: password for user, password in passwords.items() if user not in stay}


async def _lets_in(broker: Broker) -> bool:
    """Nobody can ask Kafka what a password is, only try it."""
    admin = AIOKafkaAdminClient(**client(broker))
    try:
        await admin.start()
    except KafkaError:
        return False
    finally:
        await admin.close()
    return True


async def _until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(SEEN_SECONDS):
        while not await condition():
            await asyncio.sleep(0.05)

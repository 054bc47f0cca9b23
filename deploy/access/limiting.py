"""Telling a broker how much each user may ask of it: exactly the table. What is not in it is taken away."""

from collections.abc import Mapping

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.protocol.admin import DescribeClientQuotasRequest

from deploy.access.limits import Limits, Who
from deploy.access.protocol import AlterQuotas, check

Change = tuple[str, float, bool]  # the limit's name, how much, and whether it is taken away


async def limits_there(admin: AIOKafkaAdminClient) -> Limits:
    """All that the broker goes by, those of addresses and client ids too."""
    answer = await admin._send_request(DescribeClientQuotasRequest([], False))
    check(answer.error_code, answer.error_message)
    return {tuple(who): dict(values) for who, values in answer.entries}


async def limit(admin: AIOKafkaAdminClient, wanted: Limits) -> int:
    """In one request: nobody of ours is limited while others are not yet. How many users had other limits."""
    changes = _changes(await limits_there(admin), wanted)
    if changes:
        answer = await admin._send_request(AlterQuotas(list(changes.items())))
        for code, message, _ in answer.entries:
            check(code, message)
    return len(changes)


def _changes(there: Limits, wanted: Limits) -> dict[Who, list[Change]]:
    changes = {
        who: _to_become(there.get(who, {}), wanted.get(who, {})) for who in (*there, *(wanted.keys() - there))
    }
    return {who: each for who, each in changes.items() if each}


def _to_become(there: Mapping[str, float], wanted: Mapping[str, float]) -> list[Change]:
    taken = [(name, 0.0, True) for name in there.keys() - wanted.keys()]
    return [*taken, *((name, most, False) for name, most in wanted.items() if there.get(name) != most)]

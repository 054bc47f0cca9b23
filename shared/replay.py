"""An agency's record that was set aside, taken in after all: through the same door, in one transaction.

The seal of the record's bytes is opened here and nowhere else, and what was in it goes only to that door.
"""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import structlog

from shared.decider import Ask, Occasion, Refused
from shared.edge import BadInput, Closed, Reasons
from shared.events.base import RecordQuarantined
from shared.faults import OURS
from shared.hearing import Demand
from shared.quarantine import ReplayRecord, as_bytes, is_an_agencys, quarantine, subject_of
from shared.service import KeyReused, NotAsExpected, Said, Service
from shared.transaction import Transaction

log = structlog.get_logger()
Headers = tuple[tuple[str, bytes], ...]
Door = Callable[[bytes, Headers, str], Demand]  # a record, and the agency it came from; raises BadInput
_KEPT = tuple[tuple[str, str], ...]
OUR_RULES = (Refused, BadInput, KeyReused, NotAsExpected)


class Replay(Closed):
    """Why it is taken in after all; `document` stands in for the record, when that has to be corrected."""

    reason: Reasons
    document: dict[str, Any] | None = None


async def asked_again(service: Service, door: Door, id_: UUID, asked: Replay) -> Demand:
    """What the record, or the document in its stead, asks for; nothing is done yet. Raises Refused, BadInput."""
    came = await _came(service, id_)
    agency = came.topic.split(".")[1]
    if asked.document is None:
        value = await service.keyring.open(service.log.pool, came.record, str, "taking in what was set aside")
        return door(as_bytes(value), await _headers(service, came), agency)
    try:
        return door(json.dumps(asked.document, ensure_ascii=False).encode(), (), agency)
    except BadInput as bad:
        raise BadInput(*((f"/document{where}", rule) for where, rule in bad.problems)) from None


async def replay(
    service: Service,
    demand: Demand,
    id_: UUID,
    asked: Replay,
    *,
    actor: str,
    cause: UUID,
    if_match: int | None = None,
) -> Said:
    """`demand`: as `asked_again` said. Raises Refused, KeyReused; then nothing was kept, and the record waits as
    before.
    """
    async with service.transaction() as tx:
        command = ReplayRecord(case=demand.ask.subject, corrected=asked.document is not None, reason=asked.reason)
        now = service.clock.now()
        said = await service.carry_out(
            tx, Ask(subject_of(id_), command), Occasion(at=now, actor=actor, id=cause), if_match=if_match
        )
        # Again even when that was a repeat: the same key with another document is then noticed.
        taken_in_for = demand.actor if asked.document is None else actor
        occasion = Occasion(at=now, actor=taken_in_for, id=demand.id)
        await _carry_out(service, tx, demand.ask, occasion, said)
    return said


async def _came(service: Service, id_: UUID) -> RecordQuarantined:
    """As it was set aside: that never changes, so it is read before the transaction."""
    said = await service.log.about(subject_of(id_))
    aside = quarantine.state(it.data for it in said if it.source == service.name)
    if aside.came is None:
        raise Refused("no-such-record", "No record with this id was set aside here.")
    if not is_an_agencys(aside.came.topic):
        raise Refused("not-an-agencys-record", "Only an agency's record can be taken in by hand.")
    return aside.came


async def _headers(service: Service, came: RecordQuarantined) -> Headers:
    if came.headers is None:
        return ()
    kept = await service.keyring.open(service.log.pool, came.headers, _KEPT, "taking in what was set aside")
    return tuple((name, as_bytes(value)) for name, value in kept)


async def _carry_out(service: Service, tx: Transaction, ask: Ask, occasion: Occasion, said: Said) -> None:
    try:
        await service.carry_out(tx, ask, occasion, because=said.events[0] if said.events else None)
    except (*OUR_RULES, *OURS):
        raise
    except Exception as error:  # the bug that had set it aside is still there
        log.error("quarantine.record_could_not_be_processed", exc_info=True)
        detail = f"It still cannot be processed ({type(error).__name__}): our own code must be mended first."
        raise Refused("cannot-be-processed", detail) from None

"""Where whoever proposes or approves the erasure of a case gets the publisher's statement of it."""

from collections.abc import Sequence, Set

from fastapi import APIRouter
from pydantic import BaseModel

from services.publisher.all_heard import AllHeard
from services.publisher.clearing import (
    classed_as,
    closed_on,
    covered,
    held,
    joint_reviews,
    public,
    still_open,
    taken_up,
)
from shared import erasing
from shared.clearance import PURPOSE, Clearance, Joint, sealed
from shared.decider import Refused
from shared.edge import Code
from shared.event_log import NotOpen
from shared.events.base import Recorded
from shared.events.merging import merged_into
from shared.service import Service
from shared.web.needing import about
from shared.web.problems import documented


class Stated(BaseModel):
    """What is known of the case, to be read; and `statement`, the same as one line, to be sent to intake."""

    stated: Clearance
    statement: str


def clearing_routes(service: Service, all_heard: AllHeard) -> APIRouter:
    router = APIRouter(tags=["retention"])

    @router.get("/cases/{case}/erasure-clearance", responses=documented(404, 422, 503))
    async def state_what_stands_in_the_way_of_erasure(case: Code) -> Stated:
        """What every service knows that forbids it, and one line to carry to intake within 15 minutes.

        503 while anything may have been said that was not heard here yet: ask again.
        """
        stated = await _stated(service, case, await all_heard.waiting())
        return Stated(stated=stated, statement=sealed(stated, service.keyring.hasher(PURPOSE)))

    return router


async def _stated(service: Service, case: str, waiting: Set[str]) -> Clearance:
    """`waiting`: of these something was heard that is not understood yet. Raises Refused, NotOpen."""
    known = {case: await about(service, case)}
    if not any(recorded.source == "intake" for recorded in known[case]):
        raise Refused("no-such-case", "There is no incident with this id.")
    for merged in merged_into(each.data for each in known[case]):
        known[merged] = await service.log.about(merged)
    everything = [recorded for one in known.values() for recorded in one]
    joint = [
        await _joint(service, each, set(known)) for each in await _not_erased(service, joint_reviews(everything))
    ]
    if waiting & {*known, *(each.case for each in joint)}:
        raise NotOpen
    return Clearance(
        case=case,
        cases=tuple(known),
        closed_on=closed_on(everything),
        open=tuple(sentence for one in known.values() for sentence in still_open(one)),
        public=any(map(public, known.values())),
        held=tuple(each for each, one in known.items() if held(one)),
        joint=tuple(joint),
        classed={each: kind for each, one in known.items() if (kind := classed_as(one)) != "unclassified"},
        heard={each: _version(one) for each, one in known.items()},
        stated_at=service.clock.now(),
    )


async def _joint(service: Service, case: str, erased_now: set[str]) -> Joint:
    """Raises NotOpen where nothing of it has reached us yet: it travels apart from the cases that it covers."""
    known = await service.log.about(case)
    if not known:
        raise NotOpen
    kept = [each for each in await _not_erased(service, covered(known)) if each not in erased_now]
    others = [each for each in kept if each in taken_up(known) or await _covered_by(service, each, case)]
    return Joint(
        case=case,
        others=tuple(others),
        closed_on=closed_on(known),
        open=tuple(still_open(known)),
        public=public(known),
    )


async def _covered_by(service: Service, case: str, joint: str) -> bool:
    """One that never said so, for it had no rapid review or was never reported, holds no joint review for ever."""
    return joint in joint_reviews(await service.log.about(case))


async def _not_erased(service: Service, cases: Sequence[str]) -> list[str]:
    gone = await erasing.erased_of(service.log.pool, list(cases))
    return [case for case in cases if case not in gone]


def _version(known: Sequence[Recorded]) -> int:
    """Intake's, of this case."""
    return max((it.version for it in known if it.source == "intake"), default=0)

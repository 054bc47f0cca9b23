"""What is decided about a person who asks for a route: by their roles, and by how they stand to its case.

And which cases the lists show them: see `seen`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import cast

from fastapi import Request

from shared.event_log import Connection, Database
from shared.events.base import Recorded
from shared.identity.principal import Principal
from shared.need import relations
from shared.need.can import Asked, Standing, can, needed, standing
from shared.need.decision import Action, Decision, Relation
from shared.need.lent import Lent, lent, lent_within
from shared.need.opened import OPENED, is_open, opened
from shared.need.relations import Row
from shared.need.seen import LOOKING, Seen, tables_of_cases
from shared.need.table import EVERYBODY
from shared.need.visible import Visible, visible
from shared.partnership import Partnership
from shared.service import Service

ELSEWHERE = "elsewhere"  # in the request's state: asks the same of another case
BESIDE = "beside"  # likewise: of which other cases whoever asks may do the same
_SHOWN: Mapping[Action, Action] = {"begin": "list metadata"}  # there to whoever may see it
_LISTS: tuple[Action, ...] = ("begin", "list metadata", "list", "oversee", "count")


class Needing:
    def __init__(self, service: Service, partnership: Partnership) -> None:
        self._service, self._partnership = service, partnership

    async def decision(
        self, person: Principal, action: Action | None, case: str, *, of_agencies: bool = False, purpose: str = ""
    ) -> Decision:
        """`of_agencies`: the route is one that agencies may ask for, each of what is its own. `purpose`: as in
        can.

        Whatever lists are read in the same task show what this person may see. Raises asyncpg's errors and NotOpen
        when Postgres is away: then nobody knows how anybody stands to a case.
        """
        own = of_agencies and any(agency.id == person.org for agency in self._partnership.agencies)
        agency_s: frozenset[Relation] = frozenset({"own agency"} if own else ())
        if case and action is not None and action not in EVERYBODY:
            rows = await relations.of_case(self._service.log.pool, case)
            found = self._standing(person, action, case, rows)
            serving = self._standing(person, action, case, rows, purpose).relations if purpose else frozenset()
            told = Standing(found.conflict, found.relations | agency_s, serving | agency_s)
            decision = can(person, action, case, told, purpose)
            if decision.allowed:  # a joint review: with every case that it covers
                opened().cases({case, *(row.covers for row in rows if _covered(row, case))})
            return decision
        decision = can(person, action, case, Standing(relations=agency_s), purpose)
        if decision.allowed and action in _LISTS:
            await self.narrow(person, action)
        return decision

    async def narrow(self, person: Principal, action: Action) -> None:
        """Lists that are read in this task show what this person may see by this action; by none, nothing."""
        visible = await self.visible(person, _SHOWN.get(action, action))
        LOOKING.set(visible)
        opened().those(visible)

    async def visible(self, person: Principal, action: Action) -> Visible:
        """Every case that this person may do it with. Raises asyncpg's errors and NotOpen."""
        asked = self._asked(person, action)
        rows = await relations.of_persons(self._service.log.pool, asked.team)
        return visible(rows, needed(tuple(person.roles), action), asked)

    def _standing(
        self, person: Principal, action: Action, case: str, rows: Sequence[Row], purpose: str = ""
    ) -> Standing:
        asked = replace(self._asked(person, action), purpose=purpose)
        return standing(case, rows, asked, needed(tuple(person.roles), action, purpose))

    def _asked(self, person: Principal, action: Action) -> Asked:
        teams = (self._partnership.members(team) for team in self._partnership.teams_of(person.actor))
        team = frozenset({person.actor}.union(*teams))
        return Asked(person.actor, team, action, self._service.clock.now())


async def let_in_elsewhere(request: Request, cases: Iterable[str]) -> None:
    """Whether whoever asks may do the same with each of these cases, that the request's body names. Raises
    BodyRefused, as for the case in its path.
    """
    if ask := request.scope.get("state", {}).get(ELSEWHERE):
        for case in cases:
            await ask(case)


def seen(service: Service, known: "Database | None" = None) -> Database:
    """Where a list is read: what the service has, or what of it whoever asks may see. `known`: where
    the views stand as they were known once, else they are read as they are now.
    """
    found = known or lent_of(service)
    looking = LOOKING.get()
    if looking is None or looking.all:
        return found
    return _as_seen(service, found, looking)


async def about(service: Service, case: str) -> list[Recorded]:
    """The case's events, where it was decided that whoever asks may see it: no policy of PostgreSQL holds events
    back.
    """
    return await service.log.about(case) if is_open(case) else []


def within(service: Service, known: Connection) -> Database:
    """The same of a connection on which the views stand as they were known once."""
    asks = OPENED.get()
    return known if asks is None or service.closing is None else lent_within(known, asks)


def lent_of(service: Service) -> Database:
    """The service's database, as it is lent to whoever asks; to the service itself, all of it."""
    asks = OPENED.get()
    return service.log.pool if asks is None or service.closing is None else lent(service.log.pool, asks)


async def seen_beside(request: Request, service: Service, db: Database, case: str) -> Database:
    """Where what other cases say of this one is read: without those that whoever asks may not see. `case` was
    decided on. `db`: as `as_known` gave it. Raises asyncpg's errors and NotOpen.
    """
    if (look := request.scope.get("state", {}).get(BESIDE)) is None:
        return db
    found: Visible = await look()
    opened().those(found)
    return db if found.all else _as_seen(service, db, replace(found, only=found.only | {case}))


async def kept_out_of(request: Request) -> frozenset[str]:
    """The cases that a conflict closes to whoever asks, where all others are told of. Raises asyncpg's errors and
    NotOpen.
    """
    look = request.scope.get("state", {}).get(BESIDE)
    return (await look()).hidden if look else frozenset()


def _as_seen(service: Service, db: Database, visible: Visible) -> Database:
    tables = _tables(tuple(view.SCHEMA for view in service.views))
    lent_from = db.schema if isinstance(db, Lent) else None
    schema = lent_from or ("views" if db is service.log.pool else "pg_temp")
    return cast(Database, Seen(db, tables, visible, schema))


def _covered(row: relations.Row, case: str) -> bool:
    return row.relation == "covers" and row.subject == case


@lru_cache
def _tables(schemas: tuple[str, ...]) -> Mapping[str, Sequence[str]]:
    return tables_of_cases(schemas)

"""The pages on which operators look, each with what it needs to know."""

import re
from collections.abc import Mapping
from typing import Any, Literal

from fastapi import Request
from fastapi.responses import Response

from services.console.acting import Acting
from services.console.around import Around
from services.console.changes import Changes
from services.console.desk import PER_PAGE
from services.console.figures.period import NoPeriod, day_known
from services.console.live import stream_of
from services.console.metadata import metadata
from services.console.needed import Needed, may_break, oversees
from services.console.people.looker import looker
from services.console.proving import Proving
from services.console.records import CannotRead, Records
from services.console.system import overview
from services.console.views.cases import CaseRow
from services.console.views.found import RegisterSearch, Search
from services.console.views.near import Asked
from services.console.waiting.told import TITLES
from services.console.waits.wait import GROUPS, TO_OVERSEE, Group, What
from shared import looking
from shared.calendar import london_date
from shared.duties.bands import BANDS, Band
from shared.duties.words import DUTIES
from shared.web.problems import away

CASE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}")


METADATA = "metadata alone"  # what was shown, for the audit log


class Screens:
    def __init__(
        self,
        records: Records,
        around: Around,
        acting: Acting,
        addresses: Mapping[str, str],
        changes: Changes,
        needed: Needed,
    ) -> None:
        self._needed = needed
        self._records = records
        self._proving = Proving(records, around)
        self._around = around
        self._acting = acting
        self._addresses = addresses
        self._changes = changes

    async def duties(self, request: Request) -> Response:
        asked = _asked(request.query_params)
        live = stream_of(self._changes.position)
        try:
            board = await self._records.board(asked, _not_for(request))
        except CannotRead:
            return self._around.page(request, "duties", 503, board=None)
        known = {"rules": DUTIES, "name_of": self._records.name_of, "groups": TITLES}
        return self._around.page(request, "duties", 200, board=board, asked=asked, live=live, **known)

    async def waiting(self, request: Request) -> Response:
        said = request.query_params.get("group", "")
        group: Group = next((each for each in GROUPS if each == said), "signature")
        number = request.query_params.get("page", "")
        page = int(number) if re.fullmatch("[1-9][0-9]{0,4}", number) else 1
        live = stream_of(self._changes.position)
        try:
            rows, how_many = await self._records.waiting(group, page, _not_for(request))
        except CannotRead:
            return self._around.page(request, "waiting", 503, rows=None, group=group, groups=TITLES)
        shown: dict[str, Any] = {
            "rows": rows,
            "how_many": how_many,
            "number": page,
            "pages": max(1, -(-how_many // PER_PAGE)),
        }
        return self._around.page(request, "waiting", group=group, groups=TITLES, live=live, **shown)

    async def cases(self, request: Request) -> Response:
        return await self._listed(request, "cases", Search.of(request.query_params))

    async def register(self, request: Request) -> Response:
        """The list of cases for whoever may know which there are. They cannot look for what they are not shown."""
        return await self._listed(request, "register", RegisterSearch.of(request.query_params), METADATA)

    async def _listed(self, request: Request, name: str, search: Search, note: str = "") -> Response:
        try:
            found, choices = await self._records.cases(search), await self._records.choices()
        except CannotRead:
            return self._around.page(request, name, 503, found=None)
        looking.now().rows, looking.now().note = len(found.cases), note
        return self._around.page(request, name, found=found, choices=choices, search=search)

    async def newest(self, request: Request) -> list[CaseRow] | Response:
        """As data, for which no less is asked; of a program that shows a token the token is enough."""
        if looker(request).person and (again := self._proving.anew(request, request.url.path)) is not None:
            return again
        try:
            newest = await self._records.newest()
            looking.now().rows = len(newest)
            return newest
        except CannotRead:
            return away()

    async def case(self, request: Request, subject: str) -> Response:
        if not CASE_ID.fullmatch(subject):
            return self._around.page(request, "no-case", 404)
        today = london_date(self._records.now())
        live = stream_of(self._changes.position, subject)
        try:
            day, wrong = day_known(request.query_params, today), None
        except NoPeriod as error:
            day, wrong = today, error
        try:
            found = await self._records.one(subject, day if day < today else None)
        except CannotRead:
            return self._around.page(request, "cannot-read", 503)
        if found is None:
            return self._around.page(request, "no-case", 404)
        if not await self._needed.reads(request, subject):
            looking.now().note = METADATA
            told = metadata(subject, found)
            return self._around.page(
                request, "case-metadata", 422 if wrong else 200, it=told, wrong=wrong, may_break=may_break(request)
            )
        offered, done = await self._acting.catalogue.all(looker(request).person), await self._acting.done(request)
        shown = {"it": found, "offered": offered, "done": done, "wrong": wrong}
        if not found.known_on:
            shown["live"] = live
        return self._around.page(request, "case", 422 if wrong else 200, **shown)

    async def system(self, request: Request) -> Response:
        return self._around.page(request, "system", it=await overview(self._records, self._addresses))


def _not_for(request: Request) -> tuple[What, ...]:
    """What waits, and whoever asks may neither open nor do."""
    return () if oversees(request) else TO_OVERSEE


def _asked(query: Mapping[str, str]) -> Asked:
    band: Band | Literal[""] = next((each for each in BANDS if each == query.get("band")), "")
    rule, owed_to = (query.get(name, "")[:100] for name in ("rule", "owed_to"))
    return Asked(rule, owed_to, band, unacknowledged=query.get("seen") == "nobody")

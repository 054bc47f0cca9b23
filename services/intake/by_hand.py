"""An agency's report put in by somebody of the authority, who was told by telephone or on paper.

It is the agency's report all the same, answered on its feed; the event says who put it in. An agency whose system
is suspended is asked to telephone, and so may be reported for.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Annotated

from fastapi import Query

from services.intake.commands import RecordReport
from services.intake.partners import read_message, read_report
from shared.edge import BadInput, Code
from shared.hearing import Demand
from shared.service import Service
from shared.suspended import not_suspended
from shared.web.feed import agency_of

Agency = Annotated[
    Code | None,
    Query(description="Whose it is, when a person of the authority puts it in; needless for the agency itself"),
]


def is_a_person(actor: str) -> bool:
    kind, _, name = actor.partition(":")
    return kind == "person" and bool(name)


async def whose(service: Service, actor: str, named: str | None, agencies: Collection[str]) -> str:
    """The agency that sends it, or that a person puts it in for. Raises BadInput, Refused."""
    if not is_a_person(actor):
        agency = agency_of(actor, agencies)
        await not_suspended(service, agency)
        return agency
    if named not in agencies:
        raise BadInput(("/query/agency", "must be a registered agency"))
    return str(named)


async def read_sent(service: Service, body: bytes, actor: str, agencies: Collection[str]) -> Demand:
    """A report from its agency, or by hand: then its `source` says whose it is. Raises BadInput, Refused."""
    if not is_a_person(actor):
        return read_report(body, await whose(service, actor, None, agencies))
    message = read_message(body)
    if message.source not in agencies:
        raise BadInput(("/source", "must be a registered agency"))
    return by_hand(read_report(body, message.source), actor)


def by_hand(demand: Demand, actor: str) -> Demand:
    """In the name of whoever put it in."""
    return replace(demand, actor=actor) if is_a_person(actor) else demand


def cases_changed(demand: Demand) -> tuple[str, ...]:
    """The case that it corrects, adds to or withdraws, to be decided on; of a report none: it opens its own."""
    return () if isinstance(demand.ask.command, RecordReport) else (demand.ask.subject,)

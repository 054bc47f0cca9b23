"""Who may take many cases away at once: whoever asked for it, once another has agreed, and not for long."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from services.console.exporting.commands import (
    PURGED,
    ApproveExport,
    AskExport,
    DeclineExport,
    PurgeExport,
    State,
    TakeExport,
)
from shared.calendar import london_date
from shared.counting import next_working_day
from shared.decider import Command, Decider, Occasion, Refused
from shared.events.base import Event
from shared.events.exports import ExportApproved, ExportAsked, ExportDeclined, ExportPurged, ExportTaken
from shared.sealed import Sealed


@dataclass(frozen=True)
class Export:
    """`until_on`: none before it was approved. What was declined stays so."""

    asked_by: str = ""
    until_on: date | None = None
    declined: bool = False
    purged: bool = False

    @property
    def state(self) -> State:
        return "declined" if self.declined else "approved" if self.until_on else "asked"


def decide(command: Command, export: Export, occasion: Occasion) -> list[Event]:
    if isinstance(command, AskExport):
        return _ask(command, export, occasion)
    if not export.asked_by:
        raise Refused("no-such-export", "Nobody has asked for a file with this id.")
    if isinstance(command, PurgeExport):
        return _purge(command, export)
    if export.purged:
        raise Refused("purged", PURGED)
    match command:
        case ApproveExport(export=id_):
            return _approve(id_, export, occasion)
        case DeclineExport(export=id_, reasons=reasons):
            # Declined already: the first reasons stand.
            said = ExportDeclined(export=id_, declined_by=occasion.actor, reasons=Sealed.of(reasons))
            return [] if export.declined else [said]
        case TakeExport(export=id_):
            return _take(id_, export, occasion)
    return []


def _ask(command: AskExport, export: Export, occasion: Occasion) -> list[Event]:
    if export.asked_by:
        return []  # the same form, sent again
    return [
        ExportAsked(
            export=command.export,
            asked_by=occasion.actor,
            filters=Sealed.of(command.filters),
            filtered_by=command.filtered_by,
            purpose=Sealed.of(command.purpose),
        )
    ]


def _approve(id_: UUID, export: Export, occasion: Occasion) -> list[Event]:
    if export.asked_by == occasion.actor:
        raise Refused("two-people", "Whoever asked for it cannot approve it: another person decides.")
    if export.declined:
        raise Refused("declined", "It was declined: ask for it anew.")
    if export.until_on:
        return []  # approved already; by whomever, it may be fetched no longer for that
    until_on = next_working_day(london_date(occasion.at))
    return [ExportApproved(export=id_, approved_by=occasion.actor, until_on=until_on)]


def _take(id_: UUID, export: Export, occasion: Occasion) -> list[Event]:
    """Each time anew: whoever fetches it twice has taken it twice."""
    if export.asked_by != occasion.actor:
        raise Refused("not-yours", "Only whoever asked for it may fetch it.")
    if export.declined:
        raise Refused("declined", "It was declined: ask for it anew.")
    if export.until_on is None:
        raise Refused("not-approved", "Another person has not approved it yet.")
    if london_date(occasion.at) > export.until_on:
        raise Refused("over", "The days on which it could be fetched are over: ask for it anew.")
    return [ExportTaken(export=id_, taken_by=occasion.actor)]


def _purge(command: PurgeExport, export: Export) -> list[Event]:
    if export.purged or export.state != command.stood:
        return []
    return [ExportPurged(export=command.export, kept_days=command.kept_days)]


def evolve(export: Export, event: Event) -> Export:
    match event:
        case ExportAsked(asked_by=by):
            return Export(asked_by=by)
        case ExportApproved(until_on=day):
            return replace(export, until_on=day)
        case ExportDeclined():
            return replace(export, declined=True)
        case ExportPurged():
            return replace(export, purged=True)
    return export


exporting: Decider[Any] = Decider(
    commands=(AskExport, ApproveExport, DeclineExport, TakeExport, PurgeExport),
    initial=Export(),
    decide=decide,
    evolve=evolve,
)

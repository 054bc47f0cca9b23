"""Whose the duty is (Children Act 2004 s16C(1)), and which other authority is to be told.

Limb (a): the authority in whose area the child died or was seriously harmed. Limb (b): outside England, which
Scotland, Wales and Northern Ireland are, the one in whose area the child normally lives.

That is the duty of class A alone. Of a looked-after child's death (Children Act 1989, Schedule 2, paragraph 20)
and of a care leaver's, the authority tells that looked after them, wherever they died.
"""

from services.intake.casework import RecordJurisdiction
from services.intake.decider.state import Incident
from shared.authorities import authority
from shared.decider import Refused
from shared.events.base import Event
from shared.events.intake import ConcernedAuthority, Connection, JurisdictionRecorded


def record_jurisdiction(command: RecordJurisdiction, incident: Incident, our_code: str) -> list[Event]:
    recorded = _found(command, our_code)
    if recorded == incident.jurisdiction:
        return []
    if incident.decision == "notify" and incident.trigger_class == "A" and not recorded.ours:
        detail = "A notification was decided; withdraw it by propose-withdrawal before the duty is another's."
        raise Refused("already-notified", detail)
    return [recorded]


def ours_by_place(incident: Incident) -> None:
    """Raises Refused where section 16C's duty is known to be another authority's."""
    if incident.jurisdiction and not incident.jurisdiction.ours:
        raise Refused(
            "another-authoritys-duty",
            "By where it happened, this duty is not this authority's; record-jurisdiction anew if that is wrong.",
        )


def _found(command: RecordJurisdiction, our_code: str) -> JurisdictionRecorded:
    in_england = command.country == "England"
    if in_england and command.incident_la_code is None:
        raise Refused("where-in-england", "Name the authority in whose area it happened.", "/incident_la_code")
    if not in_england and command.incident_la_code:
        detail = "No English authority's area lies outside England: leave it out."
        raise Refused("outside-england", detail, "/incident_la_code")
    held_by = command.incident_la_code if in_england else command.residence_la_code
    return JurisdictionRecorded(
        country=command.country,
        incident_la_code=command.incident_la_code,
        residence_la_code=command.residence_la_code,
        limb="in area" if in_england else "resident here, outside England",
        held_by=held_by,
        ours=_same(held_by, our_code),
        to_be_told=_others(command, our_code),
    )


def _others(command: RecordJurisdiction, our_code: str) -> tuple[ConcernedAuthority, ...]:
    """The one where it happened first: it may hold the duty."""
    concerned: list[tuple[str | None, Connection]] = [
        (command.incident_la_code, "incident"),
        (command.residence_la_code, "home"),
    ]
    found: list[ConcernedAuthority] = []
    for code, connection in concerned:
        if code and not _same(code, our_code) and not any(_same(code, it.la_code) for it in found):
            found.append(ConcernedAuthority(la_code=code, connection=connection))
    return tuple(found)


def _same(code: str | None, other: str) -> bool:
    """Two codes of one authority are the same authority."""
    return code is not None and authority(code) == authority(other)

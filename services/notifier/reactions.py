"""What the notifier does when intake speaks."""

from collections.abc import Iterable

from services.notifier.commands import (
    NoteCircumstances,
    OpenNotification,
    ReclassifyNotification,
    RecountNotification,
    ReinstateNotification,
    SupersedeNotification,
)
from services.notifier.inviting import InviteGuest, WithdrawInvitation
from shared.decider import Ask, Command
from shared.events.base import Event, Recorded
from shared.events.intake import (
    AwarenessCorrected,
    ChildDied,
    ConcernedAuthority,
    CriteriaMetCorrected,
    IncidentReclassified,
    JurisdictionRecorded,
    NotifyDecided,
    TriggerClassified,
)
from shared.events.merging import CaseMerged, MergeUndone
from shared.events.need import AccessEnded, AccessGranted
from shared.events.notifier import Concerned


def react(recorded: Recorded) -> Iterable[Ask]:
    command = _answer(recorded.data)
    if command:
        yield Ask(recorded.subject, command)


def _answer(event: Event | None) -> Command | None:
    match event:
        case NotifyDecided() as it:
            return OpenNotification(
                trigger_class=it.trigger_class,
                clock_starts_at=it.clock_starts_at,
                incident_aware_at=it.incident_aware_at,
                looked_after=it.looked_after,
                died=it.died,
                others=_concerned(it.to_be_told),
            )
        case IncidentReclassified(trigger_class=trigger_class, clock_starts_at=at):
            return ReclassifyNotification(trigger_class=trigger_class, clock_starts_at=at)
        case TriggerClassified(looked_after=looked_after):
            return NoteCircumstances(looked_after=looked_after)
        case ChildDied():
            return NoteCircumstances(died=True)
        case JurisdictionRecorded(to_be_told=others):
            return NoteCircumstances(others=_concerned(others))
        case AccessGranted(grant=grant, mail_address=address) if address:
            return InviteGuest(grant=grant)
        case AccessEnded(grant=grant):
            return WithdrawInvitation(grant=grant)
    return _of_a_clock(event)


def _of_a_clock(event: Event | None) -> Command | None:
    """Moved, ended by a merge, or running again once that is undone. Without a class nobody was to be notified."""
    match event:
        case AwarenessCorrected(clock_starts_at=at) | CriteriaMetCorrected(clock_starts_at=at):
            return RecountNotification(clock_starts_at=at)
        case CaseMerged(into=into, trigger_class=class_) if class_:
            return SupersedeNotification(into=into)
        case MergeUndone(trigger_class=class_, clock_starts_at=at) if class_ and at:
            return ReinstateNotification(clock_starts_at=at)
    return None


def _concerned(others: Iterable[ConcernedAuthority]) -> tuple[Concerned, ...]:
    return tuple(Concerned(la_code=it.la_code, connection=it.connection) for it in others)

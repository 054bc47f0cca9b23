"""An agency's return: whose it may be, which is the last, and what it tells."""

from services.reviews.chronology import Told
from services.reviews.decider.gathering.state import Gathering
from services.reviews.gathering_commands import SubmitAgencyReturn, UploadChronology
from shared.decider import Occasion, Refused
from shared.dispatch import life as dispatching
from shared.events.base import Event
from shared.events.gathering import AgencyReturnSubmitted, ChronologyEntry, ChronologyUploaded
from shared.sealed import Sealed

CAME = "the return came"


def submit(command: SubmitAgencyReturn, it: Gathering, occasion: Occasion) -> list[Event]:
    """What is written is sealed, so a repeat is known by its revision; without one, by what asked for it alone."""
    may_tell_for(command.agency, it, occasion)
    last = it.revisions.get(command.agency, 0)
    revision = command.revision or last + 1
    if revision <= last:
        return []
    if revision != last + 1:
        raise Refused("next-revision", f"The next revision of this return is {last + 1}.")
    asked = it.asked[command.agency]
    said = AgencyReturnSubmitted(
        agency_return=asked.id,
        agency=command.agency,
        revision=revision,
        involvement=Sealed.of(command.involvement),
        key_episodes=Sealed.of(command.key_episodes),
        good_practice=_sealed(command.good_practice),
        immediate_action=_sealed(command.immediate_action),
        chronology=tuple(entry(n, told, occasion) for n, told in enumerate(command.chronology)),
    )
    return [said, *dispatching.withdrawn(it.letters, asked.id, CAME)]


def upload(command: UploadChronology, it: Gathering, occasion: Occasion) -> list[Event]:
    """Beside the return, and no return: that is still owed."""
    may_tell_for(command.agency, it, occasion)
    if it.uploads.get(command.agency) == command.sha256:
        return []  # the same file
    return [
        ChronologyUploaded(
            agency_return=it.asked[command.agency].id,
            agency=command.agency,
            sha256=command.sha256,
            entries=tuple(entry(n, told, occasion) for n, told in enumerate(command.entries)),
        )
    ]


def may_tell_for(agency: str, it: Gathering, occasion: Occasion) -> None:
    """Staff may for any agency that was asked, an agency for itself. Raises Refused."""
    kind, _, who = occasion.actor.partition(":")
    if kind == "agency" and who != agency:
        raise Refused("own-return", "An agency sends its own return, and no other's.")
    if agency not in it.asked:
        raise Refused("not-requested", "This agency was not asked for a return.")


def entry(number: int, told: Told, occasion: Occasion) -> ChronologyEntry:
    return ChronologyEntry(entry=occasion.new_id("entry", str(number)), content=Sealed.of(told.model_dump_json()))


def _sealed(text: str | None) -> Sealed[str] | None:
    return Sealed.of(text) if text is not None else None

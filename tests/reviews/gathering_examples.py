"""Good examples of what is asked and said while a rapid review is gathered. Due on Monday 27 April 2026.

Sent to the Panel on Monday 13 April: 14 (1), 15, 16, 17 (4), 20-24 (9), 27 (10).
"""

from datetime import date
from uuid import uuid5

from services.reviews.chronology import Told
from services.reviews.decider.gathering import gathering
from services.reviews.gathering_commands import (
    AskAgenciesAgain,
    ChaseAgencyReturn,
    RecordImmediateAction,
    RecordMeeting,
    ReleaseAgencies,
    RequestAgencyReturn,
    SubmitAgencyReturn,
    UploadChronology,
)
from services.reviews.joining_commands import JoinEntries, SeparateEntries
from shared.decider import Command
from shared.events.base import Event
from shared.events.gathering import (
    AgencyReturnChased,
    AgencyReturnReleased,
    AgencyReturnRequested,
    AgencyReturnSubmitted,
    ChronologyEntry,
    ChronologyUploaded,
    EntriesJoined,
    EntriesSeparated,
    ImmediateActionTaken,
    RapidReviewMeetingHeld,
)
from shared.sealed import Sealed
from shared.testing import OCCASION
from tests.reviews import examples as ex

DECIDER = gathering(ex.partnership())
DUE_ON = date(2026, 4, 27)
MET_ON = date(2026, 4, 28)
RETURN = uuid5(OCCASION, "agency-return/hospital")

bruise = Told(on=date(2026, 3, 3), source="Record", text="Seen with a bruise.", episode="bruise")
ask = RequestAgencyReturn(agency="hospital")
submit = SubmitAgencyReturn(
    agency="hospital", revision=1, involvement="Two visits.", key_episodes="One bruise.", chronology=(bruise,)
)
upload = UploadChronology(agency="hospital", sha256="ab" * 32, entries=(bruise,))
meet = RecordMeeting(held_on=MET_ON, attended=("hospital", "police"))
act = RecordImmediateAction(
    reference="safe-1", owner="Portsea General Hospital", taken_on=date(2026, 4, 14), text="Seen the same day."
)

chase = ChaseAgencyReturn(agency="hospital", step="overdue")

release = ReleaseAgencies(reason="incident reclassified from A to D")

requested = AgencyReturnRequested(agency_return=RETURN, rapid_review=ex.REVIEW, agency="hospital", due_on=DUE_ON)
chased = AgencyReturnChased(agency_return=RETURN, agency="hospital", step="overdue", due_on=DUE_ON)
released = AgencyReturnReleased(agency_return=RETURN, agency="hospital", reason=release.reason)
told = AgencyReturnSubmitted(
    agency_return=RETURN,
    agency="hospital",
    revision=1,
    involvement=Sealed.of("Two visits."),
    key_episodes=Sealed.of("One bruise."),
    good_practice=None,
    immediate_action=None,
    chronology=(ChronologyEntry(entry=uuid5(OCCASION, "entry/0"), content=Sealed.of(bruise.model_dump_json())),),
)
other_told = told.model_copy(
    update={
        "agency_return": uuid5(OCCASION, "agency-return/police"),
        "agency": "police",
        "chronology": (
            ChronologyEntry(
                entry=uuid5(OCCASION, "entry/police"),
                content=Sealed.of(
                    bruise.model_copy(update={"on": date(2026, 3, 4), "episode": None}).model_dump_json()
                ),
            ),
        ),
    }
)


def given_by_file(it: AgencyReturnSubmitted) -> ChronologyUploaded:
    """The same entries, from a file beside the return."""
    return ChronologyUploaded(
        agency_return=it.agency_return, agency=it.agency, sha256="cd" * 32, entries=it.chronology
    )


ENTRIES = (told.chronology[0].entry, other_told.chronology[0].entry)
join, separate = JoinEntries(entries=ENTRIES), SeparateEntries(entries=ENTRIES[:1])
joined = EntriesJoined(rapid_review=ex.REVIEW, entries=ENTRIES)
separated = EntriesSeparated(rapid_review=ex.REVIEW, entries=ENTRIES[:1])
met = RapidReviewMeetingHeld(rapid_review=ex.REVIEW, held_on=MET_ON, attended=("hospital", "police"))
acted = ImmediateActionTaken(
    rapid_review=ex.REVIEW,
    reference="safe-1",
    owner="Portsea General Hospital",
    taken_on=date(2026, 4, 14),
    text=Sealed.of("Seen the same day."),
)
asked: tuple[Event, ...] = (*ex.opened, requested)

ONCE: tuple[tuple[Command, tuple[Event, ...]], ...] = (
    (ask, ex.opened),
    (submit, asked),
    (upload, asked),
    (meet, ex.opened),
    (act, ex.opened),
    (chase, asked),
    (release, asked),
    (AskAgenciesAgain(), (*asked, released)),
    (join, (*ex.opened, told, other_told)),
    (separate, (*ex.opened, told, other_told, joined)),
)

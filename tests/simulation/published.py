"""What stands on the site: each report once, no sooner than its day and soon after it began; and who agreed."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from uuid import UUID, uuid5

from shared.events.anonymity import CertificateVoided
from shared.events.base import Recorded
from shared.events.beforehand import ApprovalTakenBack, PublicationApproved
from shared.events.dispatch import DispatchDue
from shared.events.holding import PublicationEnded
from shared.events.publisher import DraftSaved, PublicationScheduled, ReportPublished, ReportTakenDown
from tests.simulation.deadlines import Owed, in_time, london
from tests.simulation.installation import Installation

NO_LONGER = (ApprovalTakenBack, CertificateVoided, DraftSaved, PublicationScheduled, PublicationEnded)


def problems(at: Installation, said: list[Recorded]) -> Iterator[str]:
    for kind in (ReportPublished, ReportTakenDown):
        counted = Counter(r.data.publication for r in said if isinstance(r.data, kind))
        yield from (f"O: {kind.__name__} {count} times of {id_}" for id_, count in counted.items() if count > 1)
    sent = Counter(r.data.about for r in said if _submits(r))
    yield from (f"O: {id_} goes to the repository {count} times" for id_, count in sent.items() if count > 1)
    yield from _on_its_day(at, said)


def _submits(recorded: Recorded) -> bool:
    return isinstance(recorded.data, DispatchDue) and recorded.data.purpose == "repository submission"


def _on_its_day(at: Installation, said: list[Recorded]) -> Iterator[str]:
    """Two people agreed to a day: then it is public as soon as that begins in London, unless something came."""
    agreed: dict[UUID, Owed] = {}
    noticed: dict[tuple[UUID, str], datetime] = {}
    for recorded in said:
        match recorded.data:
            case PublicationApproved(publication=id_, publish_on=day):
                agreed[id_] = Owed(uuid5(id_, str(day)), recorded.time, ((PUBLIC, _begins(day)),))
            case ReportPublished(publication=id_):
                if id_ not in agreed:
                    yield f"P: {id_} is public, and nobody agreed to that"
                    continue
                noticed[agreed[id_].what, PUBLIC] = recorded.time
            case _ if isinstance(recorded.data, NO_LONGER):
                agreed.pop(recorded.data.publication, None)  # type: ignore[attr-defined]
    for owed in agreed.values():
        yield from in_time(at, owed, at.clock.now(), noticed)


PUBLIC = "publication"


def _begins(day: date) -> datetime:
    return london(day, time(0))

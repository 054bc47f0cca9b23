"""That a report is on its way to the public: for whoever may hear the publisher, kept with the relations."""

from shared.events.base import Recorded
from shared.events.publisher import PublicationOpened
from shared.need.relations import add
from shared.writes import Write

SCHEMA = "SELECT 1;"  # its rows stand in the table of relations


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case PublicationOpened():
            add(write, recorded, "to be published")

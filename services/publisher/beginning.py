"""How a publication begins: owed to the public with the review, drafted once the report is accepted."""

from uuid import uuid5

from services.publisher.commands import MakeReady, OpenPublication
from services.publisher.publication import Publication
from shared.decider import Occasion
from shared.events.base import Event
from shared.events.duties import DutyArose
from shared.events.publisher import PublicationOpened, PublicationReady

PUBLIC = "public"


def open_it(command: OpenPublication, it: Publication, occasion: Occasion) -> list[Event]:
    if it.id:
        return []  # one publication per case
    id_ = occasion.new_id("publication")
    return [
        PublicationOpened(publication=id_, practice_review=command.practice_review, kind="practice review"),
        DutyArose(
            duty=uuid5(id_, "duty/practice-review"), about=id_, owed_to=PUBLIC, strength="must", due=command.due
        ),
    ]


def make_ready(command: MakeReady, it: Publication) -> list[Event]:
    if it.id is None or it.practice_review != command.practice_review:
        return []  # never raise to a reaction: reviews says that a review was begun before anything else of it
    if it.published_on or it.report_hash == command.report_hash:
        return []
    return [PublicationReady(publication=it.id, report_hash=command.report_hash, reviewer=command.reviewer)]

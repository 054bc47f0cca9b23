"""Which cases a joint review covers, from its own beginning: for whoever hears reviews, kept with the relations.

A case that is closed, cancelled or covered already never says that it is covered, and is all the same.
"""

from shared.events.base import Recorded
from shared.events.reviews import PracticeReviewInitiated
from shared.need.forgetting import forget_kept_out
from shared.need.relations import add
from shared.writes import Write

SCHEMA = "SELECT 1;"  # its rows stand in the table of relations


def project(write: Write, recorded: Recorded) -> None:
    match recorded.data:
        case PracticeReviewInitiated(covers=covers) if covers:
            for covered in covers:
                add(write, recorded, "covers", covers=covered)
            forget_kept_out(write)

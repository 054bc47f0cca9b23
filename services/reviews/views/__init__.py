"""Every view of reviews, and those of its own that say when something is next to be done."""

from collections.abc import Sequence

from services.reviews.views import asked, learning, national, recurrences, reminders, reviews, spreading, watch
from shared import canary, erasing, set_aside, suspended, watched
from shared.alarms import waiting as alarms
from shared.dispatch import directory, post
from shared.duties import agenda, board, holidays
from shared.malware import held
from shared.need import joint, relations
from shared.own import Own
from shared.service import View
from shared.worker import Timetable

VIEWS: Sequence[View] = (
    relations,
    joint,
    reviews,
    asked,
    learning,
    national,
    recurrences,
    reminders,
    spreading,
    watched,
    suspended,
    directory,
    holidays,
    *(Own("reviews", view) for view in (board, agenda, alarms, post, set_aside, held)),
    erasing,
    canary,
)
TIMETABLES: Sequence[Timetable] = (asked, post, reminders, watch)

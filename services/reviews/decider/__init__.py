"""Deciders over one case: its rapid and practice review, what is gathered, what runs beside, what is learned."""

from typing import Any

from services.reviews.decider.gathering import gathering
from services.reviews.decider.joining import joining
from services.reviews.decider.keeping import keeping
from services.reviews.decider.learning import learning
from services.reviews.decider.parallel import parallel
from services.reviews.decider.practice_review import practice_review
from services.reviews.decider.rapid_review import rapid_review
from shared.decider import Decider
from shared.partnership import Partnership


def deciders(partnership: Partnership) -> tuple[Decider[Any], ...]:
    reviewing = (rapid_review(partnership), gathering(partnership), practice_review(partnership))
    return (*reviewing, parallel, learning, keeping, joining)

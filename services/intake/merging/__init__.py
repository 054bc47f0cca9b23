"""One incident, reported by several agencies: put before a person, who merges the cases or keeps them apart.

A merged case is decided on in the one that it was merged into, and can be parted from it again. Two streams take
part in one transaction: what the other case cannot bear refuses the whole.
"""

from services.intake.merging.commands import OFFICERS, AnswerMerged, Release, SuspectDuplicate, TakeOver
from services.intake.merging.joining import decide
from services.intake.merging.standing import Standing, evolve
from shared.decider import Decider

merging: Decider[Standing] = Decider(
    commands=(SuspectDuplicate, *OFFICERS, TakeOver, Release, AnswerMerged),
    initial=Standing(),
    decide=decide,
    evolve=evolve,
)

__all__ = ["merging"]

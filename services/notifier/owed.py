"""Who is owed a notification, by its class and what is known of the child; and whether as a must or as a should.

Class A (Children Act 2004 s16C): the Panel, and through it the Secretary of State and Ofsted; the safeguarding
partners; another authority that is concerned. Class B, a looked-after child's death without abuse or neglect: the
Panel does not consider it, so the Secretary of State and Ofsted are told directly. Class C, a care leaver's death
below 25: the same two, as guidance asks ("should") and no law does. When a looked-after child died, in A as in B,
the parents too, so far as is reasonably practicable (Children Act 1989, Schedule 2, paragraph 20).
"""

from dataclasses import dataclass

from shared.events.duties import Strength
from shared.events.intake import TriggerClass
from shared.events.notifier import Concerned
from shared.partnership import Partnership
from shared.recipients import Recipient

PARENTS = "parents"
AUTHORITY = "authority/"  # and its code: another authority that the partnership's file has no mailbox of


@dataclass(frozen=True)
class Circumstances:
    """What decides who else is told. `others` are the other authorities concerned, each once."""

    looked_after: bool = False
    died: bool = False
    others: tuple[Concerned, ...] = ()


@dataclass(frozen=True)
class Owed:
    """`recipient` is none where nothing can be sent: then a person tells them, and attests it."""

    to: str
    strength: Strength
    recipient: Recipient | None = None


def owed(partnership: Partnership, trigger_class: TriggerClass, circumstances: Circumstances) -> tuple[Owed, ...]:
    """Everybody, in the order of the partnership's file; outside the duty (class D) nobody."""
    if trigger_class == "D":
        return ()
    told = tuple(Owed(r.id, _strength(r, trigger_class), r) for r in partnership.told_of(trigger_class))
    return told + _other_areas(partnership, circumstances) + _parents(trigger_class, circumstances)


def _strength(recipient: Recipient, trigger_class: TriggerClass) -> Strength:
    """Notifying a care leaver's death is voluntary, whoever it is told to."""
    return "should" if trigger_class == "C" else recipient.strength


def _other_areas(partnership: Partnership, circumstances: Circumstances) -> tuple[Owed, ...]:
    """Guidance: those of other areas if appropriate, which an officer has said it is by naming the authority."""
    found: list[Owed] = []
    for concerned in circumstances.others:
        known = partnership.of_area(concerned.la_code)
        found += [Owed(r.id, "should", r) for r in known] or [Owed(AUTHORITY + concerned.la_code, "should")]
    return tuple(found)


def _parents(trigger_class: TriggerClass, circumstances: Circumstances) -> tuple[Owed, ...]:
    """A class B is a looked-after child's death by its definition."""
    in_care = trigger_class == "B" or (trigger_class == "A" and circumstances.looked_after and circumstances.died)
    return (Owed(PARENTS, "must"),) if in_care else ()

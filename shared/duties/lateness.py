"""What a person closes late is closed with the reason: then nothing late is left without one.

Only where recording that it was done stops nobody from doing it. Sending, publishing by the clock and what others
did are never stopped: their lateness is explained before the case closes.
"""

from datetime import datetime

from shared.decider import Refused
from shared.duties.duty import Duty
from shared.duties.life import met
from shared.events.base import Event
from shared.events.duties import LatenessExplained
from shared.sealed import Sealed


def met_with_reason(duty: Duty | None, at: datetime, evidence: str, late_because: str) -> list[Event]:
    """As `met`. Raises Refused when it is late and nobody has said why, here or before."""
    done = met(duty, at, evidence)
    if duty is None or not done or not duty.due.is_late(at) or duty.explained:
        return done
    if not late_because.strip():
        raise Refused("explain-lateness", "This was done after its date. Say why, in late_because.")
    return [*done, explanation(duty, late_because)]


def explanation(duty: Duty, late_because: str) -> Event:
    return LatenessExplained(duty=duty.id, reason=Sealed.of(late_because))
